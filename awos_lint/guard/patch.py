"""Patches: which files they write, and what those hold afterwards.

Read are the form with ``*** Update File:`` lines that coding agents write, and unified diffs
(``+++ b/FILE``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

_HEAD = re.compile(r"\*\*\* (?P<verb>Add File|Update File|Delete File|Move to): ?(?P<path>.+)")
_COMPARED = 20_000_000
"""Lines that are compared to find the pieces of a patch: 500,000 lines with 40 in the patch."""

_SIDE = re.compile(r"(?:---|\+\+\+) (?P<path>[^\t]+)")


class Hunk(NamedTuple):
    """A piece of a patch: the lines that it finds, and those that it puts there."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass
class _File:
    paths: list[str]
    hunks: list[Hunk]
    old: list[str]
    new: list[str]

    def close_hunk(self) -> None:
        """End the piece that is being read."""
        if self.old or self.new:
            self.hunks.append(Hunk(tuple(self.old), tuple(self.new)))
        self.old, self.new = [], []


def read_patches(text: str) -> Iterator[tuple[str, tuple[Hunk, ...]]]:
    """Yield the files that a patch writes, with its pieces; a file that moves, under both names."""
    for file in _read_files(text.replace("\r\n", "\n").split("\n")):
        file.close_hunk()
        for path in dict.fromkeys(file.paths):
            yield path, tuple(file.hunks)


def _read_files(lines: list[str]) -> Iterator[_File]:
    file = None
    for number, line in enumerate(lines):
        found = _HEAD.fullmatch(line.rstrip()) or _match_diff(lines, number)
        if found is None:
            if file:
                _take_line(file, line)
        elif file and (found.groupdict().get("verb") == "Move to" or line.startswith("+++ ")):
            file.paths.append(_strip_letter(found))
        else:
            if file:
                yield file
            file = _File([_strip_letter(found)], [], [], [])
    if file:
        file.paths = [path for path in file.paths if path != "/dev/null"]
        yield file


def _match_diff(lines: list[str], number: int) -> re.Match[str] | None:
    """Return a line of the pair ``---`` and ``+++`` that begins a file in a unified diff."""
    line = lines[number]
    after = lines[number + 1] if number + 1 < len(lines) else ""
    before = lines[number - 1] if number else ""
    begins = line.startswith("--- ") and after.startswith("+++ ")
    goes_on = line.startswith("+++ ") and before.startswith("--- ")
    return _SIDE.match(line) if begins or goes_on else None


def _strip_letter(found: re.Match[str]) -> str:
    """Return a path without the letter that a diff puts in front of it."""
    path = found["path"].strip().strip('"')
    return path[2:] if "verb" not in found.groupdict() and path[:2] in ("a/", "b/") else path


def _take_line(file: _File, line: str) -> None:
    if line.startswith(("@@", "*** ")):
        file.close_hunk()
    elif line.startswith("+"):
        file.new.append(line[1:])
    elif line.startswith("-"):
        file.old.append(line[1:])
    elif line.startswith(" ") or not line:
        file.old.append(line[1:])
        file.new.append(line[1:])


def apply_hunks(hunks: tuple[Hunk, ...], before: str) -> str | None:
    """Return what a text holds after the pieces of a patch.

    ``None`` where one does not fit, or where it would take too long to find out.
    """
    lines, at = before.replace("\r\n", "\n").split("\n"), 0
    if len(lines) * sum(len(hunk.old) + 1 for hunk in hunks) > _COMPARED:
        return None
    for hunk in hunks:
        old, new = _trim_hunk(hunk)
        place = _find_lines(lines, old, at)
        if place < 0:
            return None
        lines[place : place + len(old)] = new
        at = place + len(new)
    return "\n".join(lines)


def _trim_hunk(hunk: Hunk) -> tuple[list[str], list[str]]:
    """Return the two sides without the blank line in which the patch itself may have ended."""
    old, new = list(hunk.old), list(hunk.new)
    while old and new and not old[-1] and not new[-1]:
        old.pop()
        new.pop()
    return old, new


def _find_lines(lines: list[str], wanted: list[str], start: int) -> int:
    """Return where some lines stand, at or behind a line; -1 where they do not."""
    last = len(lines) - len(wanted)
    places = chain(range(start, last + 1), range(min(start, last + 1)))
    first = wanted[:1]
    near = (at for at in places if lines[at : at + len(first)] == first)
    return next((at for at in near if lines[at : at + len(wanted)] == wanted), -1)
