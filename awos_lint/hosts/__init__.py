"""The coding agents that teams use, each one file of facts; the folder is walked.

A host says where it reads skills, subagents, hooks and MCP servers from, how they are written, what
a hook is told and how it must answer. Nothing else in awos knows a host by name, so that a change
of a vendor is one edit. ``source`` says where the facts stand and ``as_of`` when they were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from awos_lint.hosts._forms import Danger, Form

Moment = Literal["session-start", "user-prompt", "pre-tool-use", "post-tool-use", "stop"]
"""When awos is asked, whatever the host calls it."""

MOMENTS: tuple[Moment, ...] = (
    "session-start",
    "user-prompt",
    "pre-tool-use",
    "post-tool-use",
    "stop",
)

TEXT = "\0text"
"""Stands in an :class:`Answer` where the sentences go."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host is told: JSON, with the exit code that goes with it.

    A host that takes plain text gets the sentences instead, on the stream that ``plain`` names.
    """

    json: Mapping[str, Any] = field(default_factory=dict)
    code: int = 0
    plain: Literal["", "stdout", "stderr"] = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One moment as a host calls it.

    ``matchers`` narrow it to tools, in the host's own syntax, each in an entry of its own.
    ``refuse`` stops what is about to happen and ``tell`` adds text to the conversation; ``None``
    where the host offers no such thing. ``allow`` is the answer that lets it happen, where that is
    not the empty object.
    """

    name: str
    matchers: tuple[str, ...] = ()
    refuse: Answer | None = None
    tell: Answer | None = None
    allow: Answer | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """Where a hook finds things in what it is given: keys of the object on standard input.

    ``command`` are the keys of a typed command's name and of its arguments, where the host tells
    them apart; else they stand in the ``prompt``. ``stopped`` is true, or a count above zero, when
    the host is already going on because a hook refused to let it end; empty where it does not say.
    """

    tool: str = "tool_name"
    arguments: str = "tool_input"
    cwd: tuple[str, ...] = ("cwd",)
    prompt: tuple[str, ...] = ("prompt",)
    command: tuple[str, ...] = ()
    session: str = "session_id"
    stopped: str = "stop_hook_active"


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools that write: names, and the keys of their arguments that say where or what.

    ``files`` name a path, ``shells`` a command line, ``patches`` a patch with ``*** Update File:``
    lines. ``old`` and ``new`` are the keys of an edit's texts, ``whole`` that of a whole content.
    ``servers`` is how the names of the tools of MCP servers begin.
    """

    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    old: tuple[str, ...] = ("old_string",)
    new: tuple[str, ...] = ("new_string",)
    whole: tuple[str, ...] = ("content",)
    servers: str = ""


HookShape = Literal["grouped", "flat", "copilot", "named", "kiro", "plugin"]
"""How a file of hooks nests its entries.

