"""How far two words are apart."""

from __future__ import annotations


def distance(one: str, two: str, limit: int) -> int:
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
