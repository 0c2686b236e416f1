"""The hooks of a host as parts of its files; each calls ``awos hook`` and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from awos_lint.hosts import MOMENTS, Event, Hooks, Host, Moment
from awos_lint.scaffold.parts import Handlers, Member, Piece, Whole
from awos_lint.scaffold.prompts.render import write_plugin
from awos_lint.syntax.edit.json_text import write_value

SECONDS = 20
"""How long a host waits for an answer; awos takes well under one second."""


def command(moment: Moment, host: Host) -> tuple[str, ...]:
    """Return the command line of a hook, in words.

    It never changes: Codex asks for trust anew whenever it does.
    """
    return ("awos", "hook", moment, "--client", host.name)


def hook_parts(host: Host) -> Iterator[Whole | Piece]:
    """Yield what makes a host call awos; nothing where it has no hooks."""
    hooks = host.hooks
    if hooks is None:
        return
    if hooks.shape == "plugin":
        yield Whole(hooks.path, write_plugin(), loaded=True)
    elif hooks.owned:
        yield Whole(hooks.path, write_value(_make_whole(host, hooks)) + "\n", loaded=True)
    else:
        if hooks.shape == "flat":
            yield Member(hooks.path, ("version",), 1, is_strict(host, hooks.path))
        for moment in MOMENTS:
            if event := hooks.events.get(moment):
                entries = tuple(_make_entries(moment, event, host, hooks))
                keys = ("hooks", event.name)
                yield Handlers(hooks.path, keys, moment, entries, is_strict(host, hooks.path))


def is_strict(host: Host, path: str) -> bool:
    """Return whether a host takes no comments in a file."""
    return any(form.syntax == "json" and re.fullmatch(form.path, path) for form in host.forms)


def _make_whole(host: Host, hooks: Hooks) -> Mapping[str, Any]:
    found = [(moment, hooks.events[moment]) for moment in MOMENTS if moment in hooks.events]
    if hooks.shape == "kiro":
        triggers = [entry for m, event in found for entry in _make_entries(m, event, host, hooks)]
        return {"version": "v1", "hooks": triggers}
    events = {event.name: list(_make_entries(m, event, host, hooks)) for m, event in found}
    return {"version": 1, "hooks": events}


def _make_entries(
    moment: Moment, event: Event, host: Host, hooks: Hooks
) -> Iterator[Mapping[str, Any]]:
    make = {
        "grouped": _make_grouped,
        "flat": _make_flat,
        "copilot": _make_copilot,
        "kiro": _make_kiro,
    }[hooks.shape]
    for matcher in event.matchers or ("",):
        closed = hooks.closed if moment == "pre-tool-use" else {}
        match = {"matcher": matcher} if matcher else {}
        yield make(moment, event, host, match, closed)


def _make_grouped(
    moment: Moment, _event: Event, host: Host, match: Mapping[str, Any], closed: Mapping[str, Any]
) -> Mapping[str, Any]:
    assert host.hooks
    words = command(moment, host)
    run: dict[str, Any] = {"command": " ".join(words)}
    if host.hooks.exec_form:
        run = {"command": words[0], "args": list(words[1:])}
    timeout = {"timeout": SECONDS * host.hooks.second}
    return {**match, "hooks": [{"type": "command", **host.hooks.extra, **run, **timeout, **closed}]}


def _make_flat(
    moment: Moment, _event: Event, host: Host, match: Mapping[str, Any], closed: Mapping[str, Any]
) -> Mapping[str, Any]:
    # The agent is sent back to work once.
    limit = {"loop_limit": 1} if moment == "stop" else {}
    run = " ".join(command(moment, host))
    return {"command": run, **match, "timeout": SECONDS, **limit, **closed}


def _make_copilot(
    moment: Moment, _event: Event, host: Host, match: Mapping[str, Any], closed: Mapping[str, Any]
) -> Mapping[str, Any]:
    run = " ".join(command(moment, host))
    shells = {"bash": run, "powershell": run}
    return {"type": "command", **shells, **match, "timeoutSec": SECONDS, **closed}


def _make_kiro(
    moment: Moment, event: Event, host: Host, match: Mapping[str, Any], closed: Mapping[str, Any]
) -> Mapping[str, Any]:
    run = {"type": "command", "command": " ".join(command(moment, host))}
    named = {"name": f"awos {moment}", "trigger": event.name, **match}
    return {**named, "action": run, "timeout": SECONDS, "enabled": True, **closed}
