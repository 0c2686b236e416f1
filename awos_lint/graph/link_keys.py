"""What a link is written under, in the words of the text that it stands in."""

from __future__ import annotations

import re

from awos_lint.core.text import escape_text
from awos_lint.graph.project import Edge
from awos_lint.graph.status_order import can_express, is_editable

# `- _Requirements: 1.1, 6.7_`, `**Dependencies:** Task Group 1`: a label that begins the line.
_LABEL = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?[*_]{0,2}([^\W\d_][\w -]{0,40}?)[*_]{0,2}[ \t]?:")
# `"dependencies": [1, 7]`: the last key before it, whose list is still open.
_KEY = re.compile(r'"([\w-]{1,40})"[ \t]*:[ \t]*\[?[^\[\]{}:]*\Z')
_REACH = 400
"""How far a key or label may be in front, on a line that may be as long as a file."""


def written_key(edge: Edge) -> str:
    """Return the key or label that a link stands under, the empty string where there is none.

    Where awos itself gives the keys, it is one of them; other dialects have words of their own.
    """
    document, span = edge.source.document, edge.place.span
    if can_express(document, "fields") if edge.source.item else is_editable(document):
        return edge.kind
    if span is None or edge.place.path != document.path:
        return ""
    line, column = document.source.find_position(span.start)
    begin = max(0, column - 1 - _REACH)
    before = document.source.lines[line - 1][begin : column - 1]
    found = _KEY.search(before) or (None if begin else _LABEL.match(before))
    return escape_text(found[1], 40) if found else ""


def key_of(edge: Edge) -> str:
    """Return words for the key of a link, the empty string where there is none."""
    key = written_key(edge)
    return f" in `{key}`" if key else ""
