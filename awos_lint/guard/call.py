"""What a hook is told, as values: which tool is about to write what, or what a person typed.

A value of the wrong type is as if it were missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from awos_lint.guard.patch import Hunk, read_patches
from awos_lint.hosts import Hooks, Tools

_DEPTH = 8
_WRITING = re.compile(r"write|edit|replace|insert|create|rename|delete|move|patch")
_RUNNING = re.compile(r"execute|shell|bash|terminal|command")
# How the servers that write files call what they write; a server is free in its names.
_PATHS = (
    *("relative_path", "path", "file_path", "filePath", "filename", "file", "paths", "files"),
    *("source", "destination", "new_path", "target", "TargetFile"),
    *("uri", "notebook_path", "target_file", "target_notebook"),
)
_FILE_URI = re.compile(r"file:(?://(?:localhost)?(?=/))?", re.IGNORECASE)
_COMMANDS = ("command", "cmd", "script")


@dataclass(frozen=True, slots=True)
class Edit:
    """One file that a tool is about to write, and what is known of its text afterwards.

    ``whole`` is all of it, ``swaps`` are pairs of an old and a new piece, ``hunks`` the parts of a
    patch. ``said`` is everything that was given besides the path, for tools of which nobody knows
    what they do with it.
    """

    path: str
    whole: str | None = None
    swaps: tuple[tuple[str, str], ...] = ()
    hunks: tuple[Hunk, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What a hook is told. ``scripts`` are command lines; ``folder`` is where the tool runs.

    ``posix`` says whether a backslash escapes in the scripts.
    """

    edits: tuple[Edit, ...] = ()
    scripts: tuple[str, ...] = ()
    posix: bool = True
    folder: str = ""
    prompt: str = ""
    session: str = ""
    stopped: bool = False


def parse_json(data: bytes) -> object:
    """Return the value that a JSON text holds; ``None`` where it is none."""
    try:
        return json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


def read_call(hooks: Hooks, given: object) -> Call:
    """Return what a host's hook is told by the value on its standard input."""
    told = given if isinstance(given, dict) else {}
    keys = hooks.input
    tool = _as_text(told.get(keys.tool))
    arguments = _read_arguments(told.get(keys.arguments), hooks.tools.patches.get(tool, ()))
    stopped = told.get(keys.stopped) if keys.stopped else None
    return Call(
        edits=tuple(_list_edits(hooks.tools, tool, arguments)),
        scripts=tuple(_list_scripts(hooks.tools, tool, arguments)),
        posix=tool.casefold() not in ("powershell", "pwsh"),
        folder=next(_list_strings(told, keys.cwd), ""),
        prompt=_read_prompt(told, keys.command) or "\n".join(_list_strings(told, keys.prompt)),
        session=_as_text(told.get(keys.session)),
        stopped=isinstance(stopped, bool | int) and stopped > 0,
    )


def _read_prompt(told: Mapping[str, object], keys: tuple[str, ...]) -> str:
    """Return a typed command as it was typed, where the host takes it apart."""
    name, *rest = (_as_text(told.get(key)) for key in keys) if keys else ("",)
    return f"/{name} {' '.join(rest)}" if name else ""


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _read_arguments(value: object, patches: tuple[str, ...]) -> dict[str, object]:
    """Return the arguments of a tool; some hosts write them as JSON in a string.

    A tool that takes a patch may be given nothing else, which then stands under its first key.
    """
    found = parse_json(value.encode("utf-8", "replace")) if isinstance(value, str) else value
    if isinstance(found, dict):
        return found
    return dict.fromkeys(patches[:1], value) if isinstance(value, str) else {}


def _list_strings(told: Mapping[str, object], keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        value = told.get(key)
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, str) and entry:
                yield entry


def _list_edits(tools: Tools, tool: str, arguments: Mapping[str, object]) -> Iterator[Edit]:
    if tool in tools.patches:
        for text in _list_strings(arguments, tools.patches[tool]):
            yield from (Edit(path, hunks=hunks) for path, hunks in read_patches(text))
    elif tool in tools.files:
        paths = dict.fromkeys(_list_strings(arguments, tools.files[tool]))
        whole = next(_list_contents(arguments, tools.whole), None)
        swaps = tuple(_list_swaps(tools, arguments, 0))
        for path in paths:
            said = _join_others(arguments, tools.files[tool])
            yield Edit(path, None if swaps else whole, swaps, said=said)
    elif _of_server(tools, tool) and _WRITING.search(tool):
        for path in dict.fromkeys(map(_read_path, _list_strings(arguments, _PATHS))):
            yield Edit(path, said=_join_others(arguments, _PATHS))


def _read_path(text: str) -> str:
    """Return the path that a text is or that a `file:` URI names (RFC 8089)."""
    found = _FILE_URI.match(text)
    return unquote(text[found.end() :]) if found else text


def _list_scripts(tools: Tools, tool: str, arguments: Mapping[str, object]) -> Iterator[str]:
    if tool in tools.shells:
        yield from _list_command_lines(arguments, tools.shells[tool])
    elif _of_server(tools, tool) and _RUNNING.search(tool):
        yield from _list_command_lines(arguments, _COMMANDS)


def _list_command_lines(arguments: Mapping[str, object], keys: Iterable[str]) -> Iterator[str]:
    """Yield command lines; a list of words is one."""
    from shlex import join

    for key in keys:
        value = arguments.get(key)
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield join(value)
        elif isinstance(value, str):
            yield value


def _of_server(tools: Tools, tool: str) -> bool:
    return bool(tools.servers) and tool.startswith(tools.servers)


def _list_contents(arguments: Mapping[str, object], keys: Iterable[str]) -> Iterator[str]:
    """Yield whole contents, an empty one too."""
    return (value for key in keys if isinstance(value := arguments.get(key), str))


def _list_swaps(tools: Tools, value: object, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of old and new text, also those in lists of edits."""
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        new = next(_list_contents(value, tools.new), None)
        if new is not None:
            yield next(_list_contents(value, tools.old), ""), new
    for entry in _list_entries(value):
        if isinstance(entry, dict | list):
            yield from _list_swaps(tools, entry, depth + 1)


def _join_others(arguments: Mapping[str, object], keys: Iterable[str]) -> str:
    """Return all strings in some arguments, line by line, those under some keys left out."""
    left = set(keys)
    return _join_strings({key: value for key, value in arguments.items() if key not in left})


def _join_strings(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return value
    if depth > _DEPTH:
        return ""
    return "\n".join(
        filter(None, (_join_strings(entry, depth + 1) for entry in _list_entries(value)))
    )


def _list_entries(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
