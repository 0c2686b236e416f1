"""Task lists: which tasks are still to do, how they are called, and what they say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from awos_lint.core.model.document import Document, Item, Prose, State
from awos_lint.core.model.kinds import FINISHED, maturity_of
from awos_lint.core.text import Span
from awos_lint.core.wording import join_names
from awos_lint.graph.build import item_id

_LONGEST = 40
OVER = (State.DONE, State.CANCELLED)
"""The states of tasks that nobody will work on."""


class Wording(NamedTuple):
    """The title or one note of an item: a range of running text."""

    item: Item
    prose: Prose
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text itself, code blanked out."""
        return self.prose.text[self.start : self.end]

    @property
    def is_title(self) -> bool:
        """Whether it is the title."""
        return self.map_span(0, 1).start == self.item.title.span.start

    def map_span(self, start: int, end: int) -> Span:
        """Turn a range of ``text`` into the span in the source where it was written."""
        return self.prose.map_span(self.start + start, self.start + end)


def name_item(item: Item) -> str:
    """Return how a message calls an item: its id, else its title, shortened."""
    title = item.title.value.replace("`", "").replace("**", "").strip()
    short = title if len(title) <= _LONGEST else title[:_LONGEST].rstrip() + "…"
    return item.name or (f"`{short}`" if title else "a task")


def full_name(home: Document, item: Item) -> str:
    """Return the id under which the commands find an item, else its title."""
    return item_id(home, item) if item.name else name_item(item)


def name_items(items: Iterable[Item]) -> str:
    """Return items as a sentence names them, see :func:`join_names`."""
    return join_names(map(name_item, items))


def find_children(tasks: Document) -> dict[int, list[Item]]:
    """Return the tasks and steps directly below each task that has any, by the task's index.

    A step is a checkbox without an id below a task that has one. Features that are parts of others
    count as well.
    """
    found: dict[int, list[Item]] = {}
    for item in tasks.items:
        if item.parent >= 0 and item.kind in ("task", "feature"):
            found.setdefault(item.parent, []).append(item)
    return found


def is_disputed(tasks: Document, item: Item) -> bool:
    """Whether a task is listed twice and its states differ, so that nobody knows which is true."""
    boxes = (problem.span for problem in tasks.list_problems("task-two-states"))
    return item.box is not None and item.box in boxes


def is_step(tasks: Document, item: Item) -> bool:
    """Return whether an item is a step of a task and no task itself."""
    return item.parent >= 0 and not item.name and bool(tasks.items[item.parent].name)


def find_units(tasks: Document) -> Iterator[Item]:
    """Yield the tasks that somebody will take on as a whole.

    Left out are tasks that are done or cancelled, alone or with the task that they are a part of,
    tasks that are split into tasks, which are judged in their stead, and every task of a list that
    is done.
    """
    if maturity_of(tasks.status) >= FINISHED:
        return
    split = {item.parent for item in tasks.items_of("task") if not is_step(tasks, item)}
    off: set[int] = set()
    for index, item in enumerate(tasks.items):
        if item.kind != "task" or item.state is State.CANCELLED or item.parent in off:
            off.add(index)
        elif not (item.state is State.DONE or index in split or is_step(tasks, item)):
            yield item


def find_wordings(document: Document, items: Iterable[Item]) -> Iterator[Wording]:
    """Yield the titles and notes of some items as running text, in the order of the document."""
    known = list(items)
    texts = sorted(
        (text.span.start, text.span.end, number)
        for number, item in enumerate(known)
        for text in (item.title, *item.notes)
        if text.value
    )
    # Prose stands in the order of the text, so the run that holds a place is the last to begin.
    firsts = [prose.lines[0][1] for prose in document.prose] if texts else []
    before = -1
    for start, end, number in texts:
        index = bisect_right(firsts, start) - 1
        if index != before:
            prose = document.prose[index]
            offset, place = prose.lines[-1]
            if prose.text and start <= place + len(prose.text) - offset:
                begin = _find_offset(prose, start)
                yield Wording(known[number], prose, begin, _find_offset(prose, end - 1) + 1)
        before = index


def _find_offset(prose: Prose, place: int) -> int:
    """Return where in a run of prose a place of the source stands."""
    offset, first = prose.lines[0]
    if len(prose.lines) > 1:
        offset, first = next(line for line in reversed(prose.lines) if line[1] <= place)
    return offset + place - first
