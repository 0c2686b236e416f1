"""One walk over the blocks of a Markdown text, collecting what a document is made of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from awos_lint.core.model.document import Link, Prose, Text
from awos_lint.core.text import Source, Span
from awos_lint.syntax.parse.anchors import html_comments, html_names, make_slug, make_unique
from awos_lint.syntax.parse.blocks import parse_blocks
from awos_lint.syntax.parse.codespans import blank_ranges
from awos_lint.syntax.parse.entries import BOX, Entry, Run, is_struck
from awos_lint.syntax.parse.inlines import measure_depth, parse_inline
from awos_lint.syntax.parse.limits import explain_limit
from awos_lint.syntax.parse.shapes import At, Block, Inline, Target

_RETURN = re.compile(r"\r\n?")


class Head(NamedTuple):
    """A heading of the document; its line begins at ``begin``, its section at ``after``.

    ``prose`` is the index of the first prose behind the heading's own text.
    """

    level: int
    title: str
    span: Span
    anchor: str
    begin: int
    after: int
    prose: int


@dataclass(slots=True)
class _Frame:
    """A list item that is open."""

    index: int
    marker: str
    start: int
    heading: int
    quotes: int
    parent: _Frame | None
    fresh: bool = True
    content: Run | None = None
    box: re.Match[str] | None = None
    rest: list[Text] = field(default_factory=list)


class Walk:
    """What a text holds from an offset on, which begins a line; in the order of the text."""

    def __init__(self, source: Source, start: int, nesting: int) -> None:
        self.headings: list[Head] = []
        self.links: list[Link] = []
        self.names: set[str] = set()
        self.prose: list[Prose] = []
        self.comments: list[Span] = []
        self.html: list[Span] = []
        self.unread = ""
        self._entries: dict[int, Entry] = {}
        self._source = source
        self._start = start
        self._first = bisect_right(source.starts, start) - 1
        self._nesting = nesting
        self._slugs: dict[str, int] = {}
        self._frame: _Frame | None = None
        self._items = 0
        self._quotes = 0
        self._end = start
        self._walk_blocks(self._normalize_text())

    @property
    def anchors(self) -> frozenset[str]:
        """All anchors that a link can lead to."""
        return frozenset({*self._slugs, *self.names})

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The list items."""
        return tuple(self._entries[index] for index in range(self._items))

    def _normalize_text(self) -> str:
        """Return the text as markdown-it-py wants it, remembering which breaks were two wide."""
        text = self._source.text[self._start :]
        self._wide: list[int] = []
        if "\r" in text:
            breaks = enumerate(re.finditer("\r\n", text), -self._start)
            self._wide = [match.start() - n for n, match in breaks]
            text = _RETURN.sub("\n", text)
        return text.replace("\0", "\ufffd")

    def _walk_blocks(self, text: str) -> None:
        found, self._env = parse_blocks(text, self._start, self._nesting)
        for block in found:
            _HANDLERS[block.kind](self, block)

    def _report_depth(self, level: int) -> None:
        """Say so when something nests so deep that the parser may have left out what is in it."""
        most = self._nesting - 2
        if level >= most:
            self.unread = explain_limit("the Markdown nests", most, "levels", "nesting")

    def on_item(self, block: Block) -> None:
        """Open a list item."""
        self._report_depth(block.depth)
        if self._frame:
            self._frame.fresh = False
        start = self._map_offset(block.place) if self._wide else block.place
        heading = len(self.headings) - 1
        self._frame = _Frame(self._items, block.marker, start, heading, self._quotes, self._frame)
        self._items += 1
        self._end = start + len(block.marker)

    def on_item_end(self, _block: Block) -> None:
        """Close a list item and keep it as an entry."""
        if frame := self._frame:
            self._frame = frame.parent
            self._entries[frame.index] = _make_entry(frame, Span(frame.start, self._end))

    def on_quote(self, block: Block) -> None:
        """Enter a block quote."""
        self._report_depth(block.depth)
        self._settle_item()
        self._quotes += 1

    def on_quote_end(self, _block: Block) -> None:
        """Leave a block quote."""
        self._quotes -= 1

    def on_paragraph(self, block: Block) -> None:
        """Take a paragraph: the words of a list item, or text."""
        if not block.text:
            return
        frame = self._frame
        if frame is None:
            self._read_inline(block)
        elif frame.fresh and frame.quotes == self._quotes:
            frame.fresh, frame.box = False, BOX.match(block.text)
            frame.content = self._read_inline(block, frame.box)[0]
        else:
            frame.rest.append(self._read_inline(block)[0].whole_text())

    def on_heading(self, block: Block) -> None:
        """Take a heading; one in a list item or a block quote has an anchor and no section."""
        self._settle_item()
        begin = self._line_start(block.first)
        span, found = Span(begin, begin), Inline()
        if block.text:
            run, found = self._read_inline(block, titled=True)
            span = run.whole_text().span
        anchor = make_unique(make_slug(found.heading), self._slugs)
        if not block.depth:
            after, prose = self._line_start(block.after), len(self.prose)
            head = Head(block.level, found.title, span, anchor, begin, after, prose)
            self.headings.append(head)

    def on_cell(self, block: Block) -> None:
        """Take the text of a table's cell."""
        self._settle_item()
        if block.text:
            self._read_inline(block)

    def on_leaf(self, block: Block) -> None:
        """Pass a block without prose: code, a rule."""
        self._settle_item()
        last = self._first + block.after - 1
        self._end = self._source.starts[last] + len(self._source.lines[last])

    def on_html(self, block: Block) -> None:
        """Take names and comments from a block of HTML."""
        self.on_leaf(block)
        start = self._line_start(block.first)
        html = self._source.text[start : self._end]
        end = 0
        for first, after in (*html_comments(html), (len(html), len(html))):
            if after > first:
                self.comments.append(Span(start + first, start + after))
            if html[end:first].strip():
                self.html.append(Span(start + end, start + first))
                self.names.update(html_names(html[end:first]))
            end = after

    def _settle_item(self) -> None:
        """Note that the list item that is open has begun with something."""
        if self._frame:
            self._frame.fresh = False

    def _read_inline(
        self, block: Block, box: re.Match[str] | None = None, titled: bool = False
    ) -> tuple[Run, Inline]:
        """Read an inline text: its prose, links and HTML, and where they stand."""
        text = block.text
        found = parse_inline(text, self._env, self._nesting, titled)
        holes = [(0, len("[x]")), *found.holes] if box else found.holes
        places = self._find_places(block.at) if self._wide else block.at
        prose = Prose(blank_ranges(text, holes) if holes else text, places)
        run = Run(text, prose, found.holes)
        self.prose.append(prose)
        offset, place = places[-1]
        self._end = place + len(text) - offset
        if found.targets or found.html:
            self._take_inline(run, found)
        if text.count("[") >= self._nesting - 2:
            self._report_depth(measure_depth(text))
        return run, found

    def _take_inline(self, run: Run, found: Inline) -> None:
        self.links += [self._make_link(run, target) for target in found.targets]
        for start, end in found.html:
            html = run.text[start:end]
            if html.startswith("<!--"):
                self.comments.append(run.map_span(start, end))
            else:
                self.html.append(run.map_span(start, end))
                self.names.update(html_names(html))

    def _make_link(self, run: Run, target: Target) -> Link:
        if target.defined:
            span = Span(self._map_offset(target.start), self._map_offset(target.end))
        else:
            span = run.map_span(target.start, target.end)
        return Link(target.href, target.label.replace("\n", " "), span, target.image)

    def _find_places(self, at: At) -> At:
        """Return where the lines of an inline text stand in the source."""
        return tuple((offset, self._map_offset(place)) for offset, place in at)

    def _map_offset(self, offset: int) -> int:
        """Turn an offset that the block pass gave into one in the source."""
        return offset + bisect_left(self._wide, offset) if self._wide else offset

    def _line_start(self, line: int) -> int:
        starts = self._source.starts
        line += self._first
        return starts[line] if line < len(starts) else len(self._source.text)


def _make_entry(frame: _Frame, span: Span) -> Entry:
    run = frame.content or Run("", Prose("", ((0, frame.start + len(frame.marker)),)))
    start, end = frame.box.end() if frame.box else 0, len(run.text)
    if through := "~~" in run.text and is_struck(run.text, start, end):
        start, end = start + 2, end - 2
    return Entry(
        frame.marker,
        span,
        run,
        start,
        end,
        frame.box[1] if frame.box else "",
        run.map_span(0, len("[x]")) if frame.box else None,
        through,
        frame.parent.index if frame.parent else -1,
        frame.heading,
        frame.quotes > 0,
        tuple(frame.rest),
    )


_HANDLERS: dict[str, Callable[[Walk, Block], None]] = {
    "paragraph": Walk.on_paragraph,
    "cell": Walk.on_cell,
    "heading": Walk.on_heading,
    "item": Walk.on_item,
    "item_end": Walk.on_item_end,
    "quote": Walk.on_quote,
    "quote_end": Walk.on_quote_end,
    "html": Walk.on_html,
    "leaf": Walk.on_leaf,
}
