"""Find the configuration in a tree and merge what it extends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from awos_lint.config import Config, ConfigError, Layer, extended, merge, read_layer, rebased
from awos_lint.model.policy import CONFIGURATIONS
from awos_lint.text import visible
from awos_lint.tree import Tree, Unread

LIMIT = 262_144
"""The greatest size of a configuration, schema or baseline, in bytes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration that applies: its file, and where each key in it came from.

    ``base`` is the folder of the file; globs in documents are relative to it.
    """

    config: Config = field(default_factory=Config)
    path: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    base: str = ""


def find_settings(tree: Tree, start: str = "", explicit: str | None = None) -> Settings:
    """Find the configuration for a folder: the file named, else the nearest one upward.

    Raises :class:`ConfigError` when it cannot be used, or when a named file does not exist.
    """
    if explicit is not None:
        layer = _layer(tree, explicit)
        if layer is None:
            raise ConfigError(f"{explicit}: it has no [tool.awos]")
        return _settings(tree, layer)
    for folder in _upward(start):
        for name in CONFIGURATIONS:
            layer = _found(tree, rebased(name, folder))
            if layer:
                return _settings(tree, layer)
    return Settings()


def settings_at(base: Tree, folder: str, now: Settings, explicit: str | None = None) -> Settings:
    """Return the configuration of a base: the file named, else the one found there for a folder.

    It is that of ``now`` where the base has one that cannot be used, because that must be mendable,
    and where it has neither a configuration nor documents, because the project begins there.
    """
    named = explicit if explicit in base.paths else None
    try:
        found = find_settings(base, folder, named)
    except ConfigError:
        return now
    homes = tuple(f"{config.documents}/" for config in (found.config, now.config))
    begun = any(path.startswith(homes) and path.endswith(".md") for path in base.paths)
    return found if found.path or begun else now


def read_text(tree: Tree, path: str, limit: int = LIMIT) -> str:
    """Return a file that the configuration needs; raises :class:`ConfigError` when it cannot."""
    data = tree.read(path, limit)
    if isinstance(data, Unread):
        raise ConfigError(f"{path}: {data.reason}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}") from None


def _upward(folder: str) -> Iterable[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _found(tree: Tree, path: str) -> Layer | None:
    """Return what stands at a path; refuse a configuration of ours that cannot be read there."""
    if path in tree.skipped and not path.endswith("pyproject.toml"):
        raise ConfigError(f"{path}: {tree.skipped[path]}")
    return _layer(tree, path) if path in tree.paths else None


def _layer(tree: Tree, path: str) -> Layer | None:
    return read_layer(path, read_text(tree, path))


def _settings(tree: Tree, layer: Layer) -> Settings:
    config, origins = merge(_chain(tree, layer, ()))
    return Settings(config, layer.path, origins, layer.folder)


def _chain(tree: Tree, layer: Layer, seen: tuple[str, ...]) -> list[Layer]:
    """Return the layers that a configuration is made of, the weakest first."""
    if layer.path in seen:
        raise ConfigError(f"extends leads in a circle: {' → '.join([*seen, layer.path])}")
    layers: list[Layer] = []
    for path in extended(layer):
        base = _layer(tree, path)
        if base is None:
            raise ConfigError(f"{layer.path}: extends: {visible(path)} has no [tool.awos]")
        layers += _chain(tree, base, (*seen, layer.path))
    return [*layers, layer]
