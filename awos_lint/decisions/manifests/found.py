"""What the readers of manifests find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from awos_lint.core.text import Span


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
