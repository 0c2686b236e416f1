"""Pages that list records: which ones, and with which status.

A row of a table and an item of a list are about one record, their own; the status that stands
there says nothing about the others that they mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from awos_lint.core.model.document import Heading, Link
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.header import is_status_cell
from awos_lint.layouts.dialect.relations import join_link
from awos_lint.layouts.dialect.status import MEANINGS
from awos_lint.layouts.dialect.text_lines import Line, Page, normalize_heading
from awos_lint.layouts.dialect.words import to_plain

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_CELLS = 40
"""A row with more cells is no list of records."""

_AROUND = " \t()[]:;,.|*_–—-"
_GROUP = re.compile(r"(.*?)(?: (?:adrs?|decisions?|records?))?")
_ITEM = re.compile(r"(?P<indent>[\s>]*)(?:[-*+]|\d{1,9}[.)])[ \t]+")
_RECORD = re.compile(r"\bM?ADR[-_ #]{0,2}\d", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


class Listed(NamedTuple):
    """A record that a page links to: its path, where, and the status that the page gives it.

    ``said`` is where the status stands, unless it is the heading above.
    """

    path: str
    span: Span
    status: str = ""
    said: Span | None = None


class _At(NamedTuple):
    """A link to a file, the line that holds it, and the table row, if that is one."""

    link: Link
    path: str
    line: Line | None
    row: Span | None


@dataclass(slots=True)
class _Table:
    """A table: the column of the status, and the first links in its cells, by row and column."""

    status: int = -1
    links: dict[int, dict[int, _At]] = field(default_factory=dict)

    def list_own(self) -> Iterator[Link]:
        """Yield the link of each row that leads to the record that the row is about.

        They stand in one column: the one that links to the most records, the first of those.
        """
        found: dict[int, set[str]] = {}
        for cells in self.links.values():
            for column, at in cells.items():
                found.setdefault(column, set()).add(at.path)
        home = min(found, key=lambda column: (-len(found[column]), column), default=-1)
        yield from (cells[home].link for cells in self.links.values() if home in cells)


def list_entries(page: Page) -> Iterator[Listed]:
    """Yield the links of a page that lead to files, in the order of the text."""
    places = list(_find_places(page))
    tables = _find_tables(page, places)
    own = {link.span for table in tables.values() for link in table.list_own()}
    own |= {link.span for link in _own_of_lists(page, places)}
    for at in places:
        if at.link.span not in own or at.line is None:
            yield Listed(at.path, at.link.span)
        elif at.row:
            status = _in_row(page, tables[at.row.start].status, at.row)
            yield Listed(at.path, at.link.span, *status)
        else:
            status = _read_behind(page, at.link, at.line) or _read_above(page, at.link.span)
            yield Listed(at.path, at.link.span, *status)


def _find_places(page: Page) -> Iterator[_At]:
    lines = page.lines
    starts = [line.start for line in lines]
    for link in page.body.links:
        if not link.image and not _SCHEME.match(link.href):
            index = bisect_right(starts, link.span.start) - 1
            inside = index >= 0 and link.span.end <= lines[index].end
            line = lines[index] if inside else None
            path = join_link(page.source.path, link.href)
            yield _At(link, path, line, page.find_row(line) if line else None)


def _find_tables(page: Page, places: list[_At]) -> Mapping[int, _Table]:
    """Return the table of each row, by where the row begins."""
    found: dict[int, _Table] = {}
    table, last, head = _Table(), -2, -1
    for line in page.lines:
        row = page.find_row(line)
        number, _ = page.source.find_position(line.start)
        # The line below the head is no text.
        if row and number > last + 2:
            table, head = _Table(), row.start
        last = number if row else -2
        if row:
            found.setdefault(row.start, table)
            if row.start == head and table.status < 0 and is_status_cell(line):
                table.status = page.count_bars(line)
    for at in places:
        if at.row and at.line and _is_beside(page, at.path):
            cells = found[at.row.start].links.setdefault(at.row.start, {})
            cells.setdefault(page.count_bars(at.line), at)
    return found


def _is_beside(page: Page, path: str) -> bool:
    """Whether a file lies in the folder of the page, as the records do that it lists."""
    return path.rpartition("/")[0] == page.source.path.rpartition("/")[0]


def _own_of_lists(page: Page, places: list[_At]) -> Iterator[Link]:
    """Yield the first link of each item of a list, unless an item around it has one already."""
    around: list[int] = []
    met: set[int] = set()
    begins = {next(lines) for _, lines in groupby(page.lines, key=lambda line: line.run)}
    for at in places:
        if at.line is None or at.row or not _is_beside(page, at.path):
            continue
        start = page.source.line_span(page.source.find_position(at.line.start)[0]).start
        item = _ITEM.match(page.source.text, start, at.line.end)
        before = page.source.text[at.line.start : at.link.span.start].rpartition("[")[0]
        nested = item is not None and _is_nested(page, around, len(item["indent"]), start)
        # Outside a list, only a line that begins with the link is an entry.
        other = _RECORD.search(before) if item else _LETTER.search(before) or at.line not in begins
        if at.line.run not in met and not nested and not other:
            yield at.link
        met.add(at.line.run)
        if item and not nested:
            around.append(start)


def _is_nested(page: Page, around: list[int], indent: int, start: int) -> bool:
    """Return whether an item lies in one of those before it, which begin at ``around``.

    Those that it does not lie in are taken away: what follows lies in none of them either.
    """
    while around:
        outer = _ITEM.match(page.source.text, around[-1])
        depth = len(outer["indent"]) if outer else 0
        apart = any(around[-1] < heading.span.start < start for heading in page.body.headings)
        if depth < indent and not apart:
            return True
        around.pop()
    return False


def _read_behind(page: Page, link: Link, line: Line) -> tuple[str, Span | None] | None:
    behind = page.source.text[link.span.end : line.end]
    word = to_plain(behind.lstrip(_AROUND)).strip(_AROUND).casefold()
    if word not in MEANINGS:
        return None
    begin = line.end - len(behind.lstrip(_AROUND))
    return word, Span(begin, link.span.end + len(behind.rstrip(_AROUND)))


def _in_row(page: Page, column: int, row: Span) -> tuple[str, Span | None]:
    cells = page.lines_within(row)
    for line in cells if column >= 0 and len(cells) <= _CELLS else ():
        if page.count_bars(line) == column:
            return line.text, Span(line.start, line.end)
    return "", None


def _read_above(page: Page, span: Span) -> tuple[str, Span | None]:
    """Return the status that groups records as the heading above them."""
    over = bisect_right(page.body.headings, span.start, key=_start_of) - 1
    match = _GROUP.fullmatch(normalize_heading(page.body.headings[over])) if over >= 0 else None
    return (match[1], None) if match and match[1] in MEANINGS else ("", None)


def _start_of(heading: Heading) -> int:
    return heading.span.start
