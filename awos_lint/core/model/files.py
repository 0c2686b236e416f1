"""The files of a repository as a value, and the globs that documents match them with.

A glob is relative to the repository root. ``*`` and ``?`` stay within one folder, ``**`` crosses
folders, and a glob that names a folder means all that is in it, as in CODEOWNERS.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cached_property, lru_cache

_WILD = frozenset("*?[")
_EDGES = re.compile(r"[*?\[\]]")

PRISTINE = ".awos/pristine"
"""Where awos keeps copies of what it installed; they are nobody's documents."""


@lru_cache(maxsize=4096)
def _compile_segment(pattern: str) -> re.Pattern[str]:
    # fnmatch emits atomic groups, so no pattern from a document can make matching explode.
    return re.compile(translate(pattern), re.DOTALL)


SEGMENTS = 64
"""Folders in one glob at most; a longer one matches nothing, so that matching stays quick."""


def matches_glob(pattern: str, path: str) -> bool:
    """Return whether a path matches a glob, or lies in a folder that matches it."""
    globs, parts = pattern.rstrip("/").split("/"), path.split("/")
    if len(globs) > SEGMENTS:
        return False
    return _match_segments(globs, parts) or _match_segments([*globs, "**"], parts)


def globs_meet(one: str, other: str) -> bool:
    """Return whether there may be a path that both of two globs match."""
    left, right = ([*glob.rstrip("/").split("/"), "**"] for glob in (one, other))
    if max(len(left), len(right)) > SEGMENTS:
        return False
    ahead, seen = [(0, 0)], {(0, 0)}
    while ahead:
        at = ahead.pop()
        if at == (len(left), len(right)):
            return True
        steps = [step for step in _next_states(left, right, *at) if step not in seen]
        seen.update(steps)
        ahead += steps
    return False


def _next_states(left: list[str], right: list[str], i: int, j: int) -> Iterator[tuple[int, int]]:
    """Yield how far two globs are once one more segment of a path is matched, or a ``**`` ends."""
    more, others = i < len(left), j < len(right)
    if more and (left[i] == "**" or (others and right[j] == "**")):
        yield i + 1, j
    if others and (right[j] == "**" or (more and left[i] == "**")):
        yield i, j + 1
    if more and others and _segments_meet(left[i], right[j]):
        yield i + 1, j + 1


def _segments_meet(one: str, other: str) -> bool:
    """Return whether there may be a name that both segments match."""
    if _WILD.isdisjoint(one) or _WILD.isdisjoint(other):
        return _matches_segment(one, other) or _matches_segment(other, one)
    heads, tails = ([part[at] for part in map(_EDGES.split, (one, other))] for at in (0, -1))
    begin = heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])
    return begin and (tails[0].endswith(tails[1]) or tails[1].endswith(tails[0]))


def _matches_segment(glob: str, part: str) -> bool:
    return (
        glob == part if _WILD.isdisjoint(glob) else _compile_segment(glob).match(part) is not None
    )


def reaches_glob(pattern: str, path: str) -> bool:
    """Return whether a glob matches a path, or may match something below it."""
    globs, parts = pattern.rstrip("/").split("/"), path.split("/")
    if len(globs) > SEGMENTS:
        return False
    heads = (globs[:end] for end in range(1, len(globs)))
    return matches_glob(pattern, path) or any(_match_segments(head, parts) for head in heads)


def _match_segments(globs: list[str], parts: list[str]) -> bool:
    """Match segment lists; remembering only the last ``**`` is enough, so this is quadratic."""
    at = star = resume = 0
    index, seen = 0, False
    while index < len(parts):
        if at < len(globs) and globs[at] == "**":
            seen, star, resume = True, at + 1, index
            at += 1
        elif at < len(globs) and _matches_segment(globs[at], parts[index]):
            at += 1
            index += 1
        elif seen:
            resume += 1
            at, index = star, resume
        else:
            return False
    return all(glob == "**" for glob in globs[at:])


@dataclass(frozen=True)
class Files:
    """The paths of all files that a tree holds, relative to the repository root.

    Globs in documents are relative to ``base``, the folder of the configuration file.
    """

    paths: frozenset[str] = field(default_factory=frozenset, repr=False)
    base: str = ""
    unread: frozenset[str] = field(default_factory=frozenset, repr=False)
    """What is there and is not looked into, such as a symbolic link; anything may lie behind it."""

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, the root as the empty string."""
        found: set[str] = set()
        for path in self.paths:
            parent = path.rpartition("/")[0]
            while parent not in found:
                found.add(parent)
                parent = parent.rpartition("/")[0]
        return frozenset(found | {""})

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """The folders that hold a configuration of awos, sorted, the root as the empty string."""
        names = ("awos.toml", ".awos.toml")
        found = {p.rpartition("/")[0] for p in self.paths if p.rpartition("/")[2] in names}
        return tuple(sorted(found))

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {path.casefold(): path for path in sorted({*self.paths, *self.folders})}

    def has_path(self, path: str) -> bool:
        """Return whether a file or folder has exactly this path."""
        return path in self.paths or path in self.folders or self._is_behind(path)

    def _is_behind(self, path: str) -> bool:
        while self.unread and path:
            if path in self.unread:
                return True
            path = path.rpartition("/")[0]
        return False

    def other_case(self, path: str) -> str | None:
        """Return the path that differs from this one only in letter case."""
        found = self._folded.get(path.casefold())
        return found if found != path else None

    def match_glob(self, pattern: str) -> list[str]:
        """Return the files that a document's glob matches, sorted."""
        full = self.resolve_path(pattern)
        return [path for path in self._find_candidates(full) if matches_glob(full, path)]

    def matches_any(self, pattern: str) -> bool:
        """Return whether any file matches a document's glob."""
        full = self.resolve_path(pattern)
        return any(matches_glob(full, path) for path in self._find_candidates(full))

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.paths)

    def _find_candidates(self, pattern: str) -> Iterator[str]:
        """Yield the few paths that can match a glob, sorted: matching each of all is slow."""
        parts = pattern.rstrip("/").split("/")
        wild = [index for index, part in enumerate(parts) if _WILD.intersection(part)]
        head = "/".join(parts[: wild[0]] if wild else parts)
        first, last = 0, len(self._sorted)
        if head:
            first = bisect_left(self._sorted, f"{head}/")
            last = bisect_left(self._sorted, f"{head}0")  # "0" follows "/"
        if head in self.paths:
            yield head
        end = "" if wild and wild[-1] == len(parts) - 1 else parts[-1]
        yield from (path for path in self._sorted[first:last] if end in path)

    def resolve_path(self, path: str) -> str:
        """Return a path or glob that a document states, relative to the repository root."""
        return f"{self.base}/{path}" if self.base else path
