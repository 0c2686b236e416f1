"""Which known word was meant by one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

from awos_lint.core.suggestion import measure_distance

_SHORT = 5
_MOST = 100


class Guesses:
    """What was meant, for as many words as anybody reads about: comparing takes a while."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._left = _MOST

    def __call__(self, word: str) -> str:
        """Return the known word that was probably meant, none once there were too many."""
        self._left -= 1
        return suggest_word(word, self._known) if self._left >= 0 else ""


def suggest_word(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant: other case or signs, else a slip or two."""
    every = sorted(known)
    same = [name for name in every if _loosen_word(name) == _loosen_word(word)]
    if same:
        return same[0]
    limit = 1 if len(word) <= _SHORT else 2
    close = [
        name for name in every if measure_distance(word, name, limit) <= limit and len(name) > 3
    ]
    return close[0] if len(close) == 1 and len(word) > 3 else ""


def _loosen_word(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "")
