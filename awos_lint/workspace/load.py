"""Tree and configuration in, project out: discover, read, build the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from awos_lint.config import Config, ConfigError, kinds_of
from awos_lint.diagnostic import Skip
from awos_lint.graph import Project
from awos_lint.graph.build import build
from awos_lint.layouts import Claim, Layout, layouts
from awos_lint.model.document import Document
from awos_lint.model.files import Files, matches
from awos_lint.model.kinds import Kind
from awos_lint.model.overlay import load_schema
from awos_lint.tree import Tree, Unread
from awos_lint.workspace.settings import Settings, read_text


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project that was read, with what could not be."""

    project: Project
    settings: Settings
    skipped: tuple[Skip, ...] = ()


def load(tree: Tree, settings: Settings) -> Loaded:
    """Discover the documents of a tree, read them and build their graph.

    Raises :class:`ConfigError` when a file that the configuration names cannot be used.
    """
    config = settings.config
    kinds = kinds_of(config, _schemas(tree, config))
    claims = _claims(tree, config, kinds)
    blobs = tree.read_many([claim.path for _, claim in claims], config.limits.document_bytes)
    documents: list[Document] = []
    skipped: list[Skip] = []
    for layout, claim in claims:
        data = blobs[claim.path]
        if isinstance(data, Unread):
            skipped += [Skip(claim.path, data.reason)] if claim.kind else []
        else:
            documents += layout.read(claim, data, config, kinds)
    skipped += [Skip(document.path, document.unread) for document in documents if document.unread]
    if not documents and not skipped:
        skipped.append(_nothing(settings))
    files = Files(tree.paths | tree.skipped.keys(), settings.base)
    ordered = tuple(sorted(skipped, key=lambda skip: (skip.what, skip.why)))
    return Loaded(build(documents, files, kinds), settings, ordered)


def _claims(tree: Tree, config: Config, kinds: Mapping[str, Kind]) -> list[tuple[Layout, Claim]]:
    """Return what each layout holds for a document; also what turns out to be no regular file."""
    # A folder that is called like a document is claimed too, so that reading it says what it is.
    folders = (path for path in Files(tree.paths).folders if path.endswith(".md"))
    every = sorted({*tree.paths, *tree.skipped, *folders})
    inside = [path for path in every if not any(matches(glob, path) for glob in config.exclude)]
    return [
        (layout, claim)
        for layout in layouts().values()
        for claim in layout.claims(inside, config, kinds)
    ]


def _nothing(settings: Settings) -> Skip:
    folder = settings.config.documents
    where = settings.path or "awos.toml"
    return Skip(folder, f"no document found there; `documents` in {where} names the folder")


def _schemas(tree: Tree, config: Config) -> dict[str, Mapping[str, Any]]:
    found = {}
    for name, own in config.kinds.items():
        if own.schema_file:
            try:
                found[name] = load_schema(own.schema_file, read_text(tree, own.schema_file))
            except ValueError as error:
                raise ConfigError(f"kinds.{name}.schema: {error}") from None
    return found
