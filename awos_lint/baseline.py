"""Which findings the baseline of a project accepts, and which of its entries accept nothing.

An entry is compared by fingerprint. Those of version 1 of the file were made of the messages of
their day; such an entry accepts one finding of its rule in its file that names the same things as
its message, so that messages may be reworded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from awos_lint.diagnostic import Diagnostic
from awos_lint.rules import Accepted

_NAME = re.compile(
    r"`([^`]+)`"
    r'|"([^"]+)"'
    r"|([\w.*+-]*[\w*](?:[/@][\w.*+-]*[\w*])+)"
    r"|\b([A-Z][A-Z0-9]*-[\dX]+)\b"
)
"""What a message names: code, quotations, paths and addresses, and ids."""


def split_accepted(
    found: Iterable[Diagnostic], entries: Iterable[Accepted]
) -> tuple[list[Diagnostic], list[Accepted]]:
    """Return the findings that no entry accepts, and the entries that accept no finding."""
    left, stale = _by_fingerprint(list(found), [e for e in entries if e.fingerprint])
    old = [entry for entry in entries if not entry.fingerprint]
    for alike in (_is_same, _names_same, _names_part) if old else ():
        left, old = _by_message(left, old, alike)
    return left, stale + old


def _by_fingerprint(
    found: list[Diagnostic], entries: list[Accepted]
) -> tuple[list[Diagnostic], list[Accepted]]:
    known, met = {e.fingerprint for e in entries}, {d.fingerprint for d in found}
    left = [diagnostic for diagnostic in found if diagnostic.fingerprint not in known]
    return left, [entry for entry in entries if entry.fingerprint not in met]


def _by_message(
    found: list[Diagnostic], entries: list[Accepted], alike: Callable[[str, str], bool]
) -> tuple[list[Diagnostic], list[Accepted]]:
    """Let each entry accept one finding of its rule in its file whose message is alike."""
    waiting: dict[tuple[str, str], list[Accepted]] = {}
    for entry in entries:
        waiting.setdefault((entry.rule, entry.path), []).append(entry)
    left = []
    for diagnostic in found:
        group = waiting.get((diagnostic.rule, diagnostic.at.path), [])
        match = next((e for e in group if alike(e.message, diagnostic.message)), None)
        if match:
            group.remove(match)
        else:
            left.append(diagnostic)
    return left, [entry for group in waiting.values() for entry in group]


def _is_same(old: str, new: str) -> bool:
    return old == new


def _names_same(old: str, new: str) -> bool:
    return named_in(old) == named_in(new)


def _names_part(old: str, new: str) -> bool:
    """Whether one message names all that the other does; it may list more of them now, or fewer."""
    return named_in(old) <= named_in(new) or named_in(new) <= named_in(old)


@lru_cache(maxsize=4096)
def named_in(message: str) -> frozenset[str]:
    """Return what a message names, whether it is marked as code or not."""
    return frozenset(next(filter(None, match.groups())) for match in _NAME.finditer(message))
