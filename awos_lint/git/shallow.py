"""What a shallow clone lets one conclude: its history is true as far as it goes, and then ends.

The commits at the end, its *boundary*, have parents that are not there. A question about ancestry
has a certain answer only where no way through such a hidden parent could change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Parents = Mapping[str, tuple[str, ...]]
"""The parents of each commit that is there; those of the boundary have none."""


def find_reachable(parents: Parents, *starts: str) -> set[str]:
    """Return some commits and all their ancestors that are there."""
    found: set[str] = set()
    ahead = list(starts)
    while ahead:
        sha = ahead.pop()
        if sha not in found and sha in parents:
            found.add(sha)
            ahead += parents[sha]
    return found


def certain_base(
    parents: Parents, boundary: frozenset[str], sides: tuple[str, str], base: str
) -> bool:
    """Return whether the merge base of two commits is theirs in the whole history too.

    A better one could be reached only through a commit of the boundary that is an ancestor of one
    of the two and not of ``base``.
    """
    between = find_reachable(parents, *sides) - find_reachable(parents, base)
    return base in sides or boundary.isdisjoint(between)


def certain_range(
    parents: Parents, boundary: frozenset[str], base: str, commits: Iterable[str]
) -> bool:
    """Return whether ``commits`` are all of those that lead from ``base`` to a later commit.

    One could be missing behind a commit of the boundary among them; one could be too many, because
    a hidden way leads from ``base`` to it, unless it comes after every end of that way.
    """
    listed = set(commits)
    ends = boundary & find_reachable(parents, base)
    first = [sha for sha in listed if listed.isdisjoint(parents[sha])]
    return boundary.isdisjoint(listed) and all(
        ends <= find_reachable(parents, sha) for sha in first
    )
