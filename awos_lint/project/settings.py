"""Find the configuration in a tree and merge what it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from awos_lint.core.config import (
    Config,
    ConfigError,
    Layer,
    list_extended,
    merge_layers,
    read_layer,
    rebase_path,
)
from awos_lint.core.model.policy import CONFIGURATIONS
from awos_lint.core.text import escape_text
from awos_lint.files import Reader
from awos_lint.files.tree import Tree, Unread
from awos_lint.rules import all_rules
from awos_lint.rules.options import collect_options

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

    @property
    def policy_files(self) -> frozenset[str]:
        """The files that it is made of and names: accepted findings, and who may approve.

        A ``pyproject.toml`` is left out, because it holds more than that.
        """
        own = {path for path in self.origins.values() if not path.endswith("pyproject.toml")}
        baseline = {self.config.baseline} if self.config.baseline else set()
        return self.config.approvals.files | own | baseline


class Readable(Protocol):
    """What a configuration can be read from: a tree, or the disk."""

    def read(self, path: str, limit: int) -> bytes | Unread:
        """Return the content of a file."""


def read_settings(root: str, path: str) -> Settings:
    """Return the configuration in a file on the disk below ``root``, with what it extends.

    Raises :class:`ConfigError` when it cannot be used.
    """
    with Reader(root) as disk:
        return _load_named(disk, path)


def find_settings(tree: Tree, start: str = "") -> Settings:
    """Find the configuration for a folder: the nearest one upward.

    Raises :class:`ConfigError` when it cannot be used.
    """
    for folder in _list_upward(start):
        for name in CONFIGURATIONS:
            layer = _find_layer(tree, rebase_path(name, folder))
            if layer:
                return _make_settings(tree, layer)
    return Settings()


def settings_at(base: Tree, folder: str, path: str = "") -> Settings | None:
    """Return the configuration of a base for a folder, ``None`` where it has none to judge by.

    It is the file at ``path`` where the base has that.

    One that cannot be used is none, because that must be mendable. Without a file, the defaults
    judge what is in their folder of documents; where that is empty, nothing was judged yet.
    """
    try:
        found = _load_named(base, path) if path in base.paths else find_settings(base, folder)
    except ConfigError:
        return None
    home = f"{found.config.documents}/"
    begun = any(path.startswith(home) and path.endswith(".md") for path in base.paths)
    return found if found.path or begun else None


def read_text(tree: Readable, path: str, limit: int = LIMIT) -> str:
    """Return a file that the configuration needs; raises :class:`ConfigError` when it cannot."""
    data = tree.read(path, limit)
    if isinstance(data, Unread):
        raise ConfigError(f"{path}: {data.reason}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}") from None


def _load_named(tree: Readable, path: str) -> Settings:
    """Return the configuration in a file; raises :class:`ConfigError` where it holds none."""
    layer = _read_layer_at(tree, path)
    if layer is None:
        raise ConfigError(f"{path}: it has no [tool.awos]")
    return _make_settings(tree, layer)


def _list_upward(folder: str) -> Iterable[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _find_layer(tree: Tree, path: str) -> Layer | None:
    """Return what stands at a path; refuse a configuration of ours that cannot be read there."""
    if path in tree.skipped and not path.endswith("pyproject.toml"):
        raise ConfigError(f"{path}: {tree.skipped[path]}")
    return _read_layer_at(tree, path) if path in tree.paths else None


def _read_layer_at(tree: Readable, path: str) -> Layer | None:
    return read_layer(path, read_text(tree, path))


def _make_settings(tree: Readable, layer: Layer) -> Settings:
    config, origins = merge_layers(_chain_layers(tree, layer, ()))
    return Settings(config, layer.path, origins, layer.folder)


def _chain_layers(tree: Readable, layer: Layer, seen: tuple[str, ...]) -> list[Layer]:
    """Return the layers that a configuration is made of, the weakest first."""
    if layer.path in seen:
        raise ConfigError(f"extends leads in a circle: {' → '.join([*seen, layer.path])}")
    layers: list[Layer] = []
    for path in list_extended(layer):
        base = _read_layer_at(tree, path)
        if base is None:
            raise ConfigError(f"{layer.path}: extends: {escape_text(path)} has no [tool.awos]")
        layers += _chain_layers(tree, base, (*seen, layer.path))
    return [*layers, layer]


def keep_settings(settings: Settings) -> Settings:
    """Return a configuration as it is, where a caller has nothing to add to it."""
    return settings


def validate_settings(settings: Settings) -> None:
    """Raise :class:`ConfigError` with the file that names rules or options that do not exist."""
    with blame_file(settings):
        collect_options(settings.config, all_rules())


@contextmanager
def blame_file(settings: Settings) -> Iterator[None]:
    """Name the file that a wrong key is from."""
    try:
        yield
    except ConfigError as error:
        key = str(error).partition(":")[0].partition(".")[0]
        origin = settings.origins.get(key, settings.path)
        raise ConfigError(f"{origin}: {error}") from None
