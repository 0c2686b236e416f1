"""Which known name was probably meant by one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def suggest_name(written: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return the known name that is most like a written one; the empty string when none is.

    ``likeness`` is the ratio of :mod:`difflib`, from 0 for nothing in common to 1.
    """
    return next(iter(get_close_matches(written, list(known), 1, likeness)), "")


def suggest_only(written: str, known: Iterable[str], likeness: float = 0.8) -> str:
    """Return the one known name that is like a written one; nothing when several are."""
    close = get_close_matches(written, list(known), 2, likeness)
    return close[0] if len(close) == 1 else ""


def ask_meant(written: str, known: Iterable[str], otherwise: str) -> str:
    """Return the question whether the most similar known name was meant, else what to do."""
    near = suggest_name(written, known)
    return f"did you mean `{near}`?" if near else otherwise


def measure_distance(one: str, two: str, limit: int) -> int:
    """Return how many letters to change, add, remove or swap turn one word into the other.

    This is the optimal string alignment distance. More than ``limit`` is returned as
    ``limit + 1``, and words whose lengths tell as much are not compared.
    """
    if abs(len(one) - len(two)) > limit:
        return limit + 1
    older: list[int] = []
    last = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        older, last = last, row
    return min(last[-1], limit + 1)
