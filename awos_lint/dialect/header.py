"""The header of a decision record: its status and what stands around it, wherever it is written.

Read in the order of research/decision-records.md §3.0: a section ``Status``, lines such as
``- **Status:** x`` and table rows above the first section, the heading itself, a change log. A
status further down in the text is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from awos_lint.dialect.page import Line, Page, name
from awos_lint.dialect.replaced import PASSIVE
from awos_lint.dialect.status import Said, meaning
from awos_lint.dialect.words import plain
from awos_lint.model.document import Heading, Text
from awos_lint.text import Span

STATUS = frozenset(
    {"status", "adr status", "decision status", "current status", "record status", "statut"}
    | {"stato", "estado", "статус", "状态", "狀態", "ステータス", "상태", "durum", "وضعیت"}
)
"""What the section, line or column is called that holds the status."""

_DATE = frozenset({"date", "datum", "fecha", "data", "дата", "日期", "日付", "날짜", "created"})
_DETAILS = frozenset(
    {"metadata", "meta", "meta data", "adr metadata", "details", "document information", "info"}
    | {"information", "header", "adr information", "decision metadata", "record"}
)
_LOG = frozenset({"change log", "changelog", "history", "status history", "revision history"})
_LINKED = re.compile(
    r"links?|related.*|relation(?:ship)?s?|references?|more information|see also"
    r"|(?:amend|super[sc]e|replace).*"
)
_INLINE = re.compile(r"(?:adr |decision )?status ?[:–—-]+ ?(\S.*)")
_KEYS = "|".join(sorted(map(re.escape, STATUS | _DATE), key=len, reverse=True))
# A key stands at the beginning of a line, or behind what separates two of them on one line.
_FIELD = re.compile(
    rf"(?:^|[|·•;]|\s\s)[^\w\n\[(]{{0,12}}_{{0,3}}(?P<key>{_KEYS})"
    r"(?:[*_`\s]{0,6}[:：][*_`]{0,3}|(?<=\w)(?:\*\*|__))[^\S\n]*(?=(?P<value>[^\n]*))",
    re.IGNORECASE,
)
_CELLS = 8
"""How many cells called like the status are looked at; one is usual."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEGUN = re.compile(r"\W*\d{4}[-./]\d\d")
_BOX = re.compile(r"\[(.)\]\s+(?=\S)")
_REPLACED = re.compile(rf"\W*{PASSIVE}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A status as it was written: where, what it means, and in which way it was written."""

    text: str
    span: Span
    said: Said
    way: str = "section"

    @property
    def clear(self) -> bool:
        """Whether the text means something, or almost does."""
        return bool(self.said.status or self.said.typo or self.said.template)


@dataclass(frozen=True, slots=True)
class Header:
    """What the Markdown of a record says about it.

    ``statuses`` are the places that state the status, the most telling first. ``pieces`` are the
    paragraphs, list items and table rows in which other records may be named. ``silent`` is a
    section ``Status`` in which nothing stands.
    """

    statuses: tuple[Told, ...]
    pieces: tuple[Text, ...]
    created: str = ""
    silent: Heading | None = None


def read_header(page: Page) -> Header:
    """Read the header of a record; never raises."""
    section = _section(page)
    regions = [page.top, *_called(page, lambda said: said in _DETAILS)]
    told = [*(_in_section(page, section) if section else ()), *_in_lines(page, regions)]
    told += [*_in_tables(page, regions), *_in_headings(page)]
    regions += [section.section] if section else []
    regions += _called(page, lambda said: _LINKED.fullmatch(said) is not None)
    return Header(
        tuple(told or _in_log(page)),
        tuple(piece for region in _apart(regions) for piece in page.pieces(region)),
        _created(page),
        section if section and _is_empty(page, section) else None,
    )


def told(text: str, start: int, way: str) -> Told:
    """Return the status that a text states whose place begins at an offset."""
    bare = text.strip()
    begin = start + len(text) - len(text.lstrip())
    return Told(bare, Span(begin, begin + len(bare)), meaning(bare), way)


def _section(page: Page) -> Heading | None:
    """Return the section that holds the status; one below another section is somebody else's."""
    sections = [heading for heading in page.body.headings if heading is not page.title]
    level = min((heading.level for heading in sections), default=0)
    for heading in sections:
        if name(heading) in STATUS:
            return heading
        if heading.level == level:
            break
    return next((h for h in sections if h.level == level and name(h) in STATUS), None)


def _called(page: Page, wanted: Callable[[str], bool]) -> list[Span]:
    return [heading.section for heading in page.body.headings[1:] if wanted(name(heading))]


def _apart(regions: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, without those that lie in an earlier one."""
    end = 0
    for span in sorted(regions):
        if span.start >= end:
            yield span
            end = span.end


def _in_section(page: Page, section: Heading) -> Iterator[Told]:
    lines = [line for line in page.within(page.own(section)) if plain(line.text)]
    boxes = [(line, box) for line in lines if (box := _BOX.match(line.text))]
    if boxes:
        ticked = [line for line, box in boxes if box[1] in "xX✓✔"]
        lines = [Line(line.text[4:], line.start + 4, line.run) for line in ticked]
    statements = [told(line.text, line.start, "section") for line in lines]
    if len(lines) > 1 and all(_BEGUN.match(line.text) for line in lines):
        statements.reverse()  # a log, whose last line holds
    replaced = [each for each in statements if _REPLACED.match(plain(each.text))]
    exact = [each for each in statements if each.said.status and len(each.text.split()) < 3]
    yield from [*replaced, *(each for each in statements[:1] if each.clear), *exact][:1]


def _in_lines(page: Page, regions: Iterable[Span]) -> Iterator[Told]:
    for line in (line for region in regions for line in page.within(region)):
        for match in _FIELD.finditer(line.text):
            if match["key"].casefold() in STATUS:
                found = told(match["value"], line.start + match.start("value"), "line")
                if found.clear:
                    yield found


def _in_tables(page: Page, regions: Iterable[Span]) -> Iterator[Told]:
    """Yield what stands behind or below a cell that is called like the status."""
    lines = [line for region in regions for line in page.within(region)]
    cells = (line for line in lines if plain(line.text).casefold() in STATUS)
    for line in islice(cells, _CELLS):
        around = _around(page, line, lines) if page.row(line) else []
        stated = (told(other.text, other.start, "table") for other in around if page.row(other))
        yield from list(islice((each for each in stated if each.clear), 1))


def _around(page: Page, line: Line, lines: list[Line]) -> list[Line]:
    """Return the cell behind a cell, and the first one below it."""
    row, column = page.row(line) or Span(line.start, line.end), page.column(line)
    beside = (other for other in lines if line.end < other.start < row.end)
    below = (other for other in lines if other.start > row.end and page.column(other) == column)
    return [*islice(beside, 1), *islice(below, 1)]


def _in_headings(page: Page) -> Iterator[Told]:
    for heading in page.body.headings:
        match = _INLINE.fullmatch(plain(heading.title).casefold())
        if match and heading.level < 3 and (said := meaning(match[1])).status:
            yield Told(match[1], heading.span, said, "heading")


def _in_log(page: Page) -> Iterator[Told]:
    """Yield the last state of a change log that is written in statuses and nothing else."""
    for heading in page.body.headings:
        if name(heading) in _LOG:
            lines = page.within(page.own(heading))
            entries = [told(line.text, line.start, "log") for line in lines]
            if entries and all(entry.said.status for entry in entries):
                yield entries[-1]


def _created(page: Page) -> str:
    for line in page.within(page.top):
        for match in _FIELD.finditer(line.text):
            day = _DAY.search(match["value"]) if match["key"].casefold() in _DATE else None
            if day:
                return day[0]
    return ""


def _is_empty(page: Page, section: Heading) -> bool:
    """Return whether nothing stands in a section: no words, no picture, no code, no section."""
    text = page.source.text[section.section.start : section.section.end]
    return not re.sub(r"(?s)<!--.*?-->|[-*_\s]", "", text)
