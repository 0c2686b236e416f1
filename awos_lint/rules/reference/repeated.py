"""A list names each id once."""

import re
from collections.abc import Iterator
from itertools import pairwise

from awos_lint.core.diagnostic import Edit, Finding, Related, Severity
from awos_lint.core.text import Place, Span, escape_text
from awos_lint.graph import Edge, Project
from awos_lint.graph.link_keys import key_of
from awos_lint.rules import PROJECT, Findings, rule

# What stands between two entries that can be closed up: a comma on one line, or the next dash.
_COMMA = re.compile(r"""(["'`]?)[ \t]*,[ \t]*\1""")
_DASH = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*-[ \t]+")


@rule(PROJECT, Severity.WARNING)
def reference_repeated(project: Project) -> Findings:
    for entries in _list_lists(project):
        seen = {_name_target(edge): edge for edge in reversed(entries)}
        for before, edge in pairwise(entries):
            if edge.written and (first := seen[_name_target(edge)]) is not edge:
                name = escape_text(edge.target.name if edge.target else edge.written, 80)
                yield Finding(
                    at=edge.place,
                    message=f"{edge.source.name} names {name} twice{key_of(edge)}",
                    help="remove the second mention",
                    related=(Related(first.place, "it is named here first"),),
                    edits=_remove_entry(before, edge),
                    subject=(edge.source.id, edge.kind, _name_target(edge)),
                )


def _list_lists(project: Project) -> Iterator[list[Edge]]:
    """Yield the links that stand in one list, where there are several."""
    named: dict[tuple[str, str], list[Edge]] = {}
    for edge in project.edges:
        if not edge.implied:
            named.setdefault((edge.source.id, edge.kind), []).append(edge)
    for edges in named.values():
        if len(edges) > 1:
            apart: dict[Place, list[Edge]] = {}  # an id may belong to two
            for edge in edges:
                apart.setdefault(edge.source.place, []).append(edge)
            yield from apart.values()


def _name_target(edge: Edge) -> str:
    return edge.target.id if edge.target else edge.written


def _remove_entry(before: Edge, edge: Edge) -> tuple[Edit, ...]:
    here, there, text = before.place.span, edge.place.span, edge.source.document.source.text
    if here is None or there is None:
        return ()
    gap = text[here.end : there.start]
    rest = re.split(r"[\r\n]", text[there.end : there.end + 200], maxsplit=1)[0]
    closed = _COMMA.fullmatch(gap) or (_DASH.fullmatch(gap) and not rest.strip())
    return (Edit(Place(edge.place.path, Span(here.end, there.end)), ""),) if closed else ()
