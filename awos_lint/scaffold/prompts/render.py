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
from awos_lint.scaffold.prompts import CAPABILITIES, Prompt, load_commands, load_text
from awos_lint.syntax.edit.written import write_pair, write_scalar

PREFIX = "awos-"
"""What stands in front of a command's name where nothing else is wished, or is allowed."""

_NAME = re.compile("[a-z][a-z-]*")
_QUOTE = '"'


def name_command(name: str, host: Host, prefix: str = PREFIX) -> str:
    """Return a command's name in a host; a name that the host has taken keeps the prefix."""
    wished = f"{prefix}{name}"
    return f"{PREFIX}{name}" if wished in host.reserved | host.bundled else wished


def call_command(name: str, host: Host, prefix: str = PREFIX) -> str:
    """Return what a person types to call a command."""
    return host.call.format(name_command(name, host, prefix))


def render_command(prompt: Prompt, host: Host, prefix: str = PREFIX) -> tuple[str, str]:
    """Return the path and the text of a command as a skill of a host."""
    name = name_command(prompt.name, host, prefix)
    front = {"name": name, "description": prompt.description}
    if host.hint and prompt.hint:
        front["argument-hint"] = prompt.hint
    body = _fill_names(prompt.body, host, prefix)
    return f"{host.skills}/{name}/SKILL.md", _write_markdown(front, body)


def render_agent(prompt: Prompt, host: Host, prefix: str = PREFIX) -> tuple[str, str] | None:
    """Return the path and the text of a subagent; ``None`` where a host has none."""
    agents = host.agents
    if agents is None:
        return None
    path = f"{agents.folder}/{prompt.name}{agents.suffix}"
    front = _make_front(prompt, agents)
    body = _fill_names(prompt.body, host, prefix)
    return path, (_write_toml if agents.format == "toml" else _write_markdown)(front, body)


def write_instructions(host: Host, prefix: str = PREFIX) -> str:
    """Return the section for the file that a host reads at the start."""
    return _fill_names(load_text("instructions.md"), host, prefix)


def write_plugin() -> str:
    """Return opencode's plugin, which hands the calls of tools to ``awos hook``."""
    return load_text("opencode.js")


def _fill_names(body: str, host: Host, prefix: str) -> str:
    """Put the names of the commands in place of those in braces."""
    for prompt in load_commands():
        body = body.replace(f"{{{prompt.name}}}", name_command(prompt.name, host, prefix))
    return body


def _make_front(prompt: Prompt, agents: Agents) -> dict[str, Any]:
    """Return what a host is told of a subagent besides its text."""
    front: dict[str, Any] = {"name": prompt.name} if agents.named else {}
    front["description"] = prompt.description
    if tools := _list_tools(prompt, agents):
        front["tools"] = ", ".join(tools) if agents.listed == "comma" else tools
    front.update(agents.extra)
    if prompt.reads:
        front.update(agents.reading)
    if denied := [key for what, key in agents.denies.items() if what not in prompt.can]:
        front["permission"] = dict.fromkeys(denied, "deny")
    return front


def _list_tools(prompt: Prompt, agents: Agents) -> list[str]:
    able = (what for what in CAPABILITIES if what in prompt.can)
    return [tool for what in able for tool in agents.tools.get(what, ())]


def _write_markdown(front: Mapping[str, Any], body: str) -> str:
    return "\n".join(["---", *_write_yaml(front), "---", "", body])


def _write_yaml(front: Mapping[str, Any]) -> Iterator[str]:
    for key, value in front.items():
        if isinstance(value, bool):
            yield f"{key}: {str(value).lower()}"
        elif isinstance(value, str):
            # A number without quotes is no text to the readers of most hosts.
            yield f"{key}: {write_scalar(value, quote='' if _NAME.fullmatch(value) else _QUOTE)}"
        else:
            yield from write_pair(key, value, "", 2)


def _write_toml(front: Mapping[str, Any], body: str) -> str:
    lines = (f"{key} = {_write_basic(value)}" for key, value in front.items())
    # Three quotes in a row would end the text, and a backslash would change it.
    text = body.replace("\\", "\\\\").replace('"""', '""\\"')
    return "\n".join([*lines, f'developer_instructions = """\n{text}"""\n'])


def _write_basic(value: str) -> str:
    """Return a basic string of TOML, which is one of JSON but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
