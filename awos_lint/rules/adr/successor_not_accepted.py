"""A decision is superseded only once the decision that replaces it is accepted."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.text import Place
from awos_lint.graph import Node, Project
from awos_lint.graph.decisions import find_successors
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def adr_successor_not_accepted(project: Project) -> Findings:
    for document in project.documents_of("adr"):
        node = project.node_of(document)
        others = find_successors(project, node) if document.status == "superseded" else []
        # Of a chain, only the last superseded decision is reported: its end is what is missing.
        if others and all(other.document.status in ("proposed", "rejected") for other in others):
            yield _make_finding(node, others, _find_place(project, node))


def _find_place(project: Project, node: Node) -> Place:
    written = project.links_from(node, "superseded_by")
    return written[0].place if written else node.said


def _make_finding(node: Node, others: list[Node], at: Place) -> Finding:
    said = [f"{other.name} is {other.progress}" for other in others]
    waiting = [other.name for other in others if other.document.status == "proposed"]
    return Finding(
        at=at,
        message=f"{node.name} is superseded, but {' and '.join(said)}: nothing is in force instead",
        help=f"have {waiting[0]} accepted, or set {node.name} back to accepted until then"
        if waiting
        else f"name the decision that replaced {node.name}, or set it back to accepted",
        related=tuple(Related(n.said, text) for n, text in zip(others, said, strict=True)),
        subject=(),
    )
