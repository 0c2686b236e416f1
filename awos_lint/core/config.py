"""The configuration: text in, a frozen :class:`Config` out, errors with the trail to the key.

``awos.toml`` or ``[tool.awos]`` in ``pyproject.toml``; this module never touches the disk. Keys are
written in kebab-case. A list replaces the list of the configuration it extends, a table is merged
into it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from awos_lint.core.errors import AwosError
from awos_lint.core.model.kinds import ITEMS, KINDS, Kind, Link, find_kind
from awos_lint.core.suggestion import ask_meant

Loudness = Literal["error", "warning", "notice", "off"]
Count = Annotated[int, Field(ge=1)]
Patterns = list[Annotated[str, Field(min_length=1)]]


class ConfigError(AwosError):
    """The configuration cannot be used; the message names file, key and what to write instead."""


class Table(BaseModel):
    """Base of every table in the configuration."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
        defer_build=True,
    )


class Limits(Table):
    """How much is read before awos says that it stopped; the reasons are in docs/reference."""

    document_bytes: Count = Field(524_288, description="Size of one document, in bytes.")
    data_bytes: Count = Field(
        8_388_608,
        description="Size of one data file of a foreign layout, such as a task list in JSON, in "
        "bytes.",
    )
    front_bytes: Count = Field(65_536, description="Size of one front matter, in bytes.")
    front_depth: Count = Field(8, description="Nesting of front matter.")
    front_events: Count = Field(5_000, description="YAML events in one front matter.")
    scalar: Count = Field(8_192, description="Length of one front matter value, in code points.")
    lines: Count = Field(20_000, description="Lines in one document.")
    line_length: Count = Field(65_536, description="Length of one line, in code points.")
    nesting: Count = Field(100, le=100, description="Nesting of Markdown blocks.")
    documents: Count = Field(100_000, description="Documents in one run.")
    claim_bytes: Count = Field(
        1_048_576, description="Size of one file that a claim or an anchor names, in bytes."
    )
    claim_files: Count = Field(10_000, description="Files that claims and anchors name, together.")
    claim_total: Count = Field(
        67_108_864, description="Size of the files that claims and anchors name, in bytes."
    )


class KindConfig(Table):
    """What a project adds to a built-in kind, or a kind of its own."""

    schema_file: str | None = Field(
        None, alias="schema", description="A JSON Schema that the front matter must satisfy too."
    )
    sections: list[str] | None = Field(None, description="Headings that each document must have.")
    keys: list[str] = Field([], description="Further front matter keys that are allowed.")
    path: str | None = Field(None, description="Own kinds: a glob of their files.")
    prefix: str | None = Field(
        None, pattern=r"^[A-Z][A-Z0-9]{0,15}$", description="Own kinds: the letters of their ids."
    )
    id: Annotated[str, Field(min_length=1)] = Field(
        "id", description="Own kinds: the key that holds the id, or the number in it."
    )
    statuses: list[str] = Field(
        ["draft", "in-review", "approved"], description="Own kinds: statuses, least settled first."
    )
    links: dict[str, list[str]] = Field(
        {},
        description="Own kinds: the keys that hold ids or their numbers, and the kinds they lead "
        "to.",
    )


EditPolicy = Literal["frozen", "amend-only", "living"]
EDIT_POLICIES: tuple[EditPolicy, ...] = ("frozen", "amend-only", "living")
"""The policies, the strictest first."""


class Changes(Table):
    """What may happen in the step from one commit to another; the table of the base applies."""

    edit_policy: dict[str, EditPolicy] = Field(
        {},
        description="How the text of a kind may change once it is approved and in force: not at "
        "all (`frozen`), by amendments (`amend-only`, for decisions when nothing is said), or "
        "freely (`living`, for all others).",
    )
    separate_commits: bool = Field(
        False, description="No commit both edits a text and adds an approval of it."
    )

    def edit_policy_of(self, kind: str) -> EditPolicy:
        """Return how the text of a kind may change."""
        return self.edit_policy.get(kind, find_kind(kind).edit_policy)


