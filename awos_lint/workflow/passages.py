"""Passages of documents: the text of an item, a section or a body, as it was written.

Comments are left out: they speak to whoever writes the document, not to who reads it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from awos_lint.core.escape import show_text
from awos_lint.core.model.document import Document, Heading, Item
from awos_lint.core.text import LINE_BREAK, Span

_TAB = "    "
_GAP = "\ud800"
"""What stands for each character of a comment; no text in UTF-8 holds it."""
_GAPS = re.compile(rf" *{_GAP}+")
_SHOWN = re.compile(r"[^\r\n]")
_QUOTED = " >"
_MARKS = " \t-+*_#>[]().:0123456789xX"
"""What may stand in front of an item on its line without saying anything."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, the lines of the file that it stands on, and the heading above it.

    The text is safe to show, its lines without the blanks that all but the first one share.
    """

    path: str
    line: int
    end: int
    text: str
    heading: str = ""


def of_item(document: Document, item: Item) -> Passage:
    """Return an item with all that is nested in it, or that stands in its section.

    In foreign layouts the span of an item may be no more than its number or its heading.
    """
    spans = [item.title.span, item.span]
    within = {id(item)}
    for other in document.items:
        if other.parent >= 0 and id(document.items[other.parent]) in within:
            within.add(id(other))
            spans += [other.title.span, other.span]
    end = max(span.end for span in spans)
    sections = (h.section.end for h in document.headings if item.span.start <= h.span.start < end)
    return _cut_passage(
        document, Span(_item_start(document, item), max([end, *islice(sections, 1)]))
    )


def _item_start(document: Document, item: Item) -> int:
    """Return where an item begins, with the marks in front of it on its line."""
    source = document.source
    first = source.starts[source.find_position(item.span.start)[0] - 1]
    marks = source.text[first : item.span.start]
    return item.span.start if marks.strip(_MARKS) else first


def of_sections(document: Document, names: Collection[str]) -> Iterator[Passage]:
    """Yield the sections whose headings have one of some names, in the order of the text.

    Names are folded as :attr:`Heading.name` folds them; a section inside one that was yielded is
    part of it, and one that says nothing is left out.
    """
    last = -1
    for heading in document.headings:
        if heading.name in names and heading.section.start >= last:
            last = heading.section.end
            yield from _drop_empty(_cut_section(document, heading))


def split_sections(document: Document) -> Iterator[Passage]:
    """Yield a body in pieces: what stands before the first section, then section by section."""
    start = _body_start_of(document)
    below = [heading for heading in document.headings if heading.span.start >= start]
    level = min((heading.level for heading in below), default=0)
    tops = [heading for heading in below if heading.level == level]
    yield from _drop_empty(_cut_passage(document, Span(start, _find_end(document, tops))))
    for heading in tops:
        yield from _drop_empty(_cut_section(document, heading))


def _drop_empty(passage: Passage) -> Iterator[Passage]:
    if passage.text:
        yield passage


def find_intro(document: Document) -> Passage:
    """Return what stands between the title and the first section."""
    start = _body_start_of(document)
    below = [heading for heading in document.headings if heading.span.start >= start]
    return _cut_passage(document, Span(start, _find_end(document, below)))


def _body_start_of(document: Document) -> int:
    """Return where the body begins, behind the title."""
    if document.heading:
        return document.heading.section.start
    return document.front.end if document.front else 0


def _find_end(document: Document, headings: Sequence[Heading]) -> int:
    """Return where the first of some headings begins, its marks included."""
    source = document.source
    if not headings:
        return len(source.text)
    return source.starts[source.find_position(headings[0].span.start)[0] - 1]


def _cut_section(document: Document, heading: Heading) -> Passage:
    return _cut_passage(document, heading.section, show_text(" ".join(heading.title.split())))


def _cut_passage(document: Document, span: Span, heading: str = "") -> Passage:
    source = document.source
    raw = _without_comments(document, span)
    bare = raw.replace(_GAP, " ")
    begin = span.start + len(bare) - len(bare.lstrip())
    finish = max(begin, span.start + len(bare.rstrip()))
    line, column = source.find_position(begin)
    text = "\n".join(_clean_lines(raw[begin - span.start : finish - span.start], column - 1))
    return Passage(document.path, line, source.find_position(finish)[0], text, heading)


def _without_comments(document: Document, span: Span) -> str:
    """Return what stands at a place, as long as it was: comments are gaps that keep their lines."""
    text, parts, at = document.source.text, [], span.start
    for comment in document.comments:
        start, end = max(comment.start, span.start), min(comment.end, span.end)
        if start < end:
            parts += [text[at:start], _SHOWN.sub(_GAP, text[start:end])]
            at = end
    return "".join([*parts, text[at : span.end]])


def _clean_lines(text: str, indent: int) -> Iterator[str]:
    """Yield lines as they are shown; a line that only comments stood on leaves nothing behind."""
    gone = empty = False
    for number, written in enumerate(LINE_BREAK.split(text.replace("\t", _TAB))):
        line = _GAPS.sub("", written)
        if _GAP in written and not line.strip(_QUOTED):
            gone = True
        elif line.strip() or not (gone and empty):
            blank = len(line) - len(line.lstrip(" "))
            yield show_text(line[min(blank, indent) if number else 0 :].rstrip())
            gone, empty = False, not line.strip()
