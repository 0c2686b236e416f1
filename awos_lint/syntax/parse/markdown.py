"""The body of a document: Markdown in, headings, links, prose and list items with places out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Heading, Item, Link, Problem, Prose, Suppression
from awos_lint.core.text import Source, Span
from awos_lint.syntax.parse.comments import read_comments
from awos_lint.syntax.parse.conflicts import find_separator
from awos_lint.syntax.parse.entries import Entry
from awos_lint.syntax.parse.limits import too_large
from awos_lint.syntax.parse.measure import has_words

if TYPE_CHECKING:
    from awos_lint.syntax.parse.walk import Head


@dataclass(frozen=True, slots=True)
class Body:
    """What the Markdown says.

    ``headings`` are those of the document itself, not of its block quotes and list items;
    ``anchors`` are all that a link can lead to. ``prose`` belongs to no item yet, see
    :func:`assign_items`. ``html`` are the pieces of raw HTML, comments left out; ``comments`` are
    where those are. ``unread`` is the sentence about a limit that was reached: a part of the text,
    or all of it, was then not seen.
    """

    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    prose: tuple[Prose, ...] = ()
    entries: tuple[Entry, ...] = ()
    html: tuple[Span, ...] = ()
    comments: tuple[Span, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: str = ""


def read_body(source: Source, start: int, limits: Limits) -> Body:
    """Read the Markdown from an offset on, which begins a line; never raises."""
    # Imported here: a run that is answered from the cache reads no Markdown.
    from awos_lint.syntax.parse.walk import Walk

    if unread := too_large(source, limits):
        return Body(unread=unread)
    try:
        walk = Walk(source, start, limits.nesting)
    except (RuntimeError, IndexError):
        # markdown-it-py recurses (RecursionError is a RuntimeError), and 4.3 has raised IndexError
        # where a block reaches to the end of the text.
        return Body(unread="the Markdown parser failed on this text")
    suppressions, problems = read_comments(source, walk.comments)
    if left := find_separator(source, {place for run in walk.prose for _, place in run.lines}):
        problems = (*problems, left)
    return Body(
        _make_sections(walk.headings, walk.prose, len(source.text)),
        tuple(dict.fromkeys(walk.links)),
        walk.anchors,
        tuple(walk.prose),
        walk.entries,
        tuple(walk.html),
        tuple(walk.comments),
        suppressions,
        problems,
        walk.unread,
    )


def _make_sections(heads: Sequence[Head], prose: Sequence[Prose], end: int) -> tuple[Heading, ...]:
    """Settle how far each section reaches and whether it is empty."""
    found: list[Heading] = []
    following: list[Head] = []
    for index in range(len(heads) - 1, -1, -1):
        head = heads[index]
        while following and following[-1].level > head.level:
            following.pop()
        stop, last = (
            (following[-1].begin, _own_index(following[-1])) if following else (end, len(prose))
        )
        following.append(head)
        section = Span(head.after, max(head.after, stop))
        empty = not any(has_words(run.text) for run in prose[head.prose : last])
        found.append(Heading(head.level, head.title, head.span, head.anchor, section, empty))
    return tuple(reversed(found))


def _own_index(head: Head) -> int:
    """Return the index of a heading's own text in the prose."""
    return head.prose - (head.span.start < head.span.end)


def assign_items(prose: Sequence[Prose], items: Sequence[Item]) -> tuple[Prose, ...]:
    """Return prose that knows the innermost of the items that it stands in."""
    found: list[Prose] = []
    inside: list[int] = []
    following = 0
    for run in prose:
        place = run.lines[0][1]
        while following < len(items) and items[following].span.start <= place:
            inside.append(following)
            following += 1
        while inside and items[inside[-1]].span.end <= place:
            inside.pop()
        found.append(Prose(run.text, run.lines, inside[-1]) if inside else run)
    return tuple(found)