``grouped``: ``{"hooks": {EVENT: [{"matcher", "hooks": [{...}]}]}}``. ``flat``: ``{"version": 1,
"hooks": {EVENT: [{"command", "matcher"}]}}``. ``copilot``: flat, with ``bash`` and ``powershell``.
``named``: ``{NAME: {EVENT: [...]}}``. ``kiro``: ``{"version": "v1", "hooks": [{"trigger"}]}``.
``plugin``: code that the host loads.
"""


@dataclass(frozen=True, slots=True)
class Hooks:
    """A host's hooks: the file that awos writes or adds to, its shape, the events by moment.

    ``owned`` says that the file is for awos alone. ``second`` is how many units a second of a
    timeout has. ``closed`` is put into each handler of ``pre-tool-use``: it makes the host refuse
    when the hook itself fails. ``extra`` is put into each handler. ``known`` are all event names,
    ``aliases`` other names for them, and ``unmatched`` the events that ignore a matcher. Handlers
    of the types in ``idle`` are read and never run. ``root`` are the only keys that may stand
    around the events, where the host is strict. ``listed`` says that names of tools with ``|``
    between them are compared whole, and not as a regular expression. With ``all``, every file with
    hooks is loaded, and all of them run; ``also`` are the hosts whose hooks run too. ``beside`` are
    further files that can switch the hooks off.
    """

    path: str
    shape: HookShape
    events: Mapping[Moment, Event]
    known: frozenset[str]
    owned: bool = False
    second: int = 1
    exec_form: bool = False
    closed: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    input: Input = Input()
    tools: Tools = Tools()
    aliases: frozenset[str] = frozenset()
    unmatched: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()
    root: frozenset[str] = frozenset()
    listed: bool = False
    all: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agents:
    """Subagents: their folder, the end of their file names, and how they are written.

    ``tools`` translates what a subagent may do (``read``, ``search``, ``edit``, ``shell``) to the
    names of the host's tools. ``named`` says that the file says its name, which is else that of the
    file. ``extra`` holds further keys of the front matter, ``reading`` those of subagents that may
    not write. Where a host lists no tools, ``denies`` are the keys below ``permission`` that are
    denied to a subagent that may not do what they stand for.
    """

    folder: str
    suffix: str = ".md"
    format: Literal["markdown", "toml"] = "markdown"
    tools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: Literal["list", "comma"] = "list"
    named: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)
    denies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Servers:
    """MCP servers: the file, the path of keys that leads to them, and an entry for each server."""

    path: str
    keys: tuple[str, ...]
    entries: Mapping[str, Mapping[str, Any]]
    format: Literal["json", "toml"] = "json"


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence about a host for who installs it: where it stands, and when it was read there."""

    text: str
    source: str
    as_of: str


SHARED = "AGENTS.md"
"""The file that most hosts read at the start."""


@dataclass(frozen=True, slots=True)
class Host:
    """A coding agent.

    ``signs`` are paths that only a team that uses it has. ``skills`` is the folder of its skills,
    ``reads`` are others that it reads too; ``shares`` are the hosts whose subagents and
    servers it reads besides its own. ``call`` shows how a skill is called. ``hint`` says
    whether a skill may say which arguments it takes. ``reserved`` are names that the host has taken
    itself, ``bundled`` those of skills that it brings along and that one of the project replaces.
    ``instructions`` is the file that it reads at the start, and ``imports`` how that file takes in
    another one, if it can. ``unsure`` are sentences about what is not known of it, for who installs
    it. ``trust`` says what must be trusted before the hooks of a project run, and ``ended`` for
    whom the vendor has stopped it.

    ``forms`` are the files that it reads and what they may say. ``vocabulary`` are the names of its
    tools, all of them where it is ``closed``; ``gone`` are tools it had, with what is there now.
    ``dangers`` are settings that no repository should bring along.
    """

    name: str
    title: str
    tier: int
    source: tuple[str, ...]
    as_of: str
    signs: tuple[str, ...]
    skills: str
    reads: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    call: str = "/{}"
    hint: bool = False
    reserved: frozenset[str] = frozenset()
    bundled: frozenset[str] = frozenset()
    agents: Agents | None = None
    hooks: Hooks | None = None
    servers: Servers | None = None
    instructions: str = SHARED
    imports: str = ""
    unsure: tuple[str, ...] = ()
    trust: Fact | None = None
    ended: Fact | None = None
    forms: tuple[Form, ...] = ()
    vocabulary: frozenset[str] = frozenset()
    closed: bool = False
    gone: Mapping[str, str] = field(default_factory=dict)
    dangers: tuple[Danger, ...] = ()


@cache
def load_hosts() -> dict[str, Host]:
    """Return every host by name, the first tier first; the folder is the list."""
    names = (info.name for info in iter_modules(__path__) if not info.name.startswith("_"))
    found: list[Host] = [import_module(f"{__name__}.{name}").HOST for name in names]
    return {host.name: host for host in sorted(found, key=lambda host: (host.tier, host.title))}


@cache
def load_host(name: str) -> Host:
    """Return one host, without importing the others; raises ``KeyError``."""
    module = name.replace("-", "_")
    if not module.isidentifier() or module.startswith("_"):
        raise KeyError(name)
    try:
        found: Host = import_module(f"{__name__}.{module}").HOST
    except ModuleNotFoundError:
        raise KeyError(name) from None
    return found
