"""The header of a decision record: its status and what stands around it, wherever it is written.

Read in this order: a section ``Status``, lines such as
``- **Status:** x`` and table rows above the first section, the heading itself, a change log. A
status further down in the text is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import NamedTuple

from awos_lint.core.model.document import Heading, Text
from awos_lint.core.model.status import NONE, Reading, Status
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.replaced import PASSIVE
from awos_lint.layouts.dialect.status import MEANINGS, count_quoted, read_status
from awos_lint.layouts.dialect.text_lines import Line, Page, normalize_heading
from awos_lint.layouts.dialect.words import to_plain

STATUS = frozenset(
    {"status", "adr status", "decision status", "current status", "record status", "statut"}
    | {"stato", "estado", "статус", "状态", "狀態", "ステータス", "상태", "durum", "وضعیت"}
)
"""What the section, line or column is called that holds the status."""

STATUS_FIELD = STATUS | {"state", "adr state", "decision state", "état", "situação", "zustand"}
"""What a line or column may be called besides; a section called so is about something else."""

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
_KEYS = "|".join(sorted(map(re.escape, STATUS_FIELD | _DATE), key=len, reverse=True))
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
_NAMES = "|".join(sorted(map(re.escape, STATUS_FIELD), key=len, reverse=True))
# Wherever something is called so: a line in code, an attribute, a badge, a term in HTML.
_CALLED = re.compile(rf"(?:^|[|>\[\"'])[^\w\n]{{0,12}}(?:{_NAMES})\b", re.IGNORECASE | re.MULTILINE)


class Stated(NamedTuple):
    """A status that a record states, and the way in which it is written."""

    status: Status
    way: str = "section"


@dataclass(frozen=True, slots=True)
class Header:
    """What the Markdown of a record says about it.

    ``statuses`` are the places that state the status, the most telling first. ``pieces`` are the
    paragraphs, list items and table rows in which other records may be named. ``silent`` is a
    section ``Status`` in which nothing stands, ``elsewhere`` a status that stands where none is
    read, such as in code.
    """

    statuses: tuple[Stated, ...]
    pieces: tuple[Text, ...]
    created: str = ""
    silent: Heading | None = None
    elsewhere: Status = NONE


def read_header(page: Page) -> Header:
    """Read the header of a record; never raises."""
    section = _find_section(page)
    regions = [page.top, *_find_sections(page, lambda said: said in _DETAILS)]
    found = [*(_in_section(page, section) if section else ()), *_in_lines(page, regions)]
    found += [*_in_tables(page, regions), *_in_headings(page)]
    regions += [section.section] if section else []
    regions += _find_sections(page, lambda said: _LINKED.fullmatch(said) is not None)
    return Header(
        tuple(found or _in_log(page)),
        tuple(piece for region in _drop_nested(regions) for piece in page.list_pieces(region)),
        _find_created(page),
        section if section and _is_empty(page, section) else None,
        _find_elsewhere(page),
    )


def _find_section(page: Page) -> Heading | None:
    """Return the section that holds the status; one below another section is somebody else's."""
    sections = [heading for heading in page.body.headings if heading is not page.title]
    level = min((heading.level for heading in sections), default=0)
    for heading in sections:
        if normalize_heading(heading) in STATUS:
            return heading
        if heading.level == level:
            break
    return next((h for h in sections if h.level == level and normalize_heading(h) in STATUS), None)


def _find_sections(page: Page, wanted: Callable[[str], bool]) -> list[Span]:
    return [
        heading.section for heading in page.body.headings[1:] if wanted(normalize_heading(heading))
    ]


