"""Which known word was meant by one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

from awos_lint.parse.distance import distance

_SHORT = 5


def meant(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant: other case or signs, else a slip or two."""
    every = sorted(known)
    same = [name for name in every if _loose(name) == _loose(word)]
    if same:
        return same[0]
    limit = 1 if len(word) <= _SHORT else 2
    close = [name for name in every if distance(word, name, limit) <= limit and len(name) > 3]
    return close[0] if len(close) == 1 and len(word) > 3 else ""


def _loose(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "")
