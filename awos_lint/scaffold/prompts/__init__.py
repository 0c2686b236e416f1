"""The texts that `awos init` installs for agents: commands, subagents, standards and the rest.

A command or a subagent is one Markdown file beside this one; the folder is the list. What its
fields ``description``, ``hint`` and ``can`` say is rendered for each host by
:mod:`awos_lint.scaffold.prompts.render`. A command named in a text stands in braces (``{spec}``),
because what it is called depends on the prefix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

CAPABILITIES = ("read", "search", "edit", "shell")
"""What a subagent may be able to do, in the order in which its tools are listed."""

_FLOW = (
    "product",
    "roadmap",
    "adr",
    "shape",
    "spec",
    "tasks",
    "implement",
    "orchestrate",
    "verify",
)
"""In which order the commands are listed."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A command or a subagent, as no host in particular writes it.

    ``description`` says what it does and when to use it, ``hint`` which arguments it takes, and
    ``can`` what a subagent may do. ``reads`` says that a subagent changes nothing, not even by a
    command in the shell.
    """

    name: str
    description: str
    hint: str
    body: str
    can: frozenset[str] = frozenset()
    reads: bool = False


@cache
def load_commands() -> tuple[Prompt, ...]:
    """Return the commands, in the order of the flow."""
    return tuple(sorted(_load_prompts("commands"), key=lambda prompt: _FLOW.index(prompt.name)))


@cache
def load_agents() -> tuple[Prompt, ...]:
    """Return the subagents, by name."""
    return tuple(_load_prompts("agents"))


@cache
def load_standards() -> Mapping[str, str]:
    """Return the drafts of standards: the name of each file, and its text."""
    return MappingProxyType(dict(_list_texts("standards")))


def load_text(name: str) -> str:
    """Return one of the other texts by the name of its file."""
    return (files(__name__) / name).read_text("utf-8")


def _list_texts(folder: str) -> Iterator[tuple[str, str]]:
    found = sorted((files(__name__) / folder).iterdir(), key=lambda entry: entry.name)
    return ((entry.name, entry.read_text("utf-8")) for entry in found)


def _load_prompts(folder: str) -> Iterator[Prompt]:
    return (_read_prompt(name.removesuffix(".md"), text) for name, text in _list_texts(folder))


def _read_prompt(name: str, text: str) -> Prompt:
    """Read the fields, one a line between two lines ``---``, and the text below them."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in head.split("\n"))
    return Prompt(
        name,
        fields["description"],
        fields.get("hint", ""),
        body.strip("\n") + "\n",
        frozenset(fields.get("can", "").split()),
        fields.get("changes") == "nothing",
    )
