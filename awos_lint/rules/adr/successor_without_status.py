"""A decision that was replaced does not claim to be in force."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Node, Project
from awos_lint.graph.decisions import find_contested, find_replacing
from awos_lint.graph.foreign import is_partly_replaced
from awos_lint.graph.status_order import can_express
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def adr_successor_without_status(project: Project) -> Findings:
    unsure = find_contested(project)
    for document in project.documents_of("adr"):
        node = project.node_of(document)
        claims = document.status in ("accepted", "proposed") and node.id not in unsure
        if (
            claims
            and not is_partly_replaced(document)
            and (others := find_replacing(project, node))
        ):
            yield _make_finding(project, node, others)


def _make_finding(project: Project, node: Node, others: list[Node]) -> Finding:
    ids = ", ".join(other.name for other in others)
    named = {edge.target.id for edge in project.links_from(node, "superseded_by") if edge.target}
    missing = [other.name for other in others if other.id not in named]
    line = ""
    if missing and can_express(node.document, "front-matter"):
        line = f", and add {', '.join(missing)} to its `superseded_by`"
    return Finding(
        at=node.said,
        message=f"{node.name} is {node.progress}, but superseded by {ids}",
        help=f"set the status of {node.name} to superseded{line}",
        related=tuple(Related(other.said, f"{other.name} is {other.progress}") for other in others),
        subject=(),
    )
