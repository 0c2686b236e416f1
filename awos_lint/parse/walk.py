"""One walk over the tokens of a Markdown text, collecting what a document is made of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from awos_lint.model.document import Link, Prose, Text
from awos_lint.parse.anchors import html_comments, html_names, slug, unique
from awos_lint.parse.blocks import At, blocks
from awos_lint.parse.codespans import blanked
from awos_lint.parse.entries import BOX, Entry, Run, struck
from awos_lint.parse.inlines import Inline, Target, deepest, inline
from awos_lint.parse.limits import over
from awos_lint.text import Source, Span

_RETURN = re.compile(r"\r\n?")
_PREFIX = re.compile(r"[ \t>]*")


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
    """A list item that is open; ``after`` is where its marker ends."""

    index: int
    marker: str
    start: int
    after: int
    line: int
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
        self._heading: Token | None = None
        self._end = start
        self._walk(self._normalized())

    @property
    def anchors(self) -> frozenset[str]:
        """All anchors that a link can lead to."""
        return frozenset({*self._slugs, *self.names})

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The list items."""
        return tuple(self._entries[index] for index in range(self._items))

    def _normalized(self) -> str:
        """Return the text as markdown-it-py wants it, remembering which breaks were two wide."""
        text = self._source.text[self._start :]
        self._wide: list[int] = []
        if "\r" in text:
            breaks = enumerate(re.finditer("\r\n", text), -self._start)
            self._wide = [match.start() - n for n, match in breaks]
            text = _RETURN.sub("\n", text)
        return text.replace("\0", "\ufffd")

    def _walk(self, text: str) -> None:
        tokens, self._env = blocks(text, self._start, self._nesting)
        for token in tokens:
            if handler := _HANDLERS.get(token.type):
                handler(self, token)

    def _deep(self, level: int) -> None:
        """Say so when something nests so deep that the parser may have left out what is in it."""
        most = self._nesting - 2
        if level >= most:
            self.unread = over("the Markdown nests", most, "levels", "nesting")

    def on_item(self, token: Token) -> None:
        """Open a list item."""
        self._deep(token.level)
        outer, line = self._frame, _lines(token)[0]
        marker = token.info + token.markup
        start = outer.after if outer and outer.line == line else self._line_start(line)
        if prefix := _PREFIX.match(self._source.text, start):
            start = prefix.end()
        self._settled()
        heading, after = len(self.headings) - 1, start + len(marker)
        self._frame = _Frame(self._items, marker, start, after, line, heading, self._quotes, outer)
        self._items += 1
        self._end = after

    def on_item_end(self, _token: Token) -> None:
        """Close a list item and keep it as an entry."""
        if frame := self._frame:
            self._frame = frame.parent
            self._entries[frame.index] = _entry(frame, Span(frame.start, self._end))

    def on_quote(self, token: Token) -> None:
        """Enter a block quote."""
        self._deep(token.level)
        self._settled()
        self._quotes += 1

    def on_quote_end(self, _token: Token) -> None:
        """Leave a block quote."""
        self._quotes -= 1

    def on_paragraph(self, token: Token) -> None:
        """Take a paragraph: the words of a list item, or text."""
        if not token.content:
            return
        frame = self._frame
        if frame is None:
            self._run(token)
        elif frame.fresh and frame.quotes == self._quotes:
            frame.fresh, frame.box = False, BOX.match(token.content)
            frame.content = self._run(token, frame.box)[0]
        else:
            frame.rest.append(self._run(token)[0].whole())

    def on_heading(self, token: Token) -> None:
        """Remember that a heading begins."""
        self._settled()
        self._heading = token

    def on_inline(self, token: Token) -> None:
        """Take the text of a heading or of a table's cell."""
        self._settled()
        opening, self._heading = self._heading, None
        if opening:
            self._head(opening, token)
        elif token.content:
            self._run(token)

    def on_leaf(self, token: Token) -> None:
        """Pass a block without prose: code, a rule."""
        self._settled()
        last = self._first + _lines(token)[1] - 1
        self._end = self._source.starts[last] + len(self._source.lines[last])

    def on_html(self, token: Token) -> None:
        """Take names and comments from a block of HTML."""
        self.on_leaf(token)
        start = self._line_start(_lines(token)[0])
        html = self._source.text[start : self._end]
        end = 0
        for first, after in (*html_comments(html), (len(html), len(html))):
            if after > first:
                self.comments.append(Span(start + first, start + after))
            if html[end:first].strip():
                self.html.append(Span(start + end, start + first))
                self.names.update(html_names(html[end:first]))
            end = after

    def _settled(self) -> None:
        """Note that the list item that is open has begun with something."""
        if self._frame:
            self._frame.fresh = False

    def _head(self, opening: Token, token: Token) -> None:
        line, after = _lines(opening)
        begin, end = self._line_start(line), self._line_start(after)
        span, found = Span(begin, begin), Inline()
        if token.content:
            run, found = self._run(token, titled=True)
            span = run.whole().span
        name = unique(slug(found.heading), self._slugs)
        if token.level == 1:
            level, prose = int(opening.tag[1:]), len(self.prose)
            self.headings.append(Head(level, found.title, span, name, begin, end, prose))

    def _run(
        self, token: Token, box: re.Match[str] | None = None, titled: bool = False
    ) -> tuple[Run, Inline]:
        """Read an inline text: its prose, links and HTML, and where they stand."""
        text: str = token.content
        found = inline(text, self._env, self._nesting, titled)
        holes = [(0, len("[x]")), *found.holes] if box else found.holes
        prose = Prose(blanked(text, holes) if holes else text, self._places(token.meta["at"]))
        run = Run(text, prose, found.holes)
        self.prose.append(prose)
        offset, place = prose.lines[-1]
        self._end = place + len(text) - offset
        if found.targets or found.html:
            self._take(run, found)
        if text.count("[") >= self._nesting - 2:
            self._deep(deepest(text))
        return run, found

    def _take(self, run: Run, found: Inline) -> None:
        self.links += [self._link(run, target) for target in found.targets]
        for start, end in found.html:
            html = run.text[start:end]
            if html.startswith("<!--"):
                self.comments.append(run.span(start, end))
            else:
                self.html.append(run.span(start, end))
                self.names.update(html_names(html))

    def _link(self, run: Run, target: Target) -> Link:
        if target.defined:
            span = Span(self._origin(target.start), self._origin(target.end))
        else:
            span = run.span(target.start, target.end)
        return Link(target.href, target.label.replace("\n", " "), span, target.image)

    def _places(self, at: At) -> At:
        """Return where the lines of an inline text stand in the source."""
        if self._wide:
            return tuple((offset, self._origin(place)) for offset, place in at)
        return at

    def _origin(self, offset: int) -> int:
        """Turn an offset that the block pass gave into one in the source."""
        return offset + bisect_left(self._wide, offset)

    def _line_start(self, line: int) -> int:
        starts = self._source.starts
        line += self._first
        return starts[line] if line < len(starts) else len(self._source.text)


