"""Labelled lines, which many dialects have instead of front matter: ``**Status**: Draft``.

The label is bold, or the line is a list item or a quotation; the colon may stand inside the bold
text or behind it. Only the lines above the first section are read: further down, such lines are
about something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from awos_lint.core.model.document import Mark, Prose
from awos_lint.core.text import Span
from awos_lint.syntax.parse import Body

_KEY = r"(?:\*\*|__)(?P<key>[^\W\d_][^\n*_:]{0,40}?)[ \t]*(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)"
# Several labels may share a line, divided by blanks, bars or dots.
_NEXT = r"[ \t|·•,;]+(?:\*\*|__)[^\W\d_][^\n*_:]{0,40}(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)"
_BOLD = re.compile(rf"{_KEY}(?P<value>(?:(?!{_NEXT})[^\n])*)")
_PLAIN = re.compile(r"(?P<key>[^\W\d_][^\n*_:]{0,40}?)[ \t]*:[ \t]+(?P<value>[^\n]+)")


class Label(NamedTuple):
    """A labelled line: its value with the marks of emphasis that are in it, and both places."""

    value: str
    mark: Mark


def find_labels(body: Body, text: str) -> Mapping[str, Label]:
    """Return the labelled lines above the first section, by label in lower case.

    Of a label that stands twice, the first line counts.
    """
    second = next((h.span.start for h in body.headings if h.level > 1), len(text))
    found: dict[str, Label] = {}
    for prose in body.prose:
        if prose.lines[0][1] >= second:
            break
        for match in _match_lines(prose, text):
            label = _make_label(prose, match, text)
            found.setdefault(match["key"].strip().casefold(), label)
    return found


def find_labels_below(
    prose: Sequence[Prose], text: str, start: int, end: int
) -> Mapping[str, Label]:
    """Return the bold labelled lines in a range of the text, by label in lower case."""
    found: dict[str, Label] = {}
    for run in prose:
        if start <= run.lines[0][1] < end:
            for match in _BOLD.finditer(run.text):
                if _is_line_start(run, match.start()):
                    found.setdefault(match["key"].strip().casefold(), _make_label(run, match, text))
    return found


def _match_lines(prose: Prose, text: str) -> list[re.Match[str]]:
    if found := list(_BOLD.finditer(prose.text)):
        return found if _is_line_start(prose, found[0].start()) else []
    if not _is_listed(prose, text):
        return []
    plain = (_PLAIN.match(prose.text, offset) for offset, _ in prose.lines)
    return [match for match in plain if match]


def _is_listed(prose: Prose, text: str) -> bool:
    """Return whether a text is a quotation or a list item."""
    start = prose.lines[0][1]
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return before.strip()[:1] in (">", "-", "*", "+") and bool(before.strip())


def _is_line_start(prose: Prose, offset: int) -> bool:
    return any(offset == first for first, _ in prose.lines)


def _make_label(prose: Prose, match: re.Match[str], text: str) -> Label:
    span = prose.map_span(*match.span("value"))
    # What the prose blanks out, such as code, is a part of the value.
    written = text[span.start : span.end]
    value = written.strip()
    start = span.start + len(written) - len(written.lstrip())
    place = Span(start, start + len(value))
    return Label(value, Mark(place, prose.map_span(*match.span("key"))))