LevelName = Literal["declared", "bound", "recorded", "signed", "reviewed"]

AGENTS = (
    "*[[]bot]*",
    "claude",
    "claude code",
    "claude opus*",
    "claude sonnet*",
    "claude haiku*",
    "noreply@anthropic.com",
    "codex",
    "openai codex*",
    "codex@openai.com",
    "noreply@openai.com",
    "copilot",
    "github copilot*",
    "copilot-swe-agent*",
    "*+copilot@users.noreply.github.com",
    "cursor",
    "cursor agent",
    "cursoragent*",
    "devin ai",
    "devin-ai-integration*",
    "gemini",
    "gemini cli",
    "gemini-cli*",
    "aider",
    "* (aider)",
    "*@aider.chat",
    "openhands",
    "openhands@all-hands.dev",
)
"""Names and mails under which coding agents and bots commit, as globs without letter case."""


class KindApprovals(Table):
    """What approvals of one kind must be, where it differs from those of all kinds."""

    level: LevelName | None = Field(None, description="The least level.")
    count: Count | None = Field(None, description="How many people must approve.")
    by: list[str] | None = Field(None, description="Who may approve: mails, or names.")
    codeowners: bool | None = Field(None, description="Whether code owners may approve.")
    roster: str | None = Field(None, description="A file that names who may approve.")
    independent: bool | None = Field(
        None, description="Whether nobody approves a text that they wrote a part of."
    )


class Approvals(Table):
    """What makes an approval count; in a step, this table and all it names are the base's."""

    level: LevelName = Field("bound", description="The least level that an approval must have.")
    count: Count = Field(1, description="How many people must approve.")
    by: list[str] = Field(
        [], description="Who may approve, by mail or by name; everybody when nobody is named."
    )
    codeowners: bool = Field(False, description="Those may whom CODEOWNERS names for the file.")
    roster: str | None = Field(
        None, description="Those may whom this file names, a mail or a name on each line."
    )
    independent: bool = Field(
        False, description="Nobody approves a text that they wrote a part of."
    )
    agents: Patterns = Field(
        list(AGENTS), description="Globs of names and mails that never approve."
    )
    allowed_signers: str | None = Field(
        None, description="The file of keys that signatures are verified with, see ssh-keygen(1)."
    )
    kinds: dict[str, KindApprovals] = Field(
        {}, description="What is different for a kind, by its name."
    )

    @property
    def files(self) -> frozenset[str]:
        """The files that say who may approve, besides the configuration."""
        rosters = (self.roster, *(own.roster for own in self.kinds.values()))
        return frozenset(path for path in (*rosters, self.allowed_signers) if path)

    def for_kind(self, kind: str) -> Approvals:
        """Return what applies to one kind."""
        own = self.kinds.get(kind)
        given = own.model_dump(exclude_none=True) if own else {}
        return self.model_copy(update=given)


class Commits(Table):
    """What a commit message must say; judged by the hooks for messages."""

    trailers: Literal["off", "optional", "required"] = Field(
        "off",
        description="Whether a message names its spec or task in a `Spec:` or `Task:` trailer: "
        "nobody looks (`off`), what is named must exist (`optional`), something must be named "
        "(`required`).",
    )


class Governed(Table):
    """Code that changes only when an approved spec covers it."""

    paths: Patterns = Field([], description="Globs of that code; none when left out.")


class Folders(Table):
    """Folders of a layout that are not called as its tool calls them."""

    spec_kit: Patterns = Field(
        [], description="Folders that hold the numbered folders of Spec Kit's features."
    )


