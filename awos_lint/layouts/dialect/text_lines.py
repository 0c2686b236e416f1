"""A Markdown text by lines: what stands in it as prose, each line with its place.

Code, comments and raw HTML blocks hold no lines; list markers and quote marks are cut off, and
each cell of a table is a line of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from awos_lint.core.model.document import Heading, Text
from awos_lint.core.text import Source, Span
from awos_lint.layouts.dialect.words import to_plain
from awos_lint.syntax.parse import Body


class Line(NamedTuple):
    """A line as the source has it; ``run`` counts the paragraphs, list items and cells."""

    text: str
    start: int
    run: int

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Page:
    """A text whose Markdown begins at ``start``."""

    source: Source
    start: int
    body: Body

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the prose but for the headings, in the order of the text."""
        titles = {heading.span.start for heading in self.body.headings}
        found = []
        for number, prose in enumerate(self.body.prose):
            if prose.lines[0][1] in titles:
                continue
            ends = [offset - 1 for offset, _ in prose.lines[1:]] + [len(prose.text)]
            for (offset, place), end in zip(prose.lines, ends, strict=True):
                text = self.source.text[place : place + end - offset]
                found.append(Line(text, place, number))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def lines_within(self, span: Span) -> list[Line]:
        """Return the lines that begin in a span."""
        first, after = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return self.lines[first:after]

    def own_span(self, heading: Heading) -> Span:
        """Return the part of a heading's section that stands before the next heading."""
        start, end = heading.section.start, heading.section.end
        following = bisect_right(self._begins, heading.span.start)
        if following < len(self._begins):
            end = min(end, self._begins[following])
        return Span(start, max(start, end))

    @cached_property
    def _begins(self) -> list[int]:
        return [heading.span.start for heading in self.body.headings]

    @cached_property
    def top(self) -> Span:
        """What stands above the first section; the first heading is the title, if it can be."""
        later = self.body.headings[1:] if self.title else self.body.headings
        return Span(self.start, later[0].span.start if later else len(self.source.text))

    @cached_property
    def title(self) -> Heading | None:
        """The heading that is the title: the first one, unless it is called like a section."""
        first = next(iter(self.body.headings), None)
        return None if first and normalize_heading(first) in SECTIONS else first

    def find_row(self, line: Line) -> Span | None:
        """Return the table row that a line is a cell of; ``None`` for a line that is none."""
        number, _ = self.source.find_position(line.start)
        span = self.source.line_span(number)
        around = self.source.text[span.start : line.start] + self.source.text[line.end : span.end]
        return span if "|" in around else None

    def count_bars(self, line: Line) -> int:
        """Return how many bars stand in front of a cell."""
        number, _ = self.source.find_position(line.start)
        return self.source.text.count("|", self.source.starts[number - 1], line.start)

    def list_pieces(self, span: Span) -> Iterator[Text]:
        """Yield the paragraphs, list items and table rows in a span, line breaks included."""
        last = -1
        for _, several in groupby(self.lines_within(span), key=lambda line: line.run):
            lines = list(several)
            whole = self.find_row(lines[0]) or Span(lines[0].start, lines[-1].end)
            if whole.start >= last:
                yield Text(self.source.text[whole.start : whole.end], whole)
            last = whole.end


SECTIONS = frozenset(
    {"context", "context and problem statement", "decision", "consequences", "status", "metadata"}
    | {"problem", "background", "summary", "considered options", "decision drivers"}
)
"""What no record is called, because its sections are."""


def normalize_heading(heading: Heading) -> str:
    """Return a heading as sections are compared: its words, without numbers and symbols."""
    return to_plain(heading.name).strip(" :.–—-")
