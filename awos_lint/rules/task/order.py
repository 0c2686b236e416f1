"""A task stands below the tasks that it comes after."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Edge, Project
from awos_lint.graph.status_order import outside_rings
from awos_lint.graph.tasks import OVER, name_item
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("sequence",))
def task_order(project: Project) -> Findings:
    for edge in outside_rings(project, _find_backward(project)):
        source, target = edge.source.item, edge.target
        if source and target and target.item:
            first, second = name_item(source), name_item(target.item)
            yield Finding(
                at=edge.place,
                message=f"{first} comes after {second}, which stands below it",
                help=f"move {first} below {second}",
                related=(Related(target.place, f"{second} stands here"),),
                subject=(edge.source.id, target.id),
            )


def _find_backward(project: Project) -> Iterator[Edge]:
    """Yield the links to a task further down in the same list, as long as both are to be done."""
    for edge in project.links_of("after"):
        first, second = edge.source.item, edge.target and edge.target.item
        if first and second and edge.target and first.kind == "task":
            same = edge.target.document is edge.source.document
            waiting = first.state not in OVER and second.state not in OVER
            if same and waiting and first.span.start < second.span.start:
                yield edge
