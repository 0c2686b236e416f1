"""What shared files held before awos wrote in them, kept as the edits that lead back to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from awos_lint.scaffold.lock import LockedShared

_COMPARED = 2000
"""Lines that differ in more places than one are compared up to this number."""


def record_original(path: str, now: str, original: str) -> LockedShared:
    """Return the record by which a file that awos wrote can be given back what it held."""
    return LockedShared(
        path=path, written=identify_text(now), edits=list(_find_edits(now, original))
    )


def restore_original(records: Iterable[LockedShared], path: str, now: str) -> str | None:
    """Return what a file held before awos; ``None`` where it is not as awos wrote it."""
    written = identify_text(now)
    for record in records:
        if (record.path, record.written) == (path, written):
            text = now
            for start, end, old in reversed(record.edits):
                text = text[:start] + old + text[end:]
            return text
    return None


def identify_text(text: str) -> str:
    """Return what identifies a text, its line endings included."""
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()}"


def _find_edits(now: str, original: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a text differs from an older one, and what stood there, in order.

    As little as possible of the older text is in it: it may hold what is nobody's business.
    """
    lines, others = now.splitlines(keepends=True), original.splitlines(keepends=True)
    first = _count_shared(lines, others)
    last = _count_shared(lines[first:][::-1], others[first:][::-1])
    at = sum(map(len, lines[:first]))
    lines, others = lines[first : len(lines) - last], others[first : len(others) - last]
    for here, there in _find_blocks(lines, others):
        text, old = "".join(lines[slice(*here)]), "".join(others[slice(*there)])
        start = _count_shared(text, old)
        end = _count_shared(text[start:][::-1], old[start:][::-1])
        offset = at + sum(map(len, lines[: here[0]]))
        yield offset + start, offset + len(text) - end, old[start : len(old) - end]


def _count_shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines, or characters, two texts begin with in common."""
    shorter = min(len(one), len(other))
    return next((n for n in range(shorter) if one[n] != other[n]), shorter)


def _find_blocks(
    lines: Sequence[str], others: Sequence[str]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the lines that differ, as ranges in both."""
    if len(lines) + len(others) > _COMPARED:
        yield (0, len(lines)), (0, len(others))
        return
    matcher = SequenceMatcher(None, lines, others, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            yield (i1, i2), (j1, j2)
