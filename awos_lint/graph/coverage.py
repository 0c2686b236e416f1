"""Which requirements tasks cover, and which tasks cover nothing."""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.core.model.document import Document, Item, State
from awos_lint.graph.build import item_id
from awos_lint.graph.project import Project


def find_covered(project: Project) -> frozenset[str]:
    """Return the ids of the requirements and criteria that a task covers.

    A covered criterion covers its requirement too; cancelled tasks cover nothing.
    """
    return frozenset(_list_covered(project))


def _list_covered(project: Project) -> Iterator[str]:
    for edge in project.links_of("covers"):
        if edge.target and edge.source.state is not State.CANCELLED:
            yield edge.target.id
            item, document = edge.target.item, edge.target.document
            if item and item.kind == "criterion" and item.parent >= 0:
                yield item_id(document, document.items[item.parent])


def find_idle_tasks(tasks: Document) -> list[Item]:
    """Return the tasks for which neither they, nor what they are part of, nor a part covers.

    Tasks without an id and cancelled ones are left out.
    """
    covering = {index for index, item in enumerate(tasks.items) if "covers" in item.keys}
    served = {above for index in covering for above in _walk_up(tasks, index)}
    return [
        item
        for index, item in enumerate(tasks.items)
        if item.kind == "task" and item.name and item.state is not State.CANCELLED
        if index not in served and covering.isdisjoint(_walk_up(tasks, index))
    ]


def _walk_up(tasks: Document, index: int) -> Iterator[int]:
    """Yield a task and those that it is part of."""
    while index >= 0:
        yield index
        index = tasks.items[index].parent
