"""How the texts of `awos_lint.layouts.task_master` are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import Document, Problem
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.json_files import Record, json_page, not_an_object, read_record
from awos_lint.layouts.dialect.json_tasks import find_lists, read_tasks
from awos_lint.layouts.dialect.open_document import Said, complete_document, open_document
from awos_lint.layouts.dialect.task_copies import read_copy
from awos_lint.layouts.task_master import NAME
from awos_lint.syntax.parse import decode_document
from awos_lint.syntax.parse.json_text import RULE, Value

_WHAT = "the lists of tasks, one for each tag"


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read the lists of one file, a document for each tag."""
    if claimed.path.endswith(".json"):
        found = read_record(claimed.path, data, config.limits)
        if claimed.kind == PAGE:
            blank = Document(found.source, PAGE, title=claimed.path, layout="task-master")
            return (json_page(blank, found, "settings of Task Master"),)
        return _read_lists(claimed, found)
    return (_read_copy(claimed, data, config),)


def _read_copy(claimed: Claim, data: bytes, config: Config) -> Document:
    title = claimed.path.rpartition("/")[2]
    if "copy" in claimed.implied:
        decoded = decode_document(claimed.path, data)
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
    text = open_document(claimed.path, data, config.limits)
    return complete_document(
        Document(text.source, PAGE, title=title, layout="task-master"), text, Said()
    )


def _read_lists(claimed: Claim, found: Record) -> tuple[Document, ...]:
    value = found.value
    tagged = find_lists(value) if value else {}
    if not claimed.kind and not any(map(_is_tasks, tagged.values())):
        return ()
    blank = Document(found.source, "tasks", claimed.id, NAME, layout="task-master")
    if value is None:
        broken = replace(blank, problems=found.problems, unread=found.unread)
        return (replace(broken, broken=not found.unread),)
    if not tagged:
        return (replace(blank, problems=(*found.problems, _report_none(value)), broken=True),)
    return tuple(
        _read_list(
            replace(blank, id=f"{claimed.id}/{tag}", title=tag), tasks, () if n else found.problems
        )
        for n, (tag, tasks) in enumerate(tagged.items())
    )


def _is_tasks(value: Value) -> bool:
    return any(entry.get_member("id") and entry.get_member("status") for entry in value.entries)


def _report_none(value: Value) -> Problem:
    if not isinstance(value.data, dict):
        return not_an_object(value, _WHAT)
    message = f"the file holds no list of tasks; it should hold {_WHAT}"
    help_ = "restore it, or run `task-master init`"
    return Problem(RULE, message, value.span, help_, subject=())


def _read_list(blank: Document, tasks: Value, problems: tuple[Problem, ...]) -> Document:
    found = read_tasks(tasks)
    return replace(blank, items=tuple(found.items), problems=(*problems, *found.problems))
