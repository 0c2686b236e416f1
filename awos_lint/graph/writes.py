"""Which tasks of a list write the same files, by what they declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from awos_lint.core.model.document import Item
from awos_lint.core.model.files import globs_meet, matches_glob
from awos_lint.core.text import Span

_STEPS = 1_000_000
"""How many pairs of path segments are compared, about a second's work and ten times what a list of
a hundred tasks needs; beyond it, globs are equal only when written alike."""

_LONGEST = 4096
"""No path is longer (PATH_MAX of Linux), so the folders of a longer one are not looked for."""


def is_glob(written: str) -> bool:
    """Return whether a path holds wildcards."""
    return any(char in written for char in "*?[")


def normalize_path(written: str) -> str:
    """Return a path as it is compared: without ``./`` in front and ``/`` at the end."""
    while written.startswith("./"):
        written = written[2:]
    return written.rstrip("/")


def is_outside(written: str) -> bool:
    """Return whether a path is no relative path with ``/`` that stays in the repository."""
    rooted = written.startswith(("/", "~")) or written[1:2] == ":"
    return rooted or "\\" in written or ".." in written.split("/")


def find_shared_paths(tasks: Iterable[tuple[int, Item]]) -> dict[str, int]:
    """Return the paths and globs that tasks write, each with the set of the tasks that do.

    Tasks come with their numbers; a set is the bits of an integer. A task writes a path when it
    names it, a folder above it, or a glob that matches it.
    """
    written: dict[str, int] = {}
    for number, item in tasks:
        for path in filter(None, map(normalize_path, item.list_values("files"))):
            written[path] = written.get(path, 0) | 1 << number
    return dict(_pair_paths(written))


def _pair_paths(written: dict[str, int]) -> Iterator[tuple[str, int]]:
    globs = [path for path in written if is_glob(path)]
    few = not globs or _count_segments(globs) * _count_segments(written) <= _STEPS
    for path, who in written.items():
        for folder in _list_folders(path):
            who |= written.get(folder, 0)
        for glob in globs if few else ():
            if matches_glob(glob, path) or (is_glob(path) and matches_glob(path, glob)):
                who |= written[glob]
        yield path, who


def find_meeting(globs: Iterable[str], others: Iterable[str]) -> set[str]:
    """Return those globs that may match a path that one of some others matches, too."""
    these, those = set(globs), set(others)
    if _count_segments(these) * _count_segments(those) > _STEPS:
        return these & those
    return {glob for glob in these if any(globs_meet(glob, other) for other in those)}


def _count_segments(paths: Iterable[str]) -> int:
    return sum(path.count("/") + 1 for path in paths)


def _list_folders(path: str) -> Iterator[str]:
    while "/" in path and len(path) <= _LONGEST:
        path = path.rpartition("/")[0]
        yield path


def find_entry(item: Item, path: str) -> Span:
    """Return where a task says that it writes a path; its name when it does not say so."""
    values = item.fields.get("files", ())
    exact = (text.span for text in values if normalize_path(text.value) == path)
    folder = (text.span for text in values if path.startswith(f"{normalize_path(text.value)}/"))
    glob = (text.span for text in values if matches_glob(normalize_path(text.value), path))
    return next(exact, None) or next(folder, None) or next(glob, item.anchor)
