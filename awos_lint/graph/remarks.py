"""What task lists say beside the checkboxes: why a task waits, was ticked, or was reopened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.core.model.document import Document, Item
from awos_lint.graph.build import item_id
from awos_lint.graph.tasks import OVER

BLOCKED, DONE, REOPENED = "blocked", "done", "reopened"


class Remark(NamedTuple):
    """A remark about a task, and its place in the list."""

    place: int
    state: str
    reason: str


def read_remarks(tasks: Document, item: Item) -> list[Remark]:
    """Return the remarks about a task, in the order of the text; what is malformed says nothing."""
    names = (item.name, item_id(tasks, item)) if item.name else ()
    return [remark for task, remark in _list_all(tasks) if task in names]


def find_block(tasks: Document, item: Item) -> str:
    """Return why a task waits, by the last remark about it; nothing when it does not."""
    said = read_remarks(tasks, item) if item.state not in OVER else []
    return said[-1].reason if said and said[-1].state == BLOCKED else ""


def _list_all(tasks: Document) -> Iterator[tuple[str, Remark]]:
    entries = tasks.fields.get("remarks")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        said = (
            [entry.get(k) for k in ("task", "state", "reason")] if isinstance(entry, dict) else []
        )
        if said and all(isinstance(value, str) for value in said):
            task, state, reason = map(str, said)
            yield task, Remark(index, state, reason)
