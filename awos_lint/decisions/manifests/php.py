"""``composer.json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from awos_lint.decisions.manifests.found import Found
from awos_lint.decisions.manifests.node import json_tables

_TABLES: Final = ("require", "require-dev")


def composer(text: str) -> Iterator[Found]:
    """Yield the dependencies that a ``composer.json`` names."""
    return json_tables(text, _TABLES)
