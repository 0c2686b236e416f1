"""Prompts as one host wants them: where the file stands and what is in it.

What two hosts read from one path is the same for both, so no text says how a host calls a command:
it is named, and the person who reads it knows whether ``/`` or ``$`` belongs in front.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from awos_lint.hosts import Agents, Host
from awos_lint.scaffold.prompts import CAPABILITIES, Prompt, commands, text
from awos_lint.syntax.edit.written import pair, scalar

PREFIX = "awos-"
"""What stands in front of a command's name where nothing else is wished, or is allowed."""

_NAME = re.compile("[a-z][a-z-]*")
_QUOTE = '"'


def named(name: str, host: Host, prefix: str = PREFIX) -> str:
    """Return a command's name in a host; a name that the host has taken keeps the prefix."""
    wished = f"{prefix}{name}"
    return f"{PREFIX}{name}" if wished in host.reserved | host.bundled else wished


def called(name: str, host: Host, prefix: str = PREFIX) -> str:
    """Return what a person types to call a command."""
    return host.call.format(named(name, host, prefix))


def render_command(prompt: Prompt, host: Host, prefix: str = PREFIX) -> tuple[str, str]:
    """Return the path and the text of a command as a skill of a host."""
    name = named(prompt.name, host, prefix)
    front = {"name": name, "description": prompt.description}
    if host.hint and prompt.hint:
        front["argument-hint"] = prompt.hint
    body = _filled(prompt.body, host, prefix)
    return f"{host.skills}/{name}/SKILL.md", _markdown(front, body)


def render_agent(prompt: Prompt, host: Host, prefix: str = PREFIX) -> tuple[str, str] | None:
    """Return the path and the text of a subagent; ``None`` where a host has none."""
    agents = host.agents
    if agents is None:
        return None
    path = f"{agents.folder}/{prompt.name}{agents.suffix}"
    front = _front(prompt, agents)
    body = _filled(prompt.body, host, prefix)
    return path, (_toml if agents.format == "toml" else _markdown)(front, body)


def instructions(host: Host, prefix: str = PREFIX) -> str:
    """Return the section for the file that a host reads at the start."""
    return _filled(text("instructions.md"), host, prefix)


def plugin() -> str:
    """Return opencode's plugin, which hands the calls of tools to ``awos hook``."""
    return text("opencode.js")


def _filled(body: str, host: Host, prefix: str) -> str:
    """Put the names of the commands in place of those in braces."""
    for prompt in commands():
        body = body.replace(f"{{{prompt.name}}}", named(prompt.name, host, prefix))
    return body


def _front(prompt: Prompt, agents: Agents) -> dict[str, Any]:
    """Return what a host is told of a subagent besides its text."""
    front: dict[str, Any] = {"name": prompt.name} if agents.named else {}
    front["description"] = prompt.description
    if tools := _tools(prompt, agents):
        front["tools"] = ", ".join(tools) if agents.listed == "comma" else tools
    front.update(agents.extra)
    if prompt.reads:
        front.update(agents.reading)
    if denied := [key for what, key in agents.denies.items() if what not in prompt.can]:
        front["permission"] = dict.fromkeys(denied, "deny")
    return front


def _tools(prompt: Prompt, agents: Agents) -> list[str]:
    able = (what for what in CAPABILITIES if what in prompt.can)
    return [tool for what in able for tool in agents.tools.get(what, ())]


def _markdown(front: Mapping[str, Any], body: str) -> str:
    return "\n".join(["---", *_yaml(front), "---", "", body])


def _yaml(front: Mapping[str, Any]) -> Iterator[str]:
    for key, value in front.items():
        if isinstance(value, bool):
            yield f"{key}: {str(value).lower()}"
        elif isinstance(value, str):
            # A number without quotes is no text to the readers of most hosts.
            yield f"{key}: {scalar(value, quote='' if _NAME.fullmatch(value) else _QUOTE)}"
        else:
            yield from pair(key, value, "", 2)


def _toml(front: Mapping[str, Any], body: str) -> str:
    lines = (f"{key} = {_basic(value)}" for key, value in front.items())
    # Three quotes in a row would end the text, and a backslash would change it.
    text = body.replace("\\", "\\\\").replace('"""', '""\\"')
    return "\n".join([*lines, f'developer_instructions = """\n{text}"""\n'])


def _basic(value: str) -> str:
    """Return a basic string of TOML, which is one of JSON but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
