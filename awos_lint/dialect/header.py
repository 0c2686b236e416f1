"""The header of a decision record: its status and what stands around it, wherever it is written.

Read in the order of research/decision-records.md §3.0: front matter, a section ``Status``, lines
such as ``- **Status:** x`` and table rows above the first section, the heading itself, a change
log. A status further down in the text is somebody else's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awos_lint.dialect.status import Said, meaning
from awos_lint.dialect.words import plain
from awos_lint.model.document import Heading, Text
from awos_lint.parse import Body, Entry
from awos_lint.text import Source, Span

_STATUS = frozenset(
    {"status", "adr status", "decision status", "current status", "record status", "statut"}
    | {"stato", "estado", "статус", "状态", "狀態", "ステータス", "상태", "stav", "durum", "وضعیت"}
)
_DATE = frozenset({"date", "datum", "fecha", "data", "дата", "日期", "日付", "날짜", "created"})
_DETAILS = frozenset(
    {"metadata", "meta", "meta data", "adr metadata", "details", "document information", "info"}
    | {"information", "header", "adr information", "decision metadata", "record"}
)
_LOG = frozenset({"change log", "changelog", "history", "status history", "revision history"})
_LINKED = re.compile(
    r"links?|related.*|relationships?|relations?|references?|more information|see also|notes?"
    r"|amend\w+.*|supersed\w+.*|superced\w+.*|replace\w+.*"
)
_INLINE = re.compile(r"(?:adr |decision )?status\s*[:–—-]+\s*(\S.*)", re.IGNORECASE)
_FIELD = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<open>[*_]{0,3})(?P<key>[^\W\d_][^\n:*_|]{0,30}?)"
    r"(?:[ \t]*(?P=open)[ \t]*[:：][*_]{0,3}|(?P=open)(?<=[*_])[ \t]*[-–—]?)(?P<value>[ \t]+\S.*|)$"
)
_DATED = re.compile(r"\W*\d{4}[-./ ]\w{1,9}[-./ ]\d{1,2}\b")
_SYMBOLS = re.compile(r"^\W+|\W+$")
_TICKED = frozenset("xX✓✔")


@dataclass(frozen=True, slots=True)
class Told:
    """A status as it was written: where, in which way, and what it means."""

    text: str
    span: Span
    how: str
    said: Said


@dataclass(frozen=True, slots=True)
class Header:
    """What a record says about itself.

    ``statuses`` are the places that state the status, the most telling first. ``pieces`` are the
    paragraphs, list items and cells in which it may name other records, as the source has them.
    ``silent`` is a section ``Status`` in which nothing stands.
    """

    statuses: tuple[Told, ...] = ()
    pieces: tuple[Text, ...] = ()
    date: Text | None = None
    silent: Heading | None = None


def read_header(source: Source, start: int, body: Body) -> Header:
    """Read the header of a record whose body begins at an offset; never raises."""
    return _Reader(source, start, body).read()


class _Reader:
    def __init__(self, source: Source, start: int, body: Body) -> None:
        self.source = source
        self.body = body
        self.headings = body.headings
        titles = {heading.span.start for heading in body.headings}
        runs = (
            [(place, source.text[place : place + end - begin]) for begin, end, place in _lines(run)]
            for run in body.prose
            if run.lines[0][1] not in titles
        )
        self.runs = [run for run in runs if run]
        self.firsts = [run[0][0] for run in self.runs]
        self.top = Span(start, self._first_section())

    def read(self) -> Header:
        section = self._status_section()
        told = [*self._in_section(section), *self._in_fields(), *self._in_headings()]
        regions = [self.top, *self._named(lambda name: name in _DETAILS)]
        regions += [section.section] if section else []
        regions += self._named(lambda name: _LINKED.fullmatch(name) is not None)
        silent = section if section and not self._has_text(section) else None
        return Header(
            tuple(told or self._in_log()),
            tuple(self._pieces(regions)),
            next(self._fields(_DATE), None),
            silent,
        )

    def _first_section(self) -> int:
        """Return where the header ends: at the first heading that is not the title."""
        for index, heading in enumerate(self.headings):
            if heading.level > 1 and (index or _name(heading) in _STATUS):
                return heading.span.start
            if index:
                return heading.span.start
        return len(self.source.text)

    def _status_section(self) -> Heading | None:
        found = [heading for heading in self.headings if _name(heading) in _STATUS]
        # Below a section of another kind it is the status of something else.
        shallow = min((heading.level for heading in self.headings[1:]), default=1)
        return next((heading for heading in found if heading.level <= max(2, shallow)), None)

    def _named(self, wanted) -> list[Span]:  # type: ignore[no-untyped-def]
        return [heading.section for heading in self.headings if wanted(_name(heading))]

    def _within(self, span: Span) -> list[list[tuple[int, str]]]:
        first = bisect_right(self.firsts, span.start - 1)
        return self.runs[first : bisect_right(self.firsts, span.end - 1)]
