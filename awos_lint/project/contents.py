"""Read the files that the claims and anchors of decisions speak of, within limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from awos_lint.core.config import Limits
from awos_lint.core.model.contents import Contents
from awos_lint.core.text import Source
from awos_lint.decisions import anchors, claims
from awos_lint.files import LINK
from awos_lint.files.tree import Tree, Unread
from awos_lint.graph import Project

_TOGETHER: Final = 64  # files whose bytes are held in memory at once
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_contents(tree: Tree, project: Project, limits: Limits) -> Contents:
    """Return what the files hold that decisions in force make statements about.

    Files beyond a limit are not read, and said to be so. Raises ``GitError`` when git does not
    answer.
    """
    wanted = sorted(claims.Scopes(project).all_files() | anchors.find_anchored_files(project))
    texts: dict[str, Source] = {}
    unread = dict.fromkeys(
        wanted[limits.claim_files :], _explain_limit("claim-files", limits.claim_files)
    )
    left = limits.claim_total
    for path, data in _read_files(tree, wanted[: limits.claim_files], limits):
        if isinstance(data, Unread):
            unread[path] = data.reason
        elif len(data) > left:
            unread[path] = _explain_limit("claim-total", limits.claim_total)
            left = 0
        else:
            left -= len(data)
            texts[path] = Source(path, _decode_text(data))
    links = frozenset(path for path, why in tree.skipped.items() if why == LINK)
    closed = {path: why for path, why in tree.skipped.items() if path not in links}
    return Contents(texts, unread, closed, links)


def _read_files(
    tree: Tree, paths: Sequence[str], limits: Limits
) -> Iterator[tuple[str, bytes | Unread]]:
    """Yield the content of each file, a batch at a time, so that a limit ends the reading."""
    rest = iter(paths)
    while batch := list(islice(rest, _TOGETHER)):
        yield from tree.read_many(batch, limits.claim_bytes).items()


def _explain_limit(limit: str, value: int) -> str:
    unit = "bytes" if limit == "claim-total" else "files"
    return f"claims and anchors name more than {value} {unit}; `limits.{limit}` sets the limit"


def _decode_text(data: bytes) -> str:
    """Return text of any encoding, so that the bytes of a literal are found in it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            errors = "surrogateescape" if encoding == "utf-8" else "replace"
            return data[len(mark) :].decode(encoding, errors)
    return data.decode("utf-8", "surrogateescape")
