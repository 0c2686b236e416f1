"""What the runner of GitHub Actions does with the lines that a step prints.

The two parsers of actions/runner, src/Runner.Common/ActionCommand.cs, in their order: ``::name::``
after leading blanks (``TryParseV2``), then ``##[name]`` anywhere in the line (``TryParse``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KNOWN = {
    "add-mask",
    "add-matcher",
    "add-path",
    "debug",
    "echo",
    "endgroup",
    "error",
    "group",
    "internal-set-repo-path",
    "notice",
    "remove-matcher",
    "save-state",
    "set-env",
    "set-output",
    "stop-commands",
    "warning",
}
DATA = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
PROPERTY = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    data: str


def commands(output: str) -> list[Command]:
    """Return the commands that the runner finds in an output."""
    lines = re.split(r"\r\n|\r|\n", output)
    return [found for line in lines if (found := _colons(line) or _brackets(line))]


def _colons(line: str) -> Command | None:
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, listed = line[2:end].partition(" ")
    return _command(name, listed.strip().split(","), line[end + 2 :])


def _brackets(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, listed = line[start + 3 : end].partition(" ")
    return _command(name, listed.split(";"), line[end + 1 :])


def _command(name: str, listed: list[str], data: str) -> Command | None:
    if name not in KNOWN:
        return None
    pairs = [item.split("=", 1) for item in listed if "=" in item]
    return Command(name, {k: _undo(v, PROPERTY) for k, v in pairs}, _undo(data, DATA))


def _undo(text: str, escapes: list[tuple[str, str]]) -> str:
    for escaped, char in escapes:
        text = text.replace(escaped, char)
    return text
