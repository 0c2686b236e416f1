"""A link leads to a node of a kind that belongs there."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.kinds import ITEMS
from awos_lint.graph import Edge, Node, Project
from awos_lint.graph.lookup import name_kinds_with_article
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, softens=True)
def reference_mistyped(project: Project) -> Findings:
    for edge in project.edges:
        target = None if edge.implied or edge.fits else edge.target
        if target and not target.document.broken and not _twin(project, edge):
            what, wanted = name_kinds_with_article([target.kind]), name_kinds_with_article(edge.to)
            yield Finding(
                at=edge.place,
                message=f"`{edge.kind}` of {edge.source.id} takes {wanted}, "
                f"but `{edge.written}` is {what}",
                help=_help(project, edge, target),
                related=(Related(target.place, f"{target.id} is {what}"),),
                subject=(edge.source.id, edge.kind, edge.written),
            )


def _twin(project: Project, edge: Edge) -> bool:
    """Whether another node of the same id fits; then `reference-duplicate-id` is the cause."""
    twins = project.twins.get(edge.target.id, ()) if edge.target else ()
    return any(node.kind in edge.to for node in twins)


def _help(project: Project, edge: Edge, target: Node) -> str:
    owner = edge.source.kind
    kind = ITEMS.get(owner) or project.kinds.get(owner)
    keys = [key for key, link in kind.links.items() if target.kind in link.to] if kind else []
    if len(keys) == 1:
        return f"move it to `{keys[0]}`, or write the id of {name_kinds_with_article(edge.to)}"
    return f"write the id of {name_kinds_with_article(edge.to)}"
