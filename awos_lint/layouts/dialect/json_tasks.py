"""Task lists in JSON, as Task Master keeps them: tasks with subtasks, one list for each tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from awos_lint.core.model.document import Item, Problem, State, Text
from awos_lint.core.text import Span, escape_text
from awos_lint.syntax.parse.json_text import RULE, Value
from awos_lint.syntax.parse.measure import count_words

STATES: Mapping[str, State] = {
    "pending": State.OPEN,
    "blocked": State.OPEN,
    "in-progress": State.ACTIVE,
    "review": State.ACTIVE,
    "done": State.DONE,
    "completed": State.DONE,
    "deferred": State.CANCELLED,
    "cancelled": State.CANCELLED,
}
"""The status words of Task Master as states of a checkbox."""

_WORDS = "pending, in-progress, review, done, deferred or cancelled"


@dataclass(slots=True)
class Tasks:
    """What one list holds: items in its order, and what is wrong with it."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_lists(value: Value) -> dict[str, Value]:
    """Return the task lists in a file by their tags; the old form has one list without a tag."""
    if (tasks := value.get_member("tasks")) and isinstance(tasks.data, list):
        return {"master": tasks}
    members = value.data if isinstance(value.data, dict) else {}
    found = ((tag, member.get_member("tasks")) for tag, member in members.items())
    return {tag: tasks for tag, tasks in found if tasks is not None}


def read_tasks(value: Value) -> Tasks:
    """Read one list; never raises."""
    found = Tasks()
    if not isinstance(value.data, list):
        found.problems.append(_report_wrong(value, "a list", "tasks"))
        return found
    top = _Above(-1, "", frozenset(), frozenset(map(_read_id, value.entries)))
    for entry in value.entries:
        at = len(found.items)
        if _read_task(found, entry, top):
            inner = entry.get_member("subtasks")
            if inner is not None and inner.data is not None:
                _read_subtasks(found, inner, at, top.top)
    return found


class _Above(NamedTuple):
    """What stands around a task: its parent with its name, its siblings, and the top level."""

    parent: int
    name: str
    siblings: frozenset[str]
    top: frozenset[str]


def _read_subtasks(found: Tasks, inner: Value, parent: int, top: frozenset[str]) -> None:
    if not isinstance(inner.data, list):
        found.problems.append(_report_wrong(inner, "a list", "`subtasks`"))
        return
    siblings = frozenset(map(_read_id, inner.entries))
    above = _Above(parent, found.items[parent].name, siblings, top)
    for entry in inner.entries:
        _read_task(found, entry, above)


def _read_id(entry: Value) -> str:
    value = entry.get_member("id")
    return value.text if value else ""


def _read_task(found: Tasks, entry: Value, above: _Above) -> bool:
    if not isinstance(entry.data, dict):
        found.problems.append(_report_wrong(entry, "an object", "a task"))
        return False
    number, title = entry.get_member("id"), entry.get_member("title")
    if number is None or not number.text:
        problem = Problem(
            RULE,
            "a task has no id",
            entry.span,
            "give it the next free number",
            subject=(title.text,) if title else (),
        )
        found.problems.append(problem)
        return False
    local = above.name and "." not in number.text
    name = f"{above.name}.{number.text}" if local else number.text
    state, box = _read_state(found, entry, name)
    found.items.append(
        Item(
            "task",
            name,
            Text(title.text, title.span) if title else Text("", number.span),
            number.span,
            entry.span,
            state,
            box or number.span,
            _read_after(entry, above),
            parent=above.parent,
            words=count_words(title.text) if title else 0,
        )
    )
    return True


def _read_state(found: Tasks, entry: Value, name: str) -> tuple[State, Span | None]:
    """Return the state of a task and its place; one without a status has not been begun."""
    status = entry.get_member("status")
    if status is None:
        return State.OPEN, None
    word = status.text.strip().lower().replace("_", "-").replace(" ", "-")
    if word not in STATES:
        shown = escape_text(status.text, 40) or status.words
        message = f"the status of task {name} is `{shown}`, which Task Master does not know"
        problem = Problem(
            "document-unknown-status",
            message,
            status.span,
            f"write {_WORDS}",
            subject=(name, status.text),
        )
        found.problems.append(problem)
    return STATES.get(word, State.OPEN), status.span


def _read_after(entry: Value, above: _Above) -> dict[str, tuple[Text, ...]]:
    values = entry.get_member("dependencies")
    texts = tuple(_read_dependencies(values.entries, above)) if values else ()
    return {"after": texts} if texts else {}


def _read_dependencies(values: Sequence[Value], above: _Above) -> Iterator[Text]:
    """Yield the ids that a task depends on; a plain number in a subtask means a sibling first."""
    for value in values:
        written = value.text.strip()
        local = above.name and "." not in written
        if local and (written in above.siblings or written not in above.top):
            written = f"{above.name}.{written}"
        if written:
            yield Text(written, value.span)


def _report_wrong(value: Value, wanted: str, what: str) -> Problem:
    message = f"{what} should be {wanted}, and this is {value.words}"
    return Problem(RULE, message, value.span, "restore the file, or run `task-master` to write it")