def _drop_nested(regions: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, without those that lie in an earlier one."""
    end = 0
    for span in sorted(regions):
        if span.start >= end:
            yield span
            end = span.end


def _in_section(page: Page, section: Heading) -> Iterator[Stated]:
    lines = [line for line in page.lines_within(page.own_span(section)) if to_plain(line.text)]
    boxes = [line for line in lines if _BOX.match(line.text)]
    if boxes:
        ticked = [line for line in boxes if line.text[1] in "xX✓✔"]
        lines = [Line(line.text[4:], line.start + 4, line.run) for line in ticked]
    explained = _count_choices(lines)
    rest = [line for line in lines if line.run not in explained]
    said = rest or lines
    found = [read_status(line.text, line.start) for line in said]
    if len(said) > 1 and all(_BEGUN.match(line.text) for line in said):
        found.reverse()  # a log, whose last line holds
    replaced = [each for each in found if _REPLACED.match(to_plain(each.text))]
    exact = [each for each in found if each.means and len(each.text.split()) < 3]
    chosen = [*replaced, *(each for each in found[:1] if each.is_clear), *exact]
    chosen += [each for each in found if each.reading is Reading.CHOICE]
    offered = [line for line in lines if explained.get(line.run, 0) > 2] or _find_offered(
        boxes, lines
    )
    chosen += [_make_choice(page, offered)] if offered and not rest else found
    yield from (Stated(each) for each in chosen[:1])


def _count_choices(lines: Sequence[Line]) -> dict[int, int]:
    """Return the paragraphs that speak of several statuses, as templates do, and of how many.

    One that begins with a status goes on to speak of others. Two may be what a status was and what
    it is; from three on, the text explains what a status may be.
    """
    runs = {run: list(several) for run, several in groupby(lines, key=lambda line: line.run)}
    counted = {run: count_quoted(" ".join(line.text for line in runs[run])) for run in runs}
    return {
        run: count
        for run, count in counted.items()
        if count > 1 and not read_status(runs[run][0].text).is_clear
    }


def _find_offered(boxes: Sequence[Line], ticked: Sequence[Line]) -> Sequence[Line]:
    """Return the boxes that stand for statuses, if several do and none of them is ticked."""
    meant = {MEANINGS.get(to_plain(line.text[4:]).casefold(), "") for line in boxes} - {""}
    return boxes if len(meant) > 1 and not ticked else ()


def _make_choice(page: Page, lines: Sequence[Line]) -> Status:
    """Return the choice that some lines offer."""
    span = Span(lines[0].start, lines[-1].end)
    return Status(page.source.text[span.start : span.end], span, Reading.CHOICE)


def _in_lines(page: Page, regions: Iterable[Span]) -> Iterator[Stated]:
    for line in (line for region in regions for line in page.lines_within(region)):
        for match in _FIELD.finditer(line.text):
            if match["key"].casefold() in STATUS_FIELD:
                found = read_status(match["value"], line.start + match.start("value"))
                if found.is_clear:
                    yield Stated(found, "line")


def _in_tables(page: Page, regions: Iterable[Span]) -> Iterator[Stated]:
    """Yield what stands behind or below a cell that is called like the status."""
    lines = [line for region in regions for line in page.lines_within(region)]
    cells = (line for line in lines if is_status_cell(line))
    for line in islice(cells, _CELLS):
        around = _find_around(page, line, lines) if page.find_row(line) else []
        stated = (read_status(other.text, other.start) for other in around if page.find_row(other))
        yield from (Stated(each, "table") for each in islice((s for s in stated if s.is_clear), 1))


def is_status_cell(line: Line) -> bool:
    """Return whether a cell of a table is called like the status."""
    return to_plain(line.text).casefold().strip(" :.") in STATUS_FIELD


def _find_around(page: Page, line: Line, lines: list[Line]) -> list[Line]:
    """Return the cell behind a cell, and the first one below it."""
    row, column = page.find_row(line) or Span(line.start, line.end), page.count_bars(line)
    beside = (other for other in lines if line.end < other.start < row.end)
    below = (other for other in lines if other.start > row.end and page.count_bars(other) == column)
    return [*islice(beside, 1), *islice(below, 1)]


def _in_headings(page: Page) -> Iterator[Stated]:
    for heading in page.body.headings:
        match = _INLINE.fullmatch(to_plain(heading.title).casefold())
        if match and heading.level < 3 and (found := read_status(match[1])).means:
            yield Stated(replace(found, span=heading.span), "heading")


def _in_log(page: Page) -> list[Stated]:
    """Return the last state of a change log that is written in statuses and nothing else."""
    for heading in page.body.headings:
        if normalize_heading(heading) in _LOG:
            lines = page.lines_within(page.own_span(heading))
            entries = [read_status(line.text, line.start) for line in lines]
            if entries and all(entry.means for entry in entries):
                return [Stated(entries[-1], "log")]
    return []


def _find_elsewhere(page: Page) -> Status:
    """Return a status that stands anywhere, such as in code, without reading what it means."""
    found = _CALLED.search(page.source.text)
    return Status(found[0], Span(*found.span()), Reading.OWN) if found else NONE


def _find_created(page: Page) -> str:
    for line in page.lines_within(page.top):
        for match in _FIELD.finditer(line.text):
            day = _DAY.search(match["value"]) if match["key"].casefold() in _DATE else None
            if day:
                return day[0]
    return ""


def _is_empty(page: Page, section: Heading) -> bool:
    """Return whether nothing stands in a section: no words, no picture, no code, no section."""
    text = page.source.text[section.section.start : section.section.end]
    return not re.sub(r"(?s)<!--.*?-->|[-*_\s]", "", text)
