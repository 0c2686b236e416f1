"""The hooks in a host's settings: events, entries and handlers, each with its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.written import form_of, host_of, text_at, value_at
from awos_lint.core.model.document import Address, Document

_COMMANDS = ("command", "bash", "powershell", "commandWindows", "command_windows", "windows")


class Handler(NamedTuple):
    """One thing that is run, the event that it is run at, and the entry that may narrow it."""

    event: str
    entry: Address
    address: Address


def find_events_address(document: Document) -> Address:
    """Return the address of the map of events; where a host names its hooks there are several."""
    return () if _read_shape(document) == "named" else ("hooks",)


def has_hooks(document: Document) -> bool:
    """Return whether the file holds hooks: settings of the host, or front matter of a prompt."""
    form = form_of(document)
    if form.role == "settings":
        return form.hooks and _read_shape(document) != ""
    return "hooks" in form.keys and isinstance(value_at(document, "hooks"), dict)


def find_shape(document: Document) -> str:
    """Return how the file nests its hooks; front matter does so as the settings do."""
    return _read_shape(document)


def _read_shape(document: Document) -> str:
    hooks = host_of(document).hooks
    return hooks.shape if hooks else form_of(document).nests


def list_events(document: Document) -> Iterator[tuple[str, Address]]:
    """Yield the events for which there are entries, with their addresses."""
    if not has_hooks(document) or _read_shape(document) in ("kiro", "plugin"):
        return
    maps: list[Address] = [find_events_address(document)]
    if _read_shape(document) == "named":
        maps = [(name,) for name in document.fields]
    for address in maps:
        found = value_at(document, *address)
        for event in found if isinstance(found, dict) else ():
            if event != "enabled":
                yield event, (*address, event)


def list_handlers(document: Document) -> Iterator[Handler]:
    """Yield the handlers, whether their entries group them or not."""
    for event, address in list_events(document):
        entries = value_at(document, *address)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if not isinstance(entry, dict):
                continue
            inner = entry.get("hooks")
            at = (*address, index)
            if isinstance(inner, list):
                for number, handler in enumerate(inner):
                    if isinstance(handler, dict):
                        yield Handler(event, at, (*at, "hooks", number))
            else:
                yield Handler(event, at, at)


def list_commands(document: Document) -> Iterator[tuple[Address, str]]:
    """Yield the command lines of the hooks, the arguments of one that has a list of them added."""
    for handler in list_handlers(document):
        for key in _COMMANDS:
            command = text_at(document, *handler.address, key)
            if command:
                given = value_at(document, *handler.address, "args")
                more = [part for part in given if isinstance(part, str)] if given else []
                yield (*handler.address, key), " ".join([command, *more])
    yield from _list_kiro_commands(document)


def _list_kiro_commands(document: Document) -> Iterator[tuple[Address, str]]:
    if not has_hooks(document) or _read_shape(document) != "kiro":
        return
    entries = value_at(document, "hooks")
    for index in range(len(entries) if isinstance(entries, list) else 0):
        if command := text_at(document, "hooks", index, "action", "command"):
            yield ("hooks", index, "action", "command"), command


_SCRIPT = Lazy(
    r"(?<![^\s\"'=])(?P<root>\"?\$\{?[A-Z_]*PROJECT_(?:DIR|ROOT)\}?\"?/)?(?P<path>(?:\./)?"
    r"[\w.@-]+(?:/[\w.@-]+)*\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|ps1))(?![\w./-])",
    re.ASCII,
)
_RUNNERS = Lazy(
    r"(?:\A|[;&|]\s*)[\"']?(?:[\w./-]*/)?"
    r"(?:sh|bash|zsh|python3?|node|bun|deno run|ruby|perl|pwsh|uv run)[\"']?\s+\Z"
)


_LONGEST = 4_096
"""Characters of a command line that is looked at; a longer one is a program of its own."""


def find_scripts(command: str) -> Iterator[str]:
    """Yield the scripts of the repository that a command line runs, as paths from its root."""
    for match in _SCRIPT.pattern.finditer(command) if len(command) <= _LONGEST else ():
        before = command[: match.start()].rstrip("\"'")
        begins = not before.strip() or before.rstrip()[-1:] in (";", "&", "|")
        relative = "/" in match["path"] and (begins or _RUNNERS.pattern.search(before + " "))
        if match["root"] or relative:
            yield match["path"].removeprefix("./")
