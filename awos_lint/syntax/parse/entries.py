"""List items as they were written, before any dialect gives them a meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from awos_lint.core.model.document import Prose, Text
from awos_lint.core.text import Span

BOX = re.compile(r"\[([^\[\]`\n])\](?:[ \t]+|(?=\n)|\Z)")
"""A checkbox at the beginning of a list item, with any one character in it."""


class Run(NamedTuple):
    """The inline Markdown of one block, and the same as prose.

    Both are the block's lines without quote marks, indents and markers, and equally long.
    ``holes`` are what is no prose, as offsets: code, HTML, destinations of links.
    """

    text: str
    prose: Prose
    holes: Sequence[tuple[int, int]] = ()

    def map_span(self, start: int, end: int) -> Span:
        """Turn a range of ``text`` into the span in the source where it was written."""
        return self.prose.map_span(start, end)

    def cut_text(self, start: int, end: int) -> Text:
        """Return a range of ``text``, line breaks as spaces, with its place."""
        value = self.text[start:end]
        return Text(value.replace("\n", " "), self.prose.map_span(start, end))

    def whole_text(self) -> Text:
        """Return all of it."""
        return self.cut_text(0, len(self.text))


class Entry(NamedTuple):
    """A list item.

    ``content`` is its first paragraph, empty when it begins with something else. Its words reach
    from ``start`` to ``end``: behind a checkbox and inside the tildes when all of them are
    ``struck``. ``mark`` is the character in the checkbox, whatever it is, and ``box`` its place
    with both brackets. ``parent`` is the index of the enclosing list item, ``heading`` that of
    the heading above, both -1 for none. ``quoted`` items stand in a block quote. ``rest`` are the
    further paragraphs.
    """

    marker: str
    span: Span
    content: Run
    start: int
    end: int
    mark: str = ""
    box: Span | None = None
    struck: bool = False
    parent: int = -1
    heading: int = -1
    quoted: bool = False
    rest: tuple[Text, ...] = ()

    @property
    def words(self) -> Text:
        """The first paragraph without checkbox and tildes."""
        return self.content.cut_text(self.start, self.end)


def is_struck(text: str, start: int, end: int) -> bool:
    """Return whether a range of inline Markdown is struck through from end to end."""
    if not (text.startswith("~~", start) and text.endswith("~~", start, end)):
        return False
    inner = text[start + 2 : end - 2]
    return bool(inner) and "~~" not in inner and inner == inner.strip() and inner[0] != "~"
