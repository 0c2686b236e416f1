"""``awos hook``: what a coding agent's hook asks, and the answer as its host wants it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from awos_lint.cli.streams import emit, say, warn
from awos_lint.core.diagnostic import Failure, failures
from awos_lint.guard.call import Call, parse, read
from awos_lint.hosts import MOMENTS, Hooks, Host, Moment, host

if TYPE_CHECKING:
    from awos_lint.project.place import Place

_MOST: Final = 8 * 1024 * 1024  # bytes of standard input
_SHOWN: Final = 3  # failures in an answer; all of them are on standard error
_TOO_LONG: Final = "this call is longer than 8 MiB, which awos does not read: make smaller edits"


def _client(_ctx: click.Context, _param: click.Parameter, name: str) -> Host:
    """Return the host that a name names; the others are not even imported."""
    try:
        found = host(name)
    except KeyError:
        found = None
    if found and found.hooks:
        return found
    from awos_lint.core.text import visible
    from awos_lint.hosts import hosts

    known = ", ".join(known.name for known in hosts().values() if known.hooks)
    why = "has no hooks that awos answers" if found else "is no host that awos knows"
    raise click.BadParameter(f"{visible(name, 80)} {why}; write one of {known}")


@click.command("hook")
@click.argument("event", type=click.Choice(MOMENTS))
@click.option(
    "--client", metavar="HOST", required=True, callback=_client, help="The agent that asks."
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
    return _answer(hooks, event, _judged(given, event, hooks))


class _Reply(NamedTuple):
    """Why something is refused, what is told, and what a bug kept from being judged for it."""

    refused: str = ""
    told: str = ""
    failures: Sequence[Failure] = ()


def _judged(given: dict[str, str], event: Moment, hooks: Hooks) -> _Reply:
    """Return the answer to a call; what awos cannot do, it says on standard error."""
    data = _input()
    call = read(hooks, parse(data) if len(data) <= _MOST else None)
    try:
        if len(data) > _MOST:
            return _Reply(_overlong(given, event))
        return _with_failures(_decided(given, event, hooks, call))
    except Exception as error:
        # A host takes a hook that fails for one that agrees, or refuses everything from then on.
        return _failed(given, event, call, error)


def _with_failures(reply: _Reply) -> _Reply:
    """Say what a bug kept from being judged, also in the answer: it is no reason to be sure."""
    if not reply.failures:
        return reply
    from awos_lint.cli.outer import incomplete

    incomplete(reply.failures)
    lines = [f"not checked: {failure.what}: {failure.why}" for failure in reply.failures[:_SHOWN]]
    told = "\n".join([*filter(None, [reply.told]), *lines])
    refused = "\n".join([reply.refused, *lines]) if reply.refused else ""
    return _Reply(refused, told, reply.failures)


def _failed(given: dict[str, str], event: Moment, call: Call, error: Exception) -> _Reply:
    """Say what went wrong; return what is refused because of it, and what is told."""
    from awos_lint.actions.answer_hook import unjudged_call
    from awos_lint.cli.outer import bug, explained

    try:
        explained(error)
    except Exception:
        bug()
    else:
        return _Reply(told=f"awos cannot read the project: {error}")
    before = event == "pre-tool-use"
    refused = unjudged_call(given["directory"], call) if before else ""
    return _Reply(refused, "awos has a bug, see its message: nothing was checked")


def _input() -> bytes:
    """Return standard input, or a little more than is looked at; nothing from a terminal."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        return b""
    try:
        return sys.stdin.buffer.read(_MOST + 1)
    except OSError:
        return b""


def _decided(given: dict[str, str], event: Moment, hooks: Hooks, call: Call) -> _Reply:
    directory = given["directory"]
    if event == "pre-tool-use":
        return _before(directory, call)
    if event == "post-tool-use":
        return _after(directory, call)
    if event == "user-prompt":
        return _asked(directory, call)
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    if event == "session-start":
        return _status(guard.spots.here(call.folder), given)
    return _ending(guard.spots.here(call.folder), hooks, call)


def _before(directory: str, call: Call) -> _Reply:
    """Return why a tool must not run; most tools are let go before anything is read."""
    from awos_lint.guard.effects import find_effects

    found = find_effects(call)
    if found.refused or not found.writes:
        return _Reply(found.refused)
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    return _Reply(guard.refused(call.folder, found.writes), failures=guard.failures)


def _after(directory: str, call: Call) -> _Reply:
    """Return what is wrong in the documents that were edited."""
    from awos_lint.guard.effects import may_be_document

    if not any(may_be_document(edit.path) for edit in call.edits):
        return _Reply()
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    return _Reply(told=guard.findings(call), failures=guard.failures)


def _asked(directory: str, call: Call) -> _Reply:
    """Return why what a person typed must wait."""
    from awos_lint.guard.effects import find_subjects

    words = find_subjects(call.prompt)
    if not words:
        return _Reply()
    from awos_lint.actions.answer_hook import Guard

    guard = Guard(directory)
    return _Reply(guard.untimely(call.folder, words), failures=guard.failures)


def _status(place: Place, given: dict[str, str]) -> _Reply:
    from awos_lint.cli.session import Session
    from awos_lint.cli.status import status_of
    from awos_lint.project.workspace import Workspace
    from awos_lint.workflow.screen import brief

    session = Session(given["directory"], Workspace(place), "never")
    found, skipped = status_of(session, session.load())
    return _Reply(told=brief(found).rstrip("\n"), failures=failures(skipped))


def _ending(place: Place, hooks: Hooks, call: Call) -> _Reply:
    from awos_lint.actions.stop_check import NoHistoryError, unfinished

    if call.stopped:
        return _Reply()
    try:
        ending = unfinished(place, call.session, alone=not hooks.input.stopped)
        return _Reply(ending.why, failures=ending.failures)
    except NoHistoryError as error:
        say(str(error))
        return _Reply(told=str(error))


def _overlong(given: dict[str, str], event: Moment) -> str:
    """Return why a call that is not read must not be made, where there is anything to govern."""
    from awos_lint.project.place import open_place
    from awos_lint.project.settings import find_settings

    place = open_place(given["directory"])
    governed = find_settings(place.tree, place.folder).config.governed.paths
    return _TOO_LONG if event == "pre-tool-use" and governed else ""


def _answer(hooks: Hooks, event: Moment, reply: _Reply) -> int:
    """Write the answer; return the exit code that goes with it."""
    from awos_lint.core.escape import to_json
    from awos_lint.guard.response import build_answer, fill_answer

    found, text = build_answer(hooks, hooks.events.get(event), reply.refused, reply.told)
    if not found.plain:
        emit(to_json(fill_answer(found.json, text), indent=None), machine=True)
    elif text and found.plain == "stderr":
        warn(f"{text}\n")
    elif text:
        emit(f"{text}\n", machine=True)
    return found.code