class Config(Table):
    """Everything that a project may decide."""

    documents: str = Field("context", description="The folder that holds the documents.")
    exclude: Patterns = Field([], description="Globs of files in it that are no documents.")
    layouts: list[str] | None = Field(
        None, description="Layouts to read; all that are recognised when it is left out."
    )
    folders: Folders = Folders.model_construct()
    unread: list[str] = Field(
        [], description="Frameworks that awos recognises and does not read, not to be named."
    )
    extends: list[str] = Field([], description="Configurations to begin with, later ones win.")
    select: list[str] = Field(["all"], description="Rules or families to run.")
    extend_select: list[str] = Field([], description="Rules to run besides the selected ones.")
    ignore: list[str] = Field([], description="Rules or families not to run.")
    preview: bool = Field(False, description="Run the rules that are in preview, too.")
    severity: dict[str, Loudness] = Field({}, description="Severity by rule or family.")
    per_file_ignores: dict[str, list[str]] = Field(
        {}, description="Rules or families not to report, by glob of documents."
    )
    vendored: Patterns = Field(
        [],
        description="Globs of files that a framework or a package generated, besides those that "
        "awos knows; what is found in them is at most a notice.",
    )
    rules: dict[str, dict[str, Any]] = Field({}, description="Options, a table for each rule.")
    kinds: dict[str, KindConfig] = Field({}, description="Additions to kinds, and own kinds.")
    baseline: str | None = Field(None, description="The file of accepted findings.")
    approvals: Approvals = Approvals.model_construct()
    changes: Changes = Changes.model_construct()
    governed: Governed = Governed.model_construct()
    commits: Commits = Commits.model_construct()
    limits: Limits = Limits.model_construct()


@dataclass(frozen=True, slots=True)
class Layer:
    """One configuration file as it was read: its path, and the table that it holds."""

    path: str
    table: Mapping[str, Any]

    @property
    def folder(self) -> str:
        """The folder of the file; every path in the table is relative to it."""
        return self.path.rpartition("/")[0]


