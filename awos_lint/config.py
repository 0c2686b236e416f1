"""The configuration: text in, a frozen :class:`Config` out, errors with the trail to the key.

``awos.toml`` or ``[tool.awos]`` in ``pyproject.toml``; this module never touches the disk. Keys are
written in kebab-case. A list replaces the list of the configuration it extends, a table is merged
into it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from awos_lint.model.kinds import KINDS, Kind, Link

Loudness = Literal["error", "warning", "notice", "off"]
Count = Annotated[int, Field(ge=1)]
Patterns = list[Annotated[str, Field(min_length=1)]]


class ConfigError(Exception):
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
    front_bytes: Count = Field(65_536, description="Size of one front matter, in bytes.")
    front_depth: Count = Field(8, description="Nesting of front matter.")
    front_events: Count = Field(5_000, description="YAML events in one front matter.")
    scalar: Count = Field(8_192, description="Length of one front matter value, in code points.")
    lines: Count = Field(20_000, description="Lines in one document.")
    line_length: Count = Field(65_536, description="Length of one line, in code points.")
    nesting: Count = Field(100, le=100, description="Nesting of Markdown blocks.")
    documents: Count = Field(100_000, description="Documents in one run.")


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
    statuses: list[str] = Field(
        ["draft", "in-review", "approved"], description="Own kinds: statuses, least settled first."
    )
    links: dict[str, list[str]] = Field(
        {}, description="Own kinds: the keys that hold ids, and the kinds they lead to."
    )


EditPolicy = Literal["frozen", "amend-only", "living"]


class Changes(Table):
    """What may happen in the step from one commit to another; the table of the base applies."""

    edit_policy: dict[str, EditPolicy] = Field(
        {},
        description="How the text of a kind may change once it is approved and in force: not at "
        "all (`frozen`), by amendments (`amend-only`, for decisions when nothing is said), or "
        "freely (`living`, for all others).",
    )
    separate_hands: bool = Field(
        False, description="Nobody approves a text that the same hand edited in the same step."
    )
    separate_commits: bool = Field(
        False, description="No commit both edits a text and adds an approval of it."
    )


class Governed(Table):
    """Code that changes only when an approved spec covers it."""

    paths: Patterns = Field([], description="Globs of that code; none when left out.")


class Config(Table):
    """Everything that a project may decide."""

    documents: str = Field("context", description="The folder that holds the documents.")
    exclude: Patterns = Field([], description="Globs of files in it that are no documents.")
    layouts: list[str] | None = Field(
        None, description="Layouts to read; all that are recognised when it is left out."
    )
    extends: list[str] = Field([], description="Configurations to begin with, later ones win.")
    select: list[str] = Field(["all"], description="Rules or families to run.")
    extend_select: list[str] = Field([], description="Rules to run besides the selected ones.")
    ignore: list[str] = Field([], description="Rules or families not to run.")
    severity: dict[str, Loudness] = Field({}, description="Severity by rule or family.")
    per_file_ignores: dict[str, list[str]] = Field(
        {}, description="Rules or families not to report, by glob of documents."
    )
    rules: dict[str, dict[str, Any]] = Field({}, description="Options, a table for each rule.")
    kinds: dict[str, KindConfig] = Field({}, description="Additions to kinds, and own kinds.")
    baseline: str | None = Field(None, description="The file of accepted findings.")
    changes: Changes = Changes.model_construct()
    governed: Governed = Governed.model_construct()
    limits: Limits = Limits()


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


def merge(layers: list[Layer]) -> tuple[Config, dict[str, str]]:
    """Merge configurations, the weakest first; return the result and where each key came from.

    Raises :class:`ConfigError` with the trail ``file: key: complaint`` for what is not allowed.
    """
    base = layers[-1].folder if layers else ""
    merged: dict[str, Any] = {"documents": rebased(Config().documents, base)}
    origins: dict[str, str] = {}
    for layer in layers:
        _validated(layer)
        for key, value in _rebased(layer.table, layer.folder).items():
            merged[key] = _joined(merged.get(key), value)
            origins[key] = layer.path
    return Config.model_validate(merged), origins


def extended(layer: Layer) -> list[str]:
    """Return the paths of the configurations that a layer begins with."""
    names = layer.table.get("extends", [])
    written = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return [rebased(name, layer.folder) for name in written]


def rebased(path: str, folder: str) -> str:
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


def _rebased(table: Mapping[str, Any], folder: str) -> dict[str, Any]:
    if not folder:
        return dict(table)
    found = dict(table)
    for key in ("documents", "baseline"):
        if key in found:
            found[key] = rebased(found[key], folder)
    for key in ("exclude", "extends"):
        if key in found:
            found[key] = [rebased(path, folder) for path in found[key]]
    ignores = found.get("per-file-ignores", {})
    found["per-file-ignores"] = {rebased(glob, folder): n for glob, n in ignores.items()}
    found["kinds"] = {name: _kind(own, folder) for name, own in found.get("kinds", {}).items()}
    if paths := found.get("governed", {}).get("paths"):
        found["governed"] = {"paths": [rebased(path, folder) for path in paths]}
    return found


def _kind(own: Mapping[str, Any], folder: str) -> dict[str, Any]:
    paths = {key: rebased(own[key], folder) for key in ("schema", "path") if key in own}
    return {**own, **paths}


def kinds_of(config: Config, schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, Kind]:
    """Return the kinds of a project: the built-in ones as configured, and its own.

    ``schemas`` holds the project's JSON Schemas by kind.
    """
    kinds = dict(KINDS)
    for name, own in config.kinds.items():
        base = KINDS.get(name) or _declared(name, own)
        sections = base.sections if own.sections is None else tuple(own.sections)
        kinds[name] = replace(
            base, sections=sections, keys=tuple(own.keys), schema=schemas.get(name)
        )
    return kinds


def _declared(name: str, own: KindConfig) -> Kind:
    links = {key: Link(tuple(to), rests=False) for key, to in own.links.items()}
    return Kind(name, own.prefix or name.upper(), tuple(own.statuses), links, declared=True)


def _joined(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{key: _joined(old.get(key), value) for key, value in new.items()}}


def _validated(layer: Layer) -> None:
    try:
        Config.model_validate(layer.table)
    except ValidationError as error:
        lines = [f"{layer.path}: {complaint}" for complaint in complaints(error, Config)]
        raise ConfigError("\n".join(lines)) from None


def complaints(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return what is wrong with a table, one ``key: complaint`` for each mistake."""
    return [
        f"{'.'.join(map(str, entry['loc']))}: {_complaint(dict(entry), model)}"
        for entry in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _complaint(entry: dict[str, Any], model: type[BaseModel]) -> str:
    if entry["type"] != "extra_forbidden":
        return str(entry["msg"]).removeprefix("Value error, ")
    known = [field.alias or name for name, field in model.model_fields.items()]
    close = get_close_matches(str(entry["loc"][-1]), known, 1) if len(entry["loc"]) == 1 else []
    return "unknown key" + (f", did you mean `{close[0]}`?" if close else "")


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``awos.toml``."""
    schema = TypeAdapter(Config).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