def _lines(token: Token) -> tuple[int, int]:
    """Return the first line of a block and the one after its last."""
    first, after = token.map or (0, 0)
    return first, after


def _entry(frame: _Frame, span: Span) -> Entry:
    run = frame.content or Run("", Prose("", ((0, frame.after),)))
    start, end = frame.box.end() if frame.box else 0, len(run.text)
    if through := struck(run.text, start, end):
        start, end = start + 2, end - 2
    return Entry(
        frame.marker,
        span,
        run,
        start,
        end,
        frame.box[1] if frame.box else "",
        run.span(0, len("[x]")) if frame.box else None,
        through,
        frame.parent.index if frame.parent else -1,
        frame.heading,
        frame.quotes > 0,
        tuple(frame.rest),
    )


_HANDLERS: dict[str, Callable[[Walk, Token], None]] = {
    "paragraph": Walk.on_paragraph,
    "inline": Walk.on_inline,
    "heading_open": Walk.on_heading,
    "list_item_open": Walk.on_item,
    "list_item_close": Walk.on_item_end,
    "blockquote_open": Walk.on_quote,
    "blockquote_close": Walk.on_quote_end,
    "html_block": Walk.on_html,
    "fence": Walk.on_leaf,
    "code_block": Walk.on_leaf,
    "hr": Walk.on_leaf,
}
