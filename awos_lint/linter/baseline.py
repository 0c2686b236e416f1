"""Which findings the baseline of a project accepts, and which of its entries accept nothing.

An entry is compared by fingerprint. Those of version 1 of the file were made of the messages of
their day; such an entry accepts one finding of its rule in its file that names the same things as
its message, so that messages may be reworded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from awos_lint.core.diagnostic import Diagnostic
from awos_lint.graph.subjects import Accepted

_NAME = re.compile(
    r"`([^`]+)`"
    r'|"([^"]+)"'
    r"|([\w.*+-]*[\w*](?:[/@][\w.*+-]*[\w*])+)"
    r"|\b([A-Z][A-Z0-9]*-[\dX]+)\b"
)
"""What a message names: code, quotations, paths and addresses, and ids."""


_COMPARED = 200
"""Entries that are compared one by one with a finding: a stranger's file must not hang a check."""


def split_accepted(
    found: Sequence[Diagnostic], entries: Sequence[Accepted]
) -> tuple[list[Diagnostic], list[Accepted]]:
    """Return the findings that no entry accepts, and the entries that accept no finding."""
    known, met = {e.fingerprint for e in entries}, {d.fingerprint for d in found}
    left = [diagnostic for diagnostic in found if diagnostic.fingerprint not in known]
    stale = [entry for entry in entries if entry.fingerprint and entry.fingerprint not in met]
    old = [entry for entry in entries if not entry.fingerprint]
    if old:
        left, old = _pair_equal(left, old, str)
        left, old = _pair_equal(left, old, named_in)
        left, old = _pair_similar(left, old)
    return left, stale + old


def _pair_equal(
    found: list[Diagnostic], entries: list[Accepted], key: Callable[[str], object]
) -> tuple[list[Diagnostic], list[Accepted]]:
    """Let each entry accept one finding of its rule in its file whose message has the same key."""
    waiting: dict[tuple[str, str, object], list[Accepted]] = {}
    for entry in entries:
        waiting.setdefault((entry.rule, entry.path, key(entry.message)), []).append(entry)
    left = []
    for diagnostic in found:
        group = waiting.get((diagnostic.rule, diagnostic.at.path, key(diagnostic.message)))
        if group:
            group.pop()
        else:
            left.append(diagnostic)
    return left, [entry for group in waiting.values() for entry in group]


def _pair_similar(
    found: list[Diagnostic], entries: list[Accepted]
) -> tuple[list[Diagnostic], list[Accepted]]:
    """Do so where a message names a part of what the entry's does: it lists fewer things by now."""
    waiting: dict[tuple[str, str], list[Accepted]] = {}
    for entry in entries:
        waiting.setdefault((entry.rule, entry.path), []).append(entry)
    left = []
    for diagnostic in found:
        group, now = waiting.get((diagnostic.rule, diagnostic.at.path), []), diagnostic.message
        match = next((e for e in group[:_COMPARED] if _names_less(now, e.message)), None)
        if match:
            group.remove(match)
        else:
            left.append(diagnostic)
    return left, [entry for group in waiting.values() for entry in group]


def _names_less(now: str, accepted: str) -> bool:
    """Return whether a message names something, and nothing that was not accepted."""
    return bool(named_in(now)) and named_in(now) <= named_in(accepted)


@lru_cache(maxsize=4096)
def named_in(message: str) -> frozenset[str]:
    """Return what a message names, whether it is marked as code or not."""
    return frozenset(next(filter(None, match.groups())) for match in _NAME.finditer(message))
