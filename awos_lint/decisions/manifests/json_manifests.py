"""``package.json`` and ``composer.json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from awos_lint.decisions.manifests import Found
from awos_lint.syntax.parse.json_text import Value, read_json
from awos_lint.syntax.parse.toml import UnreadableError

_NODE: Final = (
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
)
_PHP: Final = ("require", "require-dev")
_ALIAS: Final = "npm:"
_DEPTH: Final = 64


def read_package_json(text: str) -> Iterator[Found]:
    """Yield the dependencies that a ``package.json`` names."""
    return _read_tables(text, _NODE)


def read_composer_json(text: str) -> Iterator[Found]:
    """Yield the dependencies that a ``composer.json`` names."""
    return _read_tables(text, _PHP)


def _read_tables(text: str, tables: Iterable[str]) -> Iterator[Found]:
    """Yield the keys of some objects of a JSON text, as names of dependencies."""
    read = read_json(text, _DEPTH)
    if read.value is None:
        why = read.problems[-1].message if read.problems else read.unread
        raise UnreadableError(f"it is not JSON that can be read: {why}")
    for name in tables:
        table = read.value.get_member(name)
        if table and isinstance(table.data, dict):
            for key, value in table.data.items():
                yield Found(key, table.keys[key], _resolve_alias(value))


def _resolve_alias(value: Value) -> tuple[str, ...]:
    """Return the name behind an alias such as ``npm:lodash@4``."""
    if not value.text.startswith(_ALIAS):
        return ()
    name = value.text.removeprefix(_ALIAS)
    return (name[: name.index("@", 1)] if "@" in name[1:] else name,)
