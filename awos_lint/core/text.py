"""Text and the places in it.

Offsets count Unicode code points, from zero; lines and columns count from one. A line ends at
``\\r\\n``, ``\\n`` or ``\\r`` and nowhere else (CommonMark 0.31 §2.1): ``str.splitlines`` also
splits at U+2028 and six others, and every number after that would differ from git's.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

LINE_BREAK = re.compile(r"\r\n|\n|\r")

# Alone, the last three become ASCII in NFC; the first three stop being ASCII before U+0338. No
# other character crosses that border, and Unicode's stability policy keeps it so.
_BORDER = re.compile("([<=>\u037e\u1fef\u212a])")


def compose_text(text: str) -> str:
    """Return a text in NFC, save that no character becomes ASCII or stops being ASCII by it.

    What digests are made of is composed by this: U+1FEF looks like a back-tick and is none, and
    NFC would make it one, so that a fence or a command could come alive under the same digest.
    """
    if text.isascii():
        return text
    parts = _BORDER.split(text)
    # The odd ones are the characters at the border, each alone.
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


def normalize_breaks(text: str) -> str:
    """Return a text whose lines end in ``\\n`` where they ended in ``\\r\\n``."""
    return text.replace("\r\n", "\n")


def match_breaks(model: str, text: str) -> str:
    """Return a text whose lines end as those of another one do, which are all alike."""
    return normalize_breaks(text).replace("\n", "\r\n") if "\r\n" in model else text


def has_mixed_breaks(text: str) -> bool:
    """Return whether some lines end in ``\\r\\n`` and others in ``\\n`` alone."""
    return "\r\n" in text and "\n" in text.replace("\r\n", "")


# A run makes tens of thousands of spans; a named tuple is made, hashed and compared faster.
class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code-point offsets in one text."""

    start: int
    end: int


class Place(NamedTuple):
    """Where something stands: a path, and a span in it unless the whole file is meant."""

    path: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place as a person reads it: 1-based, columns in code points, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Source:
    """One text with its path, able to turn offsets into lines and columns."""

    path: str
    text: str = field(repr=False)
    garbled: bool = False
    """Whether there are bytes that are not UTF-8, and stand as U+FFFD in the text."""

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        if "\r" in self.text:
            return [0, *(match.end() for match in LINE_BREAK.finditer(self.text))]
        return [0, *accumulate(len(line) + 1 for line in self.lines[:-1])]

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their breaks; a final break opens one more, empty line."""
        return LINE_BREAK.split(self.text) if "\r" in self.text else self.text.split("\n")

    def find_position(self, offset: int) -> tuple[int, int]:
        """Return ``(line, column)`` of a code-point offset, both from one."""
        index = bisect_right(self.starts, offset) - 1
        return index + 1, min(offset - self.starts[index], len(self.lines[index])) + 1

    def line_span(self, line: int) -> Span:
        """Return the span of a 1-based line, its break left out."""
        start = self.starts[line - 1]
        return Span(start, start + len(self.lines[line - 1]))

    def find_location(self, span: Span | None) -> Location:
        """Return the location of a span; a whole file is shown as its first line."""
        if span is None:
            return Location(self.path, 1, 1, 1, len(self.lines[0]) + 1)
        return Location(self.path, *self.find_position(span.start), *self.find_position(span.end))


# What a terminal, a log reader or a reviewer's eye could be fooled by: control, format,
# surrogate, private and unassigned characters, and every blank that is not U+0020.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Letters and symbols by category, blanks by looks: the Hangul fillers and the empty braille cell.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def _escape_character(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    category = unicodedata.category(char)
    blank = char in _BLANK or (category == "Zs" and char != " ")
    if category not in _HIDDEN and not blank:
        return char
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{{{ord(char):x}}}"


def escape_text(text: str, limit: int = 0) -> str:
    """Return untrusted text with every invisible character escaped.

    ``limit`` is the greatest number of code points to keep, 0 for all; what is cut is marked with
    an ellipsis. Escapes look like ``\\x1b`` and ``\\u{202e}``.
    """
    if limit and len(text) > limit:
        text = text[:limit] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_escape_character, text))
