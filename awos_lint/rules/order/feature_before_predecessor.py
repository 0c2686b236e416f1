"""A feature is begun only when the features that it comes after are done."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import State
from awos_lint.core.text import Place
from awos_lint.graph import Edge, Node, Project
from awos_lint.graph.status_order import outside_rings
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("fields",), softens=True)
def order_feature_before_predecessor(project: Project) -> Findings:
    found: dict[Place, tuple[Node, list[Node]]] = {}
    for edge in outside_rings(project, _find_early(project)):
        _, missing = found.setdefault(edge.source.place, (edge.source, []))
        missing += [edge.target] if edge.target else []
    for source, missing in found.values():
        yield _make_finding(source, missing)


def _find_early(project: Project) -> Iterator[Edge]:
    for edge in project.links_of("after"):
        begun = edge.source.kind == "feature" and edge.source.state in (State.ACTIVE, State.DONE)
        known = edge.target and edge.target.id not in project.twins
        if begun and known and edge.target and edge.target.state in (State.OPEN, State.ACTIVE):
            yield edge


def _make_finding(source: Node, missing: list[Node]) -> Finding:
    said = [f"{node.id} is {node.progress}" for node in missing]
    ids = " and ".join(node.id for node in missing)
    return Finding(
        at=source.said,
        message=f"{source.id} is {source.progress} before what it comes after: {', '.join(said)}",
        help=f"finish {ids} first, or remove it from `after` if {source.id} does not need it",
        related=tuple(Related(node.said, text) for node, text in zip(missing, said, strict=True)),
        subject=(source.id,),
    )
