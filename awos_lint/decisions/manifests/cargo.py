"""``Cargo.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from awos_lint.decisions.manifests import Found
from awos_lint.syntax.parse.toml import read_entries

_TABLES: Final = frozenset({"dependencies", "dev-dependencies", "build-dependencies"})


def normalize_name(name: str) -> str:
    """Return a name as the registry compares names: ``_`` and ``-`` are one."""
    return name.replace("_", "-").lower()


def read_cargo_toml(text: str) -> Iterator[Found]:
    """Yield the crates that a ``Cargo.toml`` names, also by their names before renaming."""
    for entry in read_entries(text):
        if entry.text is None and _is_crate(entry.address):
            yield Found(entry.address[-1], entry.span)
        elif entry.text and entry.address[-1] == "package" and _is_crate(entry.address[:-1]):
            yield Found(entry.text, entry.span)


def _is_crate(address: tuple[str, ...]) -> bool:
    """Whether a key names a crate: ``dependencies.x``, for a target, or of the workspace."""
    if len(address) < 2 or address[-2] not in _TABLES:
        return False
    before = address[:-2]
    return before in ((), ("workspace",)) or (len(before) == 2 and before[0] == "target")
