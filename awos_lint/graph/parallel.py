"""Which tasks of one list may be worked on at the same time.

Sets of tasks are the bits of an integer, so that a list of some thousand tasks stays cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from awos_lint.core.model.document import Item
from awos_lint.graph.project import Project
from awos_lint.graph.toposort import sort_topologically

_Pairs = list[tuple[int, int]]


def order_tasks(project: Project) -> dict[str, _Pairs]:
    """Return which task comes after which, as pairs of indices, by the path of their list."""
    index = {
        (document.path, item.span.start): number
        for document in project.documents_of("tasks")
        for number, item in enumerate(document.items)
    }
    found: dict[str, _Pairs] = {}
    for edge in project.links_of("after"):
        source, target = edge.source, edge.target
        if source.item and target and target.item and target.document is source.document:
            path = source.document.path
            ends = (path, source.item.span.start), (path, target.item.span.start)
            pair = index.get(ends[0]), index.get(ends[1])
            if pair[0] is not None and pair[1] is not None:
                found.setdefault(path, []).append((pair[0], pair[1]))
    return found


def side_by_side(items: Sequence[Item], after: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each task the set of those that may be worked on at the same time.

    A task begins when all that it comes after is finished, and not before the task that it is a
    part of may begin; a task is finished when all its parts are. Where tasks wait for each other
    in a ring nothing can be said, and every set is empty.
    """
    count = len(items)
    steps = _make_events(items, after)
    ordered = _order_events(steps)
    if not ordered:
        return [0] * count
    earlier = _close_events(ordered, steps)
    later = _close_events(ordered[::-1], _reverse_events(steps))
    kin = _find_kin(items)
    everyone = (1 << count) - 1
    return [
        everyone & ~(earlier[count + task] | later[task] >> count | kin[task])
        for task in range(count)
    ]


def _make_events(items: Sequence[Item], after: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return what each event waits for: task ``n`` ends at ``n`` and begins at ``count + n``."""
    count = len(items)
    steps: list[list[int]] = [[] for _ in range(2 * count)]
    for task, item in enumerate(items):
        steps[task].append(count + task)
        if item.parent >= 0:
            steps[item.parent].append(task)
            steps[count + task].append(count + item.parent)
    for later, earlier in after:
        if earlier not in _list_ancestors(items, later) and later not in _list_ancestors(
            items, earlier
        ):
            steps[count + later].append(earlier)
    return steps


def _order_events(steps: list[list[int]]) -> list[int]:
    found = sort_topologically(dict(enumerate(steps)))
    return found if len(found) == len(steps) else []


def _reverse_events(steps: list[list[int]]) -> list[list[int]]:
    turned: list[list[int]] = [[] for _ in steps]
    for event, others in enumerate(steps):
        for other in others:
            turned[other].append(event)
    return turned


def _close_events(ordered: list[int], steps: list[list[int]]) -> list[int]:
    """Return for each event the set of all that its steps lead to; those come first in order."""
    found = [0] * len(steps)
    for event in ordered:
        for other in steps[event]:
            found[event] |= found[other] | 1 << other
    return found


def _list_ancestors(items: Sequence[Item], task: int) -> Iterator[int]:
    """Yield a task and those that it is a part of."""
    while task >= 0:
        yield task
        task = items[task].parent


def _find_kin(items: Sequence[Item]) -> list[int]:
    """Return for each task the set of itself, what it is a part of, and its own parts."""
    found = [0] * len(items)
    for task in range(len(items)):
        for above in _list_ancestors(items, task):
            found[task] |= 1 << above
            found[above] |= 1 << task
    return found
