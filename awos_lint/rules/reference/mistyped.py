"""A link leads to a node of a kind that belongs there."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.kinds import ITEMS
from awos_lint.core.text import escape_text
from awos_lint.graph import Edge, Node, Project
from awos_lint.graph.link_keys import key_of, written_key
from awos_lint.graph.lookup import name_kinds_with_article
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, softens=True)
def reference_mistyped(project: Project) -> Findings:
    for edge in project.edges:
        target = None if edge.implied or edge.is_fitting else edge.target
        if target and not target.document.broken and not _has_fitting_twin(project, edge):
            what = name_kinds_with_article([target.kind])
            yield Finding(
                at=edge.place,
                message=f"`{escape_text(edge.written, 80)}`{key_of(edge) or ' in the text'} of "
                f"{edge.source.name} is {what}, not {name_kinds_with_article(edge.to)}",
                help=_write_help(project, edge, target),
                related=(Related(target.place, f"{target.name} is {what}"),),
                subject=(edge.source.id, edge.kind, edge.written),
            )


def _has_fitting_twin(project: Project, edge: Edge) -> bool:
    """Whether another node of the same id fits; then `reference-duplicate-id` is the cause."""
    twins = project.twins.get(edge.target.id, ()) if edge.target else ()
    return any(node.kind in edge.to for node in twins)


def _write_help(project: Project, edge: Edge, target: Node) -> str:
    owner = edge.source.kind
    kind = ITEMS.get(owner) or project.kinds.get(owner)
    keys = [key for key, link in kind.links.items() if target.kind in link.to] if kind else []
    # Another dialect has no such key.
    if len(keys) == 1 and written_key(edge) == edge.kind:
        return f"move it to `{keys[0]}`, or write the id of {name_kinds_with_article(edge.to)}"
    return f"write the id of {name_kinds_with_article(edge.to)}"