def read_layer(path: str, text: str) -> Layer | None:
    """Parse one configuration file; ``None`` for a ``pyproject.toml`` without ``[tool.awos]``.

    Raises :class:`ConfigError` when it is not TOML.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    if path.rpartition("/")[2] != "pyproject.toml":
        return Layer(path, table)
    tool = table.get("tool", {})
    if not isinstance(tool, dict) or "awos" not in tool:
        return None
    if not isinstance(tool["awos"], dict):
        raise ConfigError(f"{path}: tool.awos: must be a table")
    return Layer(path, tool["awos"])


def merge_layers(layers: list[Layer]) -> tuple[Config, dict[str, str]]:
    """Merge configurations, the weakest first; return the result and where each key came from.

    Raises :class:`ConfigError` with the trail ``file: key: complaint`` for what is not allowed.
    """
    base = layers[-1].folder if layers else ""
    merged: dict[str, Any] = {"documents": rebase_path(Config().documents, base)}
    origins: dict[str, str] = {}
    for layer in layers:
        _validate_layer(layer)
        for key, value in _rebase_table(layer.table, layer.folder).items():
            merged[key] = _merge_values(merged.get(key), value)
            origins[key] = layer.path
    config = Config.model_validate(merged)
    known = [*KINDS, *config.kinds]
    for name in config.approvals.kinds:
        if name not in known:
            where = f"{origins['approvals']}: approvals.kinds.{name}"
            raise ConfigError(f"{where}: no such kind{_ask_meant(name, known)}")
    return config, origins


def list_extended(layer: Layer) -> list[str]:
    """Return the paths of the configurations that a layer begins with."""
    names = layer.table.get("extends", [])
    written = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return [rebase_path(name, layer.folder) for name in written]


def rebase_path(path: str, folder: str) -> str:
    """Return a path that a file in ``folder`` states, relative to the repository root.

    A path that would leave the repository keeps its leading ``..``.
    """
    parts: list[str] = []
    for part in f"{folder}/{path}".split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _rebase_table(table: Mapping[str, Any], folder: str) -> dict[str, Any]:
    if not folder:
        return dict(table)
    found = dict(table)
    for key in ("documents", "baseline"):
        if key in found:
            found[key] = rebase_path(found[key], folder)
    for key in ("exclude", "extends", "vendored"):
        if key in found:
            found[key] = [rebase_path(path, folder) for path in found[key]]
    ignores = found.get("per-file-ignores", {})
    found["per-file-ignores"] = {rebase_path(glob, folder): n for glob, n in ignores.items()}
    found |= _rebase_approvals(found, folder)
    found["kinds"] = {
        name: _rebase_kind(own, folder) for name, own in found.get("kinds", {}).items()
    }
    if folders := found.get("folders"):
        found["folders"] = {
            k: [rebase_path(path, folder) for path in v] for k, v in folders.items()
        }
    if paths := found.get("governed", {}).get("paths"):
        found["governed"] = {"paths": [rebase_path(path, folder) for path in paths]}
    return found


def _rebase_approvals(table: Mapping[str, Any], folder: str) -> dict[str, Any]:
    if "approvals" not in table:
        return {}
    own = dict(table["approvals"])
    for key in ("roster", "allowed-signers"):
        if key in own:
            own[key] = rebase_path(own[key], folder)
    kinds = own.get("kinds", {}).items()
    own["kinds"] = {
        name: {k: rebase_path(v, folder) if k == "roster" else v for k, v in kind.items()}
        for name, kind in kinds
    }
    return {"approvals": own}


def _rebase_kind(own: Mapping[str, Any], folder: str) -> dict[str, Any]:
    paths = {key: rebase_path(own[key], folder) for key in ("schema", "path") if key in own}
    return {**own, **paths}


def kinds_of(config: Config, schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, Kind]:
    """Return the kinds of a project: the built-in ones as configured, and its own.

    ``schemas`` holds the project's JSON Schemas by kind.
    """
    kinds = dict(KINDS)
    for name, own in config.kinds.items():
        base = KINDS.get(name) or _declare_kind(name, own, config)
        sections = base.sections if own.sections is None else tuple(own.sections)
        kinds[name] = replace(
            base, sections=sections, keys=tuple(own.keys), schema=schemas.get(name)
        )
    return kinds


def _declare_kind(name: str, own: KindConfig, config: Config) -> Kind:
    links = {
        key: Link(tuple(to), rests=False, numbers=tuple(_find_prefix(kind, config) for kind in to))
        for key, to in own.links.items()
    }
    prefix, statuses = _find_prefix(name, config), tuple(own.statuses)
    return Kind(name, prefix, statuses, links, declared=True, id_key=own.id)


def _find_prefix(name: str, config: Config) -> str:
    """Return the letters that ids of a kind of document or item begin with."""
    if known := KINDS.get(name) or ITEMS.get(name):
        return known.prefix
    own = config.kinds.get(name)
    return (own and own.prefix) or name.upper()


def _merge_values(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{key: _merge_values(old.get(key), value) for key, value in new.items()}}


def _validate_layer(layer: Layer) -> None:
    try:
        Config.model_validate(layer.table)
    except ValidationError as error:
        lines = [f"{layer.path}: {complaint}" for complaint in list_complaints(error, Config)]
        raise ConfigError("\n".join(lines)) from None


def list_complaints(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return what is wrong with a table, one ``key: complaint`` for each mistake."""
    return [
        f"{'.'.join(map(str, entry['loc']))}: {_format_complaint(dict(entry), model)}"
        for entry in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _format_complaint(entry: dict[str, Any], model: type[BaseModel]) -> str:
    if entry["type"] != "extra_forbidden":
        return str(entry["msg"]).removeprefix("Value error, ")
    known = [field.alias or name for name, field in model.model_fields.items()]
    near = len(entry["loc"]) == 1
    if not near and entry["loc"][-1] in known:
        above = "in pyproject.toml directly under `[tool.awos]`"
        return f"unknown key; it belongs above the first table, {above}"
    return "unknown key" + (_ask_meant(str(entry["loc"][-1]), known) if near else "")


def _ask_meant(name: str, known: list[str]) -> str:
    question = ask_meant(name, known, "")
    return f", {question}" if question else ""


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``awos.toml``."""
    schema = TypeAdapter(Config).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
