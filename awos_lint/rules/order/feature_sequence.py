"""A feature is listed below the features that it comes after."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import State
from awos_lint.graph import Edge, Node, Project
from awos_lint.graph.status_order import outside_rings
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("fields",))
def order_feature_sequence(project: Project) -> Findings:
    for edge in outside_rings(project, _find_backward(project)):
        if edge.target:
            yield _make_finding(edge, edge.target)


def _find_backward(project: Project) -> Iterator[Edge]:
    """Links to a feature further down in the same roadmap, as long as both are to be done."""
    for edge in project.links_of("after"):
        first, second = edge.source.item, edge.target and edge.target.item
        same = edge.target and edge.source.document is edge.target.document
        if first and second and same and first.kind == "feature":
            waiting = first.state is State.OPEN and second.state in (State.OPEN, State.ACTIVE)
            if waiting and first.span.start < second.span.start:
                yield edge


def _make_finding(edge: Edge, later: Node) -> Finding:
    here, there = _phase_of(edge.source), _phase_of(later)
    where = f"in the later phase `{there}`" if there and there != here else "further down"
    return Finding(
        at=edge.place,
        message=f"{edge.source.id} comes after {later.id}, which is listed {where}",
        help=f"move {later.id} above {edge.source.id}, or remove the link if it is not needed",
        related=(Related(later.place, f"{later.id} is listed here"),),
        subject=(edge.source.id, later.id),
    )


def _phase_of(feature: Node) -> str:
    item, headings = feature.item, feature.document.headings
    return headings[item.section].title if item and item.section >= 0 else ""
