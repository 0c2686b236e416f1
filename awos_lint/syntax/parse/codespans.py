"""Code spans in inline text, and texts with parts of them blanked out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

_OPENER = re.compile(r"\\.|`+", re.DOTALL)
_RUN = re.compile("`+")
_NOT_BREAK = re.compile(r"[^\n]")


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return the code spans of a text without links and HTML, as offsets.

    A run of back-ticks opens a span that the next run of the same length closes (CommonMark 0.31
    §6.1); a backslash takes the first back-tick away from a run that would open one.
    """
    if "``" in text or "\\" in text:
        return _code_spans(text)
    ticks = [match.start() for match in _RUN.finditer(text)]
    return [(start, end + 1) for start, end in zip(ticks[::2], ticks[1::2], strict=False)]


def _code_spans(text: str) -> list[tuple[int, int]]:
    closers: dict[int, list[int]] = {}
    for match in _RUN.finditer(text):
        closers.setdefault(match.end() - match.start(), []).append(match.start())
    found: list[tuple[int, int]] = []
    opener = _OPENER.search(text)
    while opener:
        end, length = opener.end(), opener.end() - opener.start()
        starts = closers.get(length, []) if opener[0][0] == "`" else []
        index = bisect_left(starts, end)
        if index < len(starts):
            end = starts[index] + length
            found.append((opener.start(), end))
        opener = _OPENER.search(text, end)
    return found


def blank_ranges(text: str, holes: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length with some ranges as spaces, line breaks left alone.

    The ranges must be in order and apart.
    """
    parts, done = [], 0
    for start, end in holes:
        hole = text[start:end]
        blank = _NOT_BREAK.sub(" ", hole) if "\n" in hole else " " * len(hole)
        parts += [text[done:start], blank]
        done = end
    return "".join((*parts, text[done:]))
