"""``awos task done``: end a task, with the evidence for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from awos_lint.actions import run_verify
from awos_lint.actions.task_evidence import Proof, find_proof
from awos_lint.cli.moving import Ground, find_ground, first_move, read_reason, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import ask_agreement, writes_documents
from awos_lint.core.errors import RefusedError
from awos_lint.core.escape import show_text
from awos_lint.core.model.document import State
from awos_lint.core.model.files import matches_glob
from awos_lint.core.text import escape_text
from awos_lint.core.wording import count_noun, join_names
from awos_lint.graph.globs import find_missing_files, find_removed_files
from awos_lint.graph.tasks import OVER
from awos_lint.graph.writes import normalize_path
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.cascades import close_upward, explain_waiting
from awos_lint.workflow.transitions import Move, Seat, find_seat, finish_task
from awos_lint.workflow.work import Task

_MINUTES = 10


@click.command("done")
@click.argument("id")
@click.option("--run-verify", is_flag=True, help="Run the task's `verify` command first.")
@click.option("--reason", metavar="TEXT", help="Why it is done without evidence; is kept.")
@click.option(
    "--timeout",
    metavar="MINUTES",
    type=click.IntRange(1, 1440),
    default=_MINUTES,
    show_default=True,
    help="How long the `verify` command may take.",
)
@click.option("--yes", is_flag=True, help="Do not ask before the `verify` command runs.")
@writes_documents
def command(
    session: Session,
    id: str,  # noqa: A002
    run_verify: bool,
    reason: str | None,
    timeout: int,
    yes: bool,
) -> int:
    """End a task, with the evidence for it.

    The evidence is which of its files changed since it was begun; those that it names must be
    there. For a task that names none, it is that its `verify` command passes. Without evidence it
    is refused, unless --reason says why. Nothing that a document says is run without --run-verify.
    When it was the last task, the list, the spec and the feature follow, as far as each may.
    """
    here = find_ground(session, id, ("task",))
    found = find_seat(here.gates, here.node)
    owner = found.owner

    def follow_up(gates: Gates) -> Move | None:
        return close_upward(gates, owner)

    move = first_move(here, lambda: finish_task(found, read_reason(reason)), follow_up)
    if found.task.state not in OVER:
        if run_verify and not _verify_task(here, found.task, timeout, yes):
            return 1
        _must_be_proven(here, found, run_verify, reason is not None)
    return take_step(here, move, follow_up, lambda gates: explain_waiting(gates, owner))


def _must_be_proven(here: Ground, found: Seat, verified: bool, told: bool) -> None:
    """Show the evidence; raise :class:`RefusedError` when there is none and nobody says why."""
    task = found.task
    known = find_proof(here.session.place, here.loaded, task)
    for line in _format_evidence(task, known):
        write_output(f"{show_text(line)}\n")
    named = bool(task.item.list_values("files"))
    if known.files and not told:
        _must_be_whole(here, task, known)
    if told or known.files or (verified and not named):
        return
    doubt = f" as far as can be told ({known.unknown})" if known.unknown else ""
    if named:
        lack = f"none of its files changed {known.since}".strip()
    else:
        lack = "it names no files, and its `verify` command was not run"
    raise RefusedError(
        f"{task.called} is not done{doubt}: {lack};"
        " do what it asks for, or say with --reason why there is nothing to see"
    )


def _must_be_whole(here: Ground, task: Task, known: Proof) -> None:
    """Raise :class:`RefusedError` when a file that the task names was never written."""
    project = here.loaded.project
    done = (item for item in task.home.items_of("task") if item.state is State.DONE)
    texts = find_missing_files(project, task.item, find_removed_files([task.item, *done]))
    paths = (normalize_path(text.value) for text in texts)
    # What was there when the task was begun is among what changed.
    lost = [
        p
        for p in paths
        if not any(matches_glob(project.files.resolve_path(p), f) for f in known.files)
    ]
    if lost:
        names = join_names(f"`{escape_text(path, 200)}`" for path in lost)
        verb = "is" if len(lost) == 1 else "are"
        raise RefusedError(
            f"{task.called} is not done: of its files, {names} {verb} not there;"
            " write what is missing, or say with --reason why it is not needed"
        )


def _format_evidence(task: Task, known: Proof) -> Iterator[str]:
    if known.files:
        changed = count_noun(len(known.files), "file")
        yield f"evidence for {task.called}: {changed} changed {known.since}"
        yield from (f"  {path}" for path in known.files)


def _verify_task(here: Ground, task: Task, minutes: int, yes: bool) -> bool:
    """Show, ask, run; return whether the task's command passed."""
    line = _find_command_line(task)
    place, base = here.session.place, here.loaded.settings.base
    if run_verify.in_hook():
        raise RefusedError("a hook runs nothing that a document says: leave --run-verify out")
    where = f" in {escape_text(base)}" if base else ""
    write_message(f"{task.called} is verified{where} by: {escape_text(line)}")
    if not ask_agreement("Run it?", yes):
        write_message("nothing was run, and nothing was changed")
        return False
    ended = run_verify.run_command(line, os.path.join(place.root, base), minutes * 60)
    if ended.status == 0:
        write_output(f"verified: {show_text(line)}\n")
        return True
    how = f"took more than {minutes} min" if ended.status is None else f"failed ({ended.status})"
    write_message(f"{task.called} is not done: its `verify` command {how}; nothing was changed")
    return False


def _find_command_line(task: Task) -> str:
    """Return the command that verifies a task; raise :class:`RefusedError` for mere words."""
    said = task.item.fields.get("verify", ())
    if not said:
        raise RefusedError(f"{task.called} does not say how to verify it")
    value = said[0]
    if task.home.source.text[value.span.start - 1] != "`":
        raise RefusedError(f"{task.called} says how to verify it in words, not `as a command`")
    if escape_text(value.value) != value.value:
        raise RefusedError(f"the `verify` command of {task.called} has characters nobody can see")
    return value.value
