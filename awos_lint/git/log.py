"""What ``git log --raw`` and ``git diff-tree`` print, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from awos_lint.core.model.history import Commit, Person, Touch
from awos_lint.git.allowed import is_oid
from awos_lint.git.errors import GitDamagedError
from awos_lint.git.records import sound_path

FORMAT: Final = "%x00".join(("%H", "%P", "%an", "%ae", "%cn", "%ce", "%ct", "%B"))
"""What is asked of each commit; none of it can hold a NUL, as no path can."""

_FIELDS: Final = 8
_RAW = re.compile(rb":[0-7]{6} [0-7]{6} ([0-9a-f]+) ([0-9a-f]+) [A-Z][0-9]*")
# The seconds of a date whose year has four digits; git counts from 1970 and knows none before.
_TIMES: Final = range(253_402_300_800)


def parse_commits(chunks: Iterable[bytes], boundary: frozenset[str]) -> Iterator[Commit]:
    """Yield the commits that ``git log -z --raw`` printed in :data:`FORMAT`, as they come.

    A commit in ``boundary`` seems to add every file, so it is given no touches. Raises
    ``GitDamagedError`` for what git does not print.
    """
    tokens = _split_tokens(chunks)
    persons: dict[tuple[bytes, bytes], Person] = {}
    head = next(tokens, None)
    while head is not None:
        fields = [head, *(next(tokens, b"") for _ in range(_FIELDS - 1))]
        found, head = _take_touches(tokens)
        commit = _make_commit(fields, found, persons)
        yield replace(commit, touches=()) if commit.sha in boundary else commit


def parse_touches(output: bytes) -> tuple[Touch, ...]:
    """Return what a comparison of two trees with ``--raw -z`` without renames printed."""
    found, rest = _take_touches(_split_tokens([output]))
    if rest is not None:
        raise GitDamagedError(_decode_text(rest))
    return tuple(found)


def parse_renames(output: bytes) -> dict[str, str]:
    """Return old paths by new ones, from ``--name-status -z`` with nothing but renames."""
    tokens = list(_split_tokens([output]))
    return {
        sound_path(new): sound_path(old)
        for old, new in zip(tokens[1::3], tokens[2::3], strict=True)
    }


def _split_tokens(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what stands between NULs; what follows the last one too, unless it is empty."""
    rest: list[bytes] = []
    for chunk in chunks:
        first, *others = chunk.split(b"\0")
        rest.append(first)
        if others:
            yield b"".join(rest)
            yield from others[:-1]
            rest = others[-1:]
    if any(rest):
        yield b"".join(rest)


def _take_touches(tokens: Iterator[bytes]) -> tuple[list[Touch], bytes | None]:
    """Return the touches that come next, and the first token that belongs to none of them."""
    found = []
    token = next(tokens, None)
    # The list of a commit begins with a line break.
    while token is not None and token.startswith((b":", b"\n:")):
        raw, path = _RAW.fullmatch(token.removeprefix(b"\n")), next(tokens, b"")
        if not raw:
            raise GitDamagedError(_decode_text(token))
        found.append(Touch(sound_path(path), _parse_oid(raw[1]), _parse_oid(raw[2])))
        token = next(tokens, None)
    return found, token


def _make_commit(
    fields: list[bytes], touched: Iterable[Touch], persons: dict[tuple[bytes, bytes], Person]
) -> Commit:
    sha, parents, author, author_mail, committer, committer_mail, time, message = fields
    names = _decode_text(b"%b %b" % (sha, parents)).split()
    if not names or not all(map(is_oid, names)):
        raise GitDamagedError(f"commit {' '.join(names)}")
    return Commit(
        sha=names[0],
        parents=tuple(names[1:]),
        author=_intern_person(author, author_mail, persons),
        committer=_intern_person(committer, committer_mail, persons),
        time=_parse_time(time),
        message=_decode_text(message).rstrip("\n"),
        touches=tuple(touched),
    )


def _intern_person(name: bytes, mail: bytes, known: dict[tuple[bytes, bytes], Person]) -> Person:
    # Few people write most commits, so that each is kept once.
    found = known.get((name, mail))
    if found is None:
        found = known[name, mail] = Person(_decode_text(name), _decode_text(mail))
    return found


def _decode_text(raw: bytes) -> str:
    """Return text of any encoding, so that different bytes stay different."""
    return raw.decode("utf-8", "surrogateescape")


def _parse_time(raw: bytes) -> int | None:
    """Return seconds since 1970; git prints anything that somebody wrote into a commit."""
    sane = raw.isdigit() and len(raw) <= len(str(_TIMES.stop))
    return int(raw) if sane and int(raw) in _TIMES else None


def _parse_oid(raw: bytes) -> str:
    """Return an object's name; the empty string for the null name, which means absence."""
    name = raw.decode("ascii", "replace")
    if not is_oid(name):
        raise GitDamagedError(name)
    return name if name.strip("0") else ""
