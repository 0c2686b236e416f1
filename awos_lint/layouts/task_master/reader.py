"""How the texts of `awos_lint.layouts.task_master` are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import Document, Problem
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.json_files import Record, json_page, not_an_object, record
from awos_lint.layouts.dialect.json_tasks import lists, read_tasks
from awos_lint.layouts.dialect.open_document import Said, completed, opened
from awos_lint.layouts.dialect.task_copies import read_copy
from awos_lint.layouts.task_master import NAME
from awos_lint.syntax.parse import decode
from awos_lint.syntax.parse.json_text import RULE, Value

_WHAT = "the lists of tasks, one for each tag"


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read the lists of one file, a document for each tag."""
    if claimed.path.endswith(".json"):
        found = record(claimed.path, data, config.limits)
        if claimed.kind == PAGE:
            blank = Document(found.source, PAGE, title=claimed.path, layout="task-master")
            return (json_page(blank, found, "settings of Task Master"),)
        return _lists(claimed, found)
    return (_text(claimed, data, config),)


def _text(claimed: Claim, data: bytes, config: Config) -> Document:
    title = claimed.path.rpartition("/")[2]
    if "copy" in claimed.implied:
        decoded = decode(claimed.path, data)
        said = read_copy(decoded.source)
        return Document(
            decoded.source,
            PAGE,
            title=said.title or title,
            layout="task-master",
            implied=claimed.implied,
            fields=said.fields or {},
            marks=said.marks or {},
            problems=decoded.problems,
            broken=decoded.broken,
        )
    text = opened(claimed.path, data, config.limits)
    return completed(Document(text.source, PAGE, title=title, layout="task-master"), text, Said())


def _lists(claimed: Claim, found: Record) -> tuple[Document, ...]:
    value = found.value
    tagged = lists(value) if value else {}
    if not claimed.kind and not any(map(_is_tasks, tagged.values())):
        return ()
    blank = Document(found.source, "tasks", claimed.id, NAME, layout="task-master")
    if value is None:
        broken = replace(blank, problems=found.problems, unread=found.unread)
        return (replace(broken, broken=not found.unread),)
    if not tagged:
        return (replace(blank, problems=(*found.problems, _none(value)), broken=True),)
    return tuple(
        _list(
            replace(blank, id=f"{claimed.id}/{tag}", title=tag), tasks, () if n else found.problems
        )
        for n, (tag, tasks) in enumerate(tagged.items())
    )


def _is_tasks(value: Value) -> bool:
    return any(entry.get("id") and entry.get("status") for entry in value.entries)


def _none(value: Value) -> Problem:
    if not isinstance(value.data, dict):
        return not_an_object(value, _WHAT)
    message = f"the file holds no list of tasks; it should hold {_WHAT}"
    help_ = "restore it, or run `task-master init`"
    return Problem(RULE, message, value.span, help_, subject=())


def _list(blank: Document, tasks: Value, problems: tuple[Problem, ...]) -> Document:
    found = read_tasks(tasks)
    return replace(blank, items=tuple(found.items), problems=(*problems, *found.problems))
