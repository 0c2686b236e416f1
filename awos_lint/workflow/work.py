"""Task lists as work: the tasks that somebody takes on, what each waits for, how many are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from awos_lint.core.model.document import Document, Item, State
from awos_lint.core.text import Span
from awos_lint.graph.build import item_id
from awos_lint.graph.project import Edge, Node
from awos_lint.graph.remarks import find_block
from awos_lint.graph.tasks import OVER, is_step, name_item
from awos_lint.workflow.view import Hold, View, one_line

_Key = tuple[str, int]
"""A task by the path of its list and its index there."""


@dataclass(frozen=True, eq=False, slots=True)
class Task:
    """A task that is not split into others; ``id`` is empty when it has none."""

    home: Document
    index: int
    id: str

    @property
    def item(self) -> Item:
        """What was written about it."""
        return self.home.items[self.index]

    @property
    def state(self) -> State | None:
        """What its checkbox says."""
        return self.item.state

    @property
    def title(self) -> str:
        """Its title in one line."""
        return one_line(self.item.title.value)

    @property
    def called(self) -> str:
        """Its global id, else its title, shortened."""
        return one_line(self.id or name_item(self.item))

    @property
    def short(self) -> str:
        """What its own list calls it."""
        return one_line(name_item(self.item))

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.home.source.find_position(self.item.anchor.start)[0]

    @property
    def above(self) -> Iterator[int]:
        """The indices of the task and of those that it is a part of."""
        index = self.index
        while index >= 0:
            yield index
            index = self.home.items[index].parent


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks there are, the cancelled ones left out, and how far they are."""

    done: int = 0
    active: int = 0
    total: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the sum of two tallies."""
        return Tally(self.done + other.done, self.active + other.active, self.total + other.total)


@dataclass(frozen=True, eq=False)
class Work:
    """The tasks of some lists, numbered in the order of the text.

    A task begins when all that it, or a task that it is a part of, comes after is finished; a task
    that is split is finished when its parts are.
    """

    view: View
    lists: tuple[Document, ...]

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task that is not split and not cancelled, done ones included."""
        return tuple(task for home in self.lists for task in _list_leaves(home))

    @cached_property
    def tally(self) -> Tally:
        """How many of them are done."""
        states = [task.state for task in self.tasks]
        return Tally(states.count(State.DONE), states.count(State.ACTIVE), len(states))

    @cached_property
    def left(self) -> list[int]:
        """The numbers of those that are still to do."""
        return [number for number, task in enumerate(self.tasks) if task.state not in OVER]

    def find_predecessors(self, number: int) -> set[int]:
        """Return the tasks of these lists that must be finished before one may begin."""
        targets = (edge.target for edge in self.find_waits(number) if edge.is_fitting)
        found = {
            n for target in targets if target for n in self._below.get(self._key_of(target), ())
        }
        return {n for n in found if self.tasks[n].state not in OVER} - {number}

    def find_waits(self, number: int) -> list[Edge]:
        """Return the links of a task, and of what it is a part of, to what is not finished."""
        task = self.tasks[number]
        above = list(task.above)
        links = (
            edge
            for index in above
            for edge in self.view.links_after(task.home, task.home.items[index])
        )
        return [edge for edge in links if not self._is_idle(edge, task, above)]

    def _is_idle(self, edge: Edge, task: Task, above: list[int]) -> bool:
        """Whether a link is settled, or leads to the task itself, its whole or its part."""
        if edge.target is None or not edge.is_fitting:
            return False
        if edge.target.state in OVER:
            return True
        path, index = self._key_of(edge.target)
        return path == task.home.path and (index in above or self._is_inside(task, index, edge))

    def _is_inside(self, task: Task, index: int, edge: Edge) -> bool:
        """Whether the end of a link is a part of where it begins."""
        begin = self._index.get((task.home.path, _span_of(edge.source)), -1)
        while index >= 0 and index != begin:
            index = task.home.items[index].parent
        return index >= 0

    def find_outside(self, number: int) -> Iterator[Hold]:
        """Yield what a task waits for that none of these lists holds, and what is not known."""
        yield from self.find_blocked(number)
        for edge in self.find_waits(number):
            if (
                edge.target is None
                or not edge.is_fitting
                or not self._below.get(self._key_of(edge.target))
            ):
                yield self.make_blocker(edge, self.tasks[number].home)

    def find_blockers(self, number: int) -> list[Hold]:
        """Return why a task may not be begun, by the tasks alone."""
        return [*self.find_blocked(number), *self.find_order_blockers(number)]

    def find_blocked(self, number: int) -> list[Hold]:
        """Return the hold of a task of which somebody said that it waits."""
        task = self.tasks[number]
        why = one_line(find_block(task.home, task.item))
        return [Hold(task.id, f"{task.short} is blocked: {why}")] if why else []

    def find_order_blockers(self, number: int) -> list[Hold]:
        """Return why a task may not be begun or finished, by what it comes after."""
        task, twins = self.tasks[number], self.view.project.twins
        found = [self.make_blocker(edge, task.home) for edge in self.find_waits(number)]
        found += self._find_circles(task)
        if task.id and task.id in twins:
            found.insert(0, Hold(task.id, f"{task.called} is the id of several tasks"))
        if task.state is None:
            found.insert(0, Hold(task.id, _explain_boxless(task.called)))
        return found

    def _find_circles(self, task: Task) -> Iterator[Hold]:
        """Yield what a task comes after though it is a part of it, so that neither can end."""
        _, *wholes = task.above
        for edge in self.view.links_after(task.home, task.item):
            node = edge.target
            if (
                node
                and node.state not in OVER
                and self._key_of(node) in self._keys_of(task, wholes)
            ):
                assert node.item
                why = (
                    f"{task.short} comes after {one_line(name_item(node.item))} and is a part of it"
                )
                yield Hold(node.id, why)

    @staticmethod
    def _keys_of(task: Task, indices: Iterable[int]) -> set[_Key]:
        return {(task.home.path, index) for index in indices}

    def make_blocker(self, edge: Edge, home: Document) -> Hold:
        """Return what a link to something unfinished holds back."""
        target = edge.target
        if target is None or target.item is None or not edge.is_fitting:
            written = one_line(edge.written, 60)
            return Hold(written, f"`{written}` in `after` leads to no task")
        name = one_line(name_item(target.item) if target.document is home else target.id)
        if target.id in self.view.project.twins:
            return Hold(target.id, f"{name} is the id of several tasks")
        if target.state is None:
            return Hold(target.id, _explain_boxless(name))
        parts = self._below.get(self._key_of(target), [])
        split = parts and self.tasks[parts[0]].item is not target.item
        ended = split and all(self.tasks[part].state in OVER for part in parts)
        more = ", though all its parts are done" if ended else ""
        return Hold(target.id, f"{name} is {target.state}{more}")

    @cached_property
    def _below(self) -> dict[_Key, list[int]]:
        found: dict[_Key, list[int]] = {}
        for number, task in enumerate(self.tasks):
            for index in task.above:
                found.setdefault((task.home.path, index), []).append(number)
        return found

    @cached_property
    def _index(self) -> dict[tuple[str, Span], int]:
        return {
            (home.path, item.span): index
            for home in self.lists
            for index, item in enumerate(home.items)
        }

    def _key_of(self, node: Node) -> _Key:
        path = node.document.path
        return path, self._index.get((path, _span_of(node)), -1)


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of some tallies."""
    return sum(tallies, Tally())


def _list_leaves(home: Document) -> Iterator[Task]:
    living = (item for item in home.items_of("task") if item.state is not State.CANCELLED)
    split = {item.parent for item in living if not is_step(home, item)}
    off: set[int] = set()
    for index, item in enumerate(home.items):
        if item.kind != "task" or item.state is State.CANCELLED or item.parent in off:
            off.add(index)
        elif index not in split and not is_step(home, item):
            yield Task(home, index, item_id(home, item) if item.name else "")


def _explain_boxless(name: str) -> str:
    return f"{name} has no checkbox, so nobody can tell whether it is done"


def _span_of(node: Node) -> Span:
    assert node.item
    return node.item.span
