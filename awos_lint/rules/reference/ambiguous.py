"""An id is written exactly as where it is defined, so that it can mean one thing only."""

from awos_lint.core.diagnostic import Edit, Finding, Related, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.link_keys import key_of
from awos_lint.graph.lookup import find_meant, open_ends, shorten_id
from awos_lint.rules import PROJECT, Findings, rule

_SHOWN = 4


@rule(PROJECT, Severity.ERROR, softens=True)
def reference_ambiguous(project: Project) -> Findings:
    for edge in open_ends(project):
        found = find_meant(project, edge, _SHOWN + 1)
        names = [f"`{shorten_id(node.id, edge)}`" for node in found[:_SHOWN]]
        more = " or others" if len(found) > _SHOWN else ""
        one = len(found) == 1
        said = f"`{escape_text(edge.written, 80)}`{key_of(edge)} of {edge.source.name}"
        if found:
            yield Finding(
                at=edge.place,
                message=f"{said} is written {names[0]} where it is defined"
                if one
                else f"{said} can mean {' or '.join(names)}{more}",
                help=f"write {names[0]}" if one else "write the whole id of the one that is meant",
                related=tuple(Related(node.place, node.id) for node in found[:_SHOWN]),
                edits=(Edit(edge.place, shorten_id(found[0].id, edge)),) if one else (),
                subject=(edge.source.id, edge.kind, edge.written),
            )
