"""The lines of a text around a place, made fit for a terminal, and where to mark them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from awos_lint.core.text import Location, Source, escape_text

TAB = "    "


@dataclass(frozen=True, slots=True)
class Row:
    """A line to show: its number, its text, and the columns to mark under it."""

    number: int
    text: str
    before: int
    marked: int


def cut_rows(source: Source, at: Location, room: int) -> list[Row]:
    """Return the first and the last line of a place, cut to ``room`` columns around it.

    A place outside the text, as when the text has changed since, has no rows.
    """
    last = _find_end(source, at)
    if not 1 <= at.line <= last[0] <= len(source.lines):
        return []
    first = source.lines[at.line - 1]
    if last[0] == at.line:
        return [_make_row(at.line, first, at.column - 1, last[1] - 1, room)]
    text = source.lines[last[0] - 1]
    indent = len(text) - len(text.lstrip())
    return [
        _make_row(at.line, first, at.column - 1, len(first), room),
        _make_row(last[0], text, indent, last[1] - 1, room),
    ]


def _find_end(source: Source, at: Location) -> tuple[int, int]:
    """The line and column where a place ends; one that takes a line break ends before it."""
    if at.end_column > 1 or at.end_line <= at.line or at.end_line > len(source.lines):
        return at.end_line, at.end_column
    return at.end_line - 1, len(source.lines[at.end_line - 2]) + 1


def _make_row(number: int, line: str, start: int, end: int, room: int) -> Row:
    start = min(start, len(line))
    end = max(start, min(end, len(line)))
    low, high = _find_window(line, start, end, room)
    head, tail = "…" if low else "", "…" if high < len(line) else ""
    text = "".join(_show_character(line, index) for index in range(low, high))
    before = len(head) + _count_columns(line, range(low, start))
    marked = _count_columns(line, range(start, min(end, high)))
    return Row(number, head + text + tail, before, max(1, marked))


def _find_window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The range of a line to show: what is marked first, then what stands on both sides."""
    if len(line) <= room and _count_columns(line, range(len(line))) <= room:
        return 0, len(line)
    # Both ends may need an ellipsis. No part is longer than the room even if none of its
    # characters takes a column, so the work does not grow with the line.
    room -= 2
    taken, left = _fit_characters(line, range(start, min(end, start + room)), room)
    high = start + taken
    back, unused = _fit_characters(line, range(start - 1, max(-1, start - 1 - room), -1), left // 2)
    ahead, left = _fit_characters(
        line, range(high, min(len(line), high + room)), left - left // 2 + unused
    )
    low = start - back
    more, _ = _fit_characters(line, range(low - 1, max(-1, low - 1 - room), -1), left)
    return low - more, high + ahead


def _fit_characters(line: str, indexes: Iterable[int], room: int) -> tuple[int, int]:
    """How many characters fit, taken in this order, and the room they leave."""
    count = 0
    for index in indexes:
        columns = _count_columns(line, (index,))
        if columns > room:
            break
        count, room = count + 1, room - columns
    return count, room


def _show_character(line: str, index: int) -> str:
    """What stands for one character, ``##[`` broken as ``escape.show_text`` breaks it."""
    if line[index] == "\t":
        return TAB
    if index and line.startswith("##[", index - 1):
        return "\\x23"
    return escape_text(line[index])


def _count_columns(line: str, indexes: Iterable[int]) -> int:
    return sum(_measure_width(char) for index in indexes for char in _show_character(line, index))


def _measure_width(char: str) -> int:
    """The columns of a character in a terminal: Unicode TR 11, and nothing for what combines."""
    if char.isascii():
        return 1
    # Hangul vowels and final consonants join the syllable before them.
    if unicodedata.category(char) in {"Mn", "Me"} or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
