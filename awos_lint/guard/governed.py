"""Whether governed code may be edited now: while a task of an approved spec is in progress."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from awos_lint.core.model.document import Document, State
from awos_lint.core.model.files import Files, matches_glob
from awos_lint.core.text import escape_text
from awos_lint.graph.globs import find_covered_files
from awos_lint.graph.project import Node
from awos_lint.graph.status_order import is_approved
from awos_lint.graph.writes import normalize_path
from awos_lint.workflow import commands
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.view import View, name_of
from awos_lint.workflow.work import Task


class _Remedy(IntEnum):
    """What opens a file, the quickest first."""

    START = 1
    APPROVE = 2
    PLAN = 3


class _Reason(NamedTuple):
    """Why a spec does not open a file, and what kind of thing opens it."""

    remedy: _Remedy
    why: str


def glob_of(globs: Iterable[str], path: str) -> str:
    """Return the glob that governs a path; the empty string when none does."""
    return next((glob for glob in globs if matches_glob(glob, path)), "")


def explain_closed(view: View, path: str, glob: str) -> str:
    """Return why a governed file must not be edited now, and what to do; empty when it may be.

    A spec covers a file as `change-ungoverned-code` says it.
    """
    project = view.project
    some = Files(frozenset({path}), project.files.base)
    nodes = (project.node_of(document) for document in project.documents_of("spec"))
    specs = [s for s in nodes if not s.is_over and find_covered_files(project, s.document, some)]
    found = [_find_reason(view, spec, path) for spec in specs]
    reasons = [reason for reason in found if reason]
    if len(reasons) < len(found):
        return ""
    name, governed = escape_text(path, 200), escape_text(glob, 80)
    if not specs:
        return (
            f"{name} is governed by `{governed}`, and no spec covers it: name it in `touches` of a"
            " spec or in `files` of one of its tasks, and have a person approve that"
        )
    # What can be begun comes before what must be approved, and that before what is over.
    reasons.sort(key=lambda reason: reason.remedy)
    first = "; ".join(reason.why for reason in reasons[:2])
    return f"no task in progress covers {name}, which `{governed}` governs: {first}"


def _find_reason(view: View, spec: Node, path: str) -> _Reason | None:
    """Return what a spec that covers a file lacks before the file may be edited."""
    lists = view.project.tasks_of(spec)
    for document in (spec.document, *lists):
        if why := explain_unapproved(view, document):
            return _Reason(_Remedy.APPROVE, why)
    if not lists:
        write = commands.write_command("tasks", spec.id)
        return _Reason(_Remedy.APPROVE, f"{name_of(spec.document)} has no tasks: `{write}`")
    if any(task.state is State.ACTIVE for home in lists for task in home.items_of("task")):
        return None
    return _find_task(view, spec, path)


def _find_task(view: View, spec: Node, path: str) -> _Reason:
    """Return which task of an approved spec to begin, or what it waits for."""
    gates = Gates(view)
    work = gates.work_of(spec)
    left = [(work.tasks[number], work.find_blockers(number)) for number in work.left]
    # One that names the file, and may be begun, before all others.
    left.sort(key=lambda pair: (not _is_named(view, pair[0], path), bool(pair[1])))
    if not left:
        name = name_of(spec.document)
        why = f"no task of {name} is left: write one for this, and have it approved"
        return _Reason(_Remedy.PLAN, why)
    task, holds = left[0]
    waits = [*gates.find_chain(spec), *holds]
    if waits or not task.id:
        why = " and ".join(hold.why for hold in waits[:2]) or "it has no id"
        return _Reason(_Remedy.APPROVE, f"{task.called} must wait: {why}")
    return _Reason(
        _Remedy.START, f"`awos next task`, then `{commands.start_command('task', task.id)}`"
    )


def explain_unapproved(view: View, document: Document) -> str:
    """Return why a document does not count as approved, and what a person does about it."""
    hold = view.find_blocker(document)
    if hold is None and is_approved(view.project, document):
        return ""
    key = commands.approve_command(document.id or document.path)
    why = hold.why if hold else f"{name_of(document)} has no status that says that it is approved"
    return f"{why}, so a person must read it and run `{key}`"


def _is_named(view: View, task: Task, path: str) -> bool:
    full = view.project.files.resolve_path
    return any(
        matches_glob(full(normalize_path(written)), path)
        for written in task.item.list_values("files")
    )
