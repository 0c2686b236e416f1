"""Which dependencies a project names in its manifests, and where.

A manifest is read as text: nothing is resolved, installed or run, and no rubbish makes a reader
raise or take longer than the text is long. What a reader cannot understand is *unread*, which is
not the same as naming nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Final, NamedTuple

from awos_lint.core.text import Source, Span
from awos_lint.syntax.parse.toml import UnreadableError

NAMES: Final = (
    "pyproject.toml",
    "requirements*.txt",
    "package.json",
    "go.mod",
    "Cargo.toml",
    "pom.xml",
    "Gemfile",
    "composer.json",
)
"""The manifests that are read, as people call them."""

_VENDORED = frozenset({"node_modules", "vendor", "third_party", "site-packages", "venv", ".venv"})
"""Folders that hold other people's projects."""


class Found(NamedTuple):
    """A dependency: the name as it is written, its place, and what it may be called besides."""

    name: str
    span: Span
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dependency:
    """A dependency that a manifest names; ``keys`` are its names in their normal form."""

    name: str
    span: Span
    keys: tuple[str, ...]


_Reader = Callable[[str], Iterable[Found]]
_Normal = Callable[[str], str]

_FORMATS: Final = (
    (r"pyproject\.toml", "python", "read_pyproject"),
    (r"[^/]*requirements[^/]*\.txt|requirements/[^/]+\.txt", "python", "read_requirements"),
    (r"package\.json", "json_manifests", "read_package_json"),
    (r"composer\.json", "json_manifests", "read_composer_json"),
    (r"go\.mod", "text_manifests", "read_go_mod"),
    (r"Cargo\.toml", "cargo", "read_cargo_toml"),
    (r"pom\.xml", "maven", "read_pom"),
    (r"Gemfile", "text_manifests", "read_gemfile"),
)
"""How the path of a manifest ends, and which function of which module reads it.

A module is imported when a manifest of its kind is read; its ``normalize_name``, if it has one,
says how names are compared there.
"""


_ENDS: Final = (".json", ".toml", ".txt", ".xml", "Gemfile", "go.mod")
"""Most paths of a repository end otherwise, and are passed over quickly."""


@dataclass(frozen=True)
class Manifest:
    """The dependencies that one file names; ``unread`` says why they are not known."""

    path: str
    dependencies: tuple[Dependency, ...] = ()
    unread: str = ""
    normal: Callable[[str], str] = str.lower
    """How names are compared in this kind of manifest."""

    @cached_property
    def _by_key(self) -> dict[str, Dependency]:
        pairs = ((key, d) for d in reversed(self.dependencies) for key in d.keys)
        return dict(pairs)

    def find_dependency(self, name: str) -> Dependency | None:
        """Return the first dependency that a claim means by a name."""
        return self._by_key.get(self.normal(name))


def is_manifest(path: str) -> bool:
    """Return whether the file at a path is read as a manifest."""
    return _find_format(path) is not None


def is_vendored(path: str) -> bool:
    """Return whether a path lies in a folder that holds other people's projects."""
    return not _VENDORED.isdisjoint(path.split("/")[:-1])


def read_manifest(source: Source) -> Manifest:
    """Read a manifest, known by its path; never raises."""
    known = _find_format(source.path)
    if known is None:
        return Manifest(source.path)
    name, function = known
    module = import_module(f"{__name__}.{name}")
    read: _Reader = getattr(module, function)
    normal: _Normal = getattr(module, "normalize_name", str.lower)
    try:
        found = tuple(
            Dependency(name, span, tuple(map(normal, [name, *others])))
            for name, span, others in read(source.text)
        )
    except UnreadableError as error:
        return Manifest(source.path, unread=str(error))
    return Manifest(source.path, found, normal=normal)


def _find_format(path: str) -> tuple[str, str] | None:
    if not path.endswith(_ENDS):
        return None
    for pattern, module, function in _FORMATS:
        if re.fullmatch(rf"(?:.*/)?(?:{pattern})", path, re.DOTALL):
            return module, function
    return None
