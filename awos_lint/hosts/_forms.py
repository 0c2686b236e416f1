"""What the files that a host reads must and may say: tables that the hosts fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["skill", "command", "agent", "rule", "instructions", "settings"]
"""What a file is to its host; ``settings`` hold hooks, MCP servers, or both."""

Type = Literal["text", "flag", "switch", "number", "list", "texts", "map", "any"]
"""How a value is written.

A ``flag`` is ``true`` or ``false`` without quotes; a ``switch`` may be quoted, or ``yes`` and
``no``. ``texts`` are a list, or one text that holds several.
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of front matter: its type, its values where there is a list of them, and its length."""

    type: Type = "text"
    values: frozenset[str] = frozenset()
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Server:
    """An MCP server as a host reads it.

    ``command`` is one word, or a list that holds the arguments too. ``urls`` are the keys of an
    address, ``types`` the transports, where they are known; ``typed`` says what needs a ``type``.
    ``instead`` names the right key for those of other hosts, which are not read here.
    """

    command: Literal["text", "list"] = "text"
    urls: tuple[str, ...] = ("url",)
    types: frozenset[str] = frozenset()
    typed: Literal["", "url", "all"] = ""
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Danger:
    """A setting that lets a repository act on who opens it.

    ``value`` limits it to one value; ``ours`` is how a harmless value begins. ``why`` is a clause.
    """

    keys: tuple[str, ...]
    why: str
    value: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file that a host reads.

    ``path`` is a regular expression for the path below the folder that the host is started in; its
    group ``name`` is what the file is called by. ``by`` is who asks for it, where no host does.
    Without the ``required`` keys the host does not take the file. ``unknown`` is what becomes of
    other keys: the file is refused, validators of the format refuse it, or nobody reads them;
    ``instead`` names the right key for what is often written in place of it. With ``several`` the
    front matter may be a list, an entry for each.

    ``named`` says what the key ``name`` must be equal to, and ``spelled`` how it must look.
    ``calls`` are the keys that list tools. ``words`` are the placeholders that the host fills in.
    ``bytes`` and ``tokens`` are how much of the text it reads, or is well read. ``hooks`` tells
    that the file may hold hooks, ``nests`` how where the host does not say it. ``servers`` are the
    keys that lead to its MCP servers, and ``server`` is what one of them looks like.
    """

    role: Role
    path: str
    by: str = ""
    syntax: Literal["markdown", "json", "jsonc", "toml"] = "markdown"
    keys: Mapping[str, Key] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    unknown: Literal["refused", "odd", "ignored"] = "ignored"
    several: bool = False
    instead: Mapping[str, str] = field(default_factory=dict)
    named: Literal["", "folder"] = ""
    spelled: str = ""
    calls: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    bytes: int = 0
    tokens: int = 0
    hooks: bool = False
    nests: str = ""
    servers: tuple[str, ...] = ()
    server: Server = Server()


def make_keys(**types: str) -> dict[str, Key]:
    """Return keys by type, each a string of names: ``keys(text="name description")``."""
    return {name: Key(type_) for type_, names in types.items() for name in names.split()}  # type: ignore[arg-type]


def one_of(values: str) -> Key:
    """Return a key whose value is one of some words."""
    return Key(values=frozenset(values.split()))


SKILL_NAME = r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*"
"""Lower-case letters and digits of any script, with single hyphens between (agentskills.io)."""

SKILL_KEYS = {
    "name": Key(longest=64),
    "description": Key(longest=1024),
    "license": Key(),
    "compatibility": Key(longest=500),
    "metadata": Key("map"),
    "allowed-tools": Key("texts"),
}
"""The keys of the open standard (agentskills.io/specification)."""
