"""``awos hook``: what a coding agent's hook asks, and the answer as its host wants it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from awos_lint.cli.streams import write_message, write_output, write_warning
from awos_lint.core.diagnostic import Failure, select_failures
from awos_lint.guard.call import Call, parse_json, read_call
from awos_lint.hosts import MOMENTS, Hooks, Host, Moment, load_host

if TYPE_CHECKING:
    from awos_lint.project.place import Place

_MOST: Final = 8 * 1024 * 1024  # bytes of standard input
_SHOWN: Final = 3  # failures in an answer; all of them are on standard error
_TOO_LONG: Final = "this call is longer than 8 MiB, which awos does not read: make smaller edits"


def _resolve_host(_ctx: click.Context, _param: click.Parameter, name: str) -> Host:
    """Return the host that a name names; the others are not even imported."""
    try:
        found = load_host(name)
    except KeyError:
        found = None
    if found and found.hooks:
        return found
    from awos_lint.core.text import escape_text
    from awos_lint.hosts import load_hosts

    known = ", ".join(known.name for known in load_hosts().values() if known.hooks)
    why = "has no hooks that awos answers" if found else "is no host that awos knows"
    raise click.BadParameter(f"{escape_text(name, 80)} {why}; write one of {known}")


@click.command("hook")
@click.argument("event", type=click.Choice(MOMENTS))
@click.option(
    "--client", metavar="HOST", required=True, callback=_resolve_host, help="The agent that asks."
)
@click.pass_obj
def command(given: dict[str, str], event: Moment, client: Host) -> int:
    """Answer a coding agent's hook: JSON in, JSON out.

    It refuses edits of governed code while no task that covers it is in progress, and whatever only
    a person may do; it says what is wrong in an edited document, and where the product stands. The
    exit code is 0, whatever the answer is, save for hosts that want another one.
    """
    hooks = client.hooks
    assert hooks
    return _write_answer(hooks, event, _answer_safely(given, event, hooks))


class _Reply(NamedTuple):
    """Why something is refused, what is told, and what a bug kept from being judged for it."""

    refused: str = ""
    told: str = ""
    failures: Sequence[Failure] = ()


def _answer_safely(given: dict[str, str], event: Moment, hooks: Hooks) -> _Reply:
    """Return the answer to a call; what awos cannot do, it says on standard error."""
    data = _read_input()
    call = read_call(hooks, parse_json(data) if len(data) <= _MOST else None)
    try:
        if len(data) > _MOST:
            return _Reply(_refuse_overlong(given, event))
        return _with_failures(_decide_answer(given, event, hooks, call))
    except Exception as error:
        # A host takes a hook that fails for one that agrees, or refuses everything from then on.
        return _answer_failure(given, event, call, error)


def _with_failures(reply: _Reply) -> _Reply:
    """Say what a bug kept from being judged, also in the answer: it is no reason to be sure."""
    if not reply.failures:
        return reply
    from awos_lint.cli.outer import report_incomplete

    report_incomplete(reply.failures)
    lines = [f"not checked: {failure.what}: {failure.why}" for failure in reply.failures[:_SHOWN]]
    told = "\n".join([*filter(None, [reply.told]), *lines])
    refused = "\n".join([reply.refused, *lines]) if reply.refused else ""
    return _Reply(refused, told, reply.failures)


def _answer_failure(given: dict[str, str], event: Moment, call: Call, error: Exception) -> _Reply:
    """Say what went wrong; return what is refused because of it, and what is told."""
    from awos_lint.actions.answer_hook import unjudged_call
    from awos_lint.cli.outer import explain_error, report_bug

    try:
        explain_error(error)
    except Exception:
        report_bug()
    else:
        return _Reply(told=f"awos cannot read the project: {error}")
    before = event == "pre-tool-use"
    refused = unjudged_call(given["directory"], call) if before else ""
    return _Reply(refused, "awos has a bug, see its message: nothing was checked")


def _read_input() -> bytes:
    """Return standard input, or a little more than is looked at; nothing from a terminal."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        return b""
    try:
        return sys.stdin.buffer.read(_MOST + 1)
    except OSError:
        return b""


def _decide_answer(given: dict[str, str], event: Moment, hooks: Hooks, call: Call) -> _Reply:
    directory = given["directory"]
    if event == "pre-tool-use":
        return _check_before(directory, call)
    if event == "post-tool-use":
        return _check_after(directory, call)
    if event == "user-prompt":
        return _check_prompt(directory, call)
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    if event == "session-start":
        return _report_status(guard.spots.open_here(call.folder), given)
    return _check_ending(guard.spots.open_here(call.folder), hooks, call)


def _check_before(directory: str, call: Call) -> _Reply:
    """Return why a tool must not run; most tools are let go before anything is read."""
    from awos_lint.guard.effects import find_effects

    found = find_effects(call)
    if found.refused or not found.writes:
        return _Reply(found.refused)
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    return _Reply(guard.find_refusal(call.folder, found.writes), failures=guard.failures)


def _check_after(directory: str, call: Call) -> _Reply:
    """Return what is wrong in the documents that were edited."""
    from awos_lint.guard.effects import may_be_document

    if not any(may_be_document(edit.path) for edit in call.edits):
        return _Reply()
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    return _Reply(told=guard.report_findings(call), failures=guard.failures)


def _check_prompt(directory: str, call: Call) -> _Reply:
    """Return why what a person typed must wait."""
    from awos_lint.guard.effects import find_subjects

    words = find_subjects(call.prompt)
    if not words:
        return _Reply()
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    return _Reply(guard.find_untimely(call.folder, words), failures=guard.failures)


def _report_status(place: Place, given: dict[str, str]) -> _Reply:
    from awos_lint.cli.session import Session
    from awos_lint.cli.status import status_of
    from awos_lint.project.workspace import Workspace
    from awos_lint.workflow.screen import write_brief

    session = Session(given["directory"], Workspace(place), "never")
    found, skipped = status_of(session, session.load_project())
    return _Reply(told=write_brief(found).rstrip("\n"), failures=select_failures(skipped))


def _check_ending(place: Place, hooks: Hooks, call: Call) -> _Reply:
    from awos_lint.actions.stop_check import NoHistoryError, judge_ending

    if call.stopped:
        return _Reply()
    try:
        ending = judge_ending(place, call.session, alone=not hooks.input.stopped)
        return _Reply(ending.why, failures=ending.failures)
    except NoHistoryError as error:
        write_message(str(error))
        return _Reply(told=str(error))


def _refuse_overlong(given: dict[str, str], event: Moment) -> str:
    """Return why a call that is not read must not be made, where there is anything to govern."""
    from awos_lint.project.place import open_place
    from awos_lint.project.settings import find_settings

    place = open_place(given["directory"])
    governed = find_settings(place.tree, place.folder).config.governed.paths
    return _TOO_LONG if event == "pre-tool-use" and governed else ""


def _write_answer(hooks: Hooks, event: Moment, reply: _Reply) -> int:
    """Write the answer; return the exit code that goes with it."""
    from awos_lint.core.escape import to_json
    from awos_lint.guard.response import build_answer, fill_answer

    found, text = build_answer(hooks, hooks.events.get(event), reply.refused, reply.told)
    if not found.plain:
        write_output(to_json(fill_answer(found.json, text), indent=None), machine=True)
    elif text and found.plain == "stderr":
        write_warning(f"{text}\n")
    elif text:
        write_output(f"{text}\n", machine=True)
    return found.code
