"""Pages that list records: which ones, and with which status."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.dialect.header import STATUS
from awos_lint.dialect.page import Line, Page, name
from awos_lint.dialect.relations import joined
from awos_lint.dialect.status import MEANINGS, decided
from awos_lint.dialect.words import plain
from awos_lint.model.document import Heading, Link
from awos_lint.text import Span

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_CELLS = 40
"""A row with more cells is no list of records."""

_AROUND = " \t()[]:;,.|*_–—-"
_GROUP = re.compile(r"(.*?)(?: (?:adrs?|decisions?|records?))?")


class Listed(NamedTuple):
    """A record that a page links to: its path, where, and the status that the page gives it."""

    path: str
    span: Span
    status: str = ""
    said: Span | None = None


def listed(page: Page) -> Iterator[Listed]:
    """Yield the links of a page that lead to files, in the order of the text."""
    lines = page.lines
    starts = [line.start for line in lines]
    columns = _columns(page)
    for link in page.body.links:
        if not link.image and not _SCHEME.match(link.href):
            path = joined(page.source.path, link.href)
            index = bisect_right(starts, link.span.start) - 1
            if index < 0 or lines[index].end < link.span.end:
                yield Listed(path, link.span)
            else:
                status, said = _status(page, columns, link, lines, index)
                yield Listed(path, link.span, status, said)


def _columns(page: Page) -> dict[int, int]:
    """Return the column of the status for each row of a table that has one, by the row's start."""
    found: dict[int, int] = {}
    last, column = 0, -1
    for line in page.lines:
        row = page.row(line)
        number, _ = page.source.position(line.start)
        # The line below the head is no text.
        if number > last + 2:
            column = -1
        last = number if row else 0
        if row and column < 0 and plain(line.text).casefold() in STATUS:
            column = page.column(line)
        elif row and column >= 0:
            found[row.start] = column
    return found


def _status(
    page: Page, columns: dict[int, int], link: Link, lines: list[Line], index: int
) -> tuple[str, Span | None]:
    row = page.row(lines[index])
    if row:
        return _in_row(page, columns.get(row.start, -1), row)
    behind = page.source.text[link.span.end : lines[index].end]
    word = plain(behind.lstrip(_AROUND)).strip(_AROUND).casefold()
    if word in MEANINGS and decided(word):
        begin = lines[index].end - len(behind.lstrip(_AROUND))
        return MEANINGS[word], Span(begin, link.span.end + len(behind.rstrip(_AROUND)))
    return _above(page, link.span), None


def _in_row(page: Page, column: int, row: Span) -> tuple[str, Span | None]:
    cells = page.within(row)
    for line in cells if column >= 0 and len(cells) <= _CELLS else ():
        if page.column(line) == column:
            return decided(line.text), Span(line.start, line.end)
    return "", None


def _above(page: Page, span: Span) -> str:
    """Return the status that groups records as the heading above them."""
    over = bisect_right(page.body.headings, span.start, key=_start) - 1
    match = _GROUP.fullmatch(name(page.body.headings[over])) if over >= 0 else None
    return decided(match[1]) if match and match[1] in MEANINGS else ""


def _start(heading: Heading) -> int:
    return heading.span.start
