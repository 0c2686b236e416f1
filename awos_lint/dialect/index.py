"""Pages that list records: which ones, and with which status."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.dialect.header import STATUS
from awos_lint.dialect.page import Line, Page, name
from awos_lint.dialect.relations import joined
from awos_lint.dialect.status import MEANINGS, meaning
from awos_lint.dialect.words import plain
from awos_lint.model.document import Link
from awos_lint.text import Span

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_EMPTY = re.compile(r"(?:\n|\r\n?)[ \t>]*(?:\n|\r)")
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
    """Return the column of the status in each table, by the offset of its first row."""
    found = {}
    for line in page.lines:
        row = page.row(line)
        if row and plain(line.text).casefold() in STATUS:
            found[row.start] = page.column(line)
    return found


def _status(
    page: Page, columns: dict[int, int], link: Link, lines: list[Line], index: int
) -> tuple[str, Span | None]:
    row = page.row(lines[index])
    if row:
        return _in_row(page, columns, row)
    behind = page.source.text[link.span.end : lines[index].end]
    word = plain(behind.lstrip(_AROUND)).strip(_AROUND).casefold()
    if word in MEANINGS:
        begin = lines[index].end - len(behind.lstrip(_AROUND))
        return MEANINGS[word], Span(begin, link.span.end + len(behind.rstrip(_AROUND)))
    return _above(page, link.span), None


def _in_row(page: Page, columns: dict[int, int], row: Span) -> tuple[str, Span | None]:
    head = max((start for start in columns if start < row.start), default=-1)
    if head < 0 or _EMPTY.search(page.source.text, head, row.start):
        return "", None
    for line in page.within(row):
        if page.column(line) == columns[head]:
            return meaning(line.text).status, Span(line.start, line.end)
    return "", None


def _above(page: Page, span: Span) -> str:
    """Return the status that groups records as the heading above them."""
    over = [heading for heading in page.body.headings if heading.span.end < span.start]
    match = _GROUP.fullmatch(name(over[-1])) if over else None
    return MEANINGS.get(match[1], "") if match else ""
