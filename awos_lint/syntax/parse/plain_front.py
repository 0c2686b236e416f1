"""Plain front matter, read line by line: keys with one value, or a list of them, and nothing else.

Values without quotes, of letters, digits and signs that mean nothing to YAML. Whatever is not
certain makes this give up, and the YAML parser reads the whole; where it does not give up, both
must find the same (tests/syntax/test_plain_front.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Address, Data, Mark
from awos_lint.core.text import Span
from awos_lint.syntax.parse.scalars import seen_elsewhere

_INNER = r"[\w/.<>@+*()=~-]"
_ITEM = rf"[A-Za-z0-9_/](?:(?:{_INNER}| )*{_INNER})?"
_VALUE = rf"[A-Za-z0-9_/](?:(?:{_INNER}|[ ,;!?'])*{_INNER})?"
_LINE = re.compile(
    rf"(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,62}}):"
    rf"(?: (?:(?P<value>{_VALUE})|(?P<list>\[{_ITEM}(?:, {_ITEM})*\])))?\n"
    rf"|(?P<indent> {{0,4}})- (?P<entry>{_VALUE})\n"
)
_PART = re.compile(rf"{_ITEM}(?=[,\]])")
_LONGEST = 4_096


class Plain(NamedTuple):
    """What the front matter says, as :class:`awos_lint.syntax.parse.front.FrontMatter` holds it."""

    fields: dict[str, Data]
    marks: dict[Address, Mark]


class _Unsure(Exception):  # noqa: N818
    """This is for the real parser."""


def plain_front(block: str, start: int, limits: Limits) -> Plain | None:
    """Read the YAML between the fences, which begins at ``start``; ``None`` when not certain."""
    events = 2 * block.count("\n") + block.count(",") + 2 * block.count("[") + 8
    if len(block) > min(_LONGEST, limits.scalar) or events > limits.front_events:
        return None
    if limits.front_depth < 2:
        return None
    reading = _Reading(start)
    at = 0
    try:
        while at < len(block):
            match = _LINE.match(block, at)
            if not match:
                return None
            reading.take_line(match)
            at = match.end()
        reading.end_list()
    except _Unsure:
        return None
    return Plain(reading.fields, reading.marks) if reading.fields else None


class _Reading:
    """The state between two lines."""

    def __init__(self, start: int) -> None:
        self.fields: dict[str, Data] = {}
        self.marks: dict[Address, Mark] = {}
        self._start = start
        # The key that waits for the entries of a list, and how far they are indented.
        self._key = ""
        self._indent = -1
        self._entries: list[Data] = []

    def take_line(self, match: re.Match[str]) -> None:
        """Take a line; raises :class:`_Unsure`."""
        if match["key"] is None:
            self._read_entry(match)
            return
        self.end_list()
        key = _require_plain(match["key"])
        if key in self.fields:
            raise _Unsure
        place = self._span_of(match, "key")
        if match["value"]:
            self.fields[key] = _require_plain(match["value"])
            self.marks[(key,)] = Mark(self._span_of(match, "value"), place)
        elif match["list"]:
            self.marks[(key,)] = Mark(self._span_of(match, "list"), place)
            self._read_flow(key, match)
        else:
            self._key, self._indent, self._entries = key, -1, []
            self.fields[key] = self._entries
            self.marks[(key,)] = Mark(place, place)

    def _read_flow(self, key: str, match: re.Match[str]) -> None:
        entries: list[Data] = []
        first, last = match.span("list")
        for part in _PART.finditer(match.string, first + 1, last):
            self._mark_entry(key, len(entries), part.span())
            entries.append(_require_plain(part[0]))
        self.fields[key] = entries

    def _read_entry(self, match: re.Match[str]) -> None:
        indent = len(match["indent"])
        if not self._key or self._indent not in (-1, indent):
            raise _Unsure
        span = self._span_of(match, "entry")
        if self._indent < 0:
            self._indent = indent
            self._first = self._start + match.end("indent")
        self._mark_entry(self._key, len(self._entries), match.span("entry"))
        self._entries.append(_require_plain(match["entry"]))
        self.marks[(self._key,)] = Mark(Span(self._first, span.end), self.marks[(self._key,)].key)

    def end_list(self) -> None:
        """Close the list that is open; raises :class:`_Unsure` when it has no entry."""
        if self._key and not self._entries:
            raise _Unsure
        self._key = ""

    def _mark_entry(self, key: str, index: int, span: tuple[int, int]) -> None:
        self.marks[(key, index)] = Mark(Span(self._start + span[0], self._start + span[1]))

    def _span_of(self, match: re.Match[str], group: str) -> Span:
        first, last = match.span(group)
        return Span(self._start + first, self._start + last)


def _require_plain(text: str) -> str:
    """Return a scalar that every YAML reader takes for text; raises :class:`_Unsure`."""
    if seen_elsewhere(text):
        raise _Unsure
    return text
