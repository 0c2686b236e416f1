"""Nothing that is still to be followed rests on a decision that is no longer in force."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.kinds import FINISHED
from awos_lint.graph import Edge, Node, Project
from awos_lint.graph.decisions import find_heirs
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, softens=True)
def adr_not_in_force(project: Project) -> Findings:
    for edge in project.edges:
        target, source = edge.target, edge.source
        if target and target.kind == "adr" and edge.rests and edge.is_fitting and target.is_over:
            # What is finished was built under the old decision, and says so truthfully.
            living = not source.is_over and source.settled < FINISHED
            if living and target.id not in project.twins and target is not source:
                yield _make_finding(
                    edge, target, find_heirs(project, target), _find_substitutes(project, edge)
                )


def _find_substitutes(project: Project, edge: Edge) -> set[str]:
    """The ids that the same list, or the document itself, already stands for."""
    entries = project.links_from(edge.source, edge.kind)
    return {entry.target.id for entry in entries if entry.target} | {edge.source.id}


def _make_finding(edge: Edge, target: Node, now: list[Node], beside: set[str]) -> Finding:
    ids = " and ".join(node.name for node in now)
    by = f" by {ids}" if now and target.document.status == "superseded" else ""
    shown = [target, *now]
    return Finding(
        at=edge.place,
        message=f"{edge.source.name} rests on {target.name}, which is {target.progress}{by}",
        help=_write_help(target, now, beside),
        related=tuple(Related(node.said, f"{node.name} is {node.progress}") for node in shown),
        subject=(edge.source.id, edge.kind, target.id),
    )


def _write_help(target: Node, now: list[Node], beside: set[str]) -> str:
    if not now:
        return f"remove {target.name}, and check what was built on it"
    if all(node.id in beside for node in now):
        return f"remove {target.name}: {now[0].name} stands in its place already"
    ids = " or ".join(f"`{node.name}`" for node in now)
    return f"name {ids} instead, if the text still holds under it"
