"""The names in a document that the part of a link behind ``#`` can lead to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ASCII_DROPPED = re.compile(r"[^a-z0-9_\- ]")
_KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})
"""What Ruby's ``\\p{Word}`` holds; GitHub drops all else, save hyphens and spaces."""

# No "<" inside: an unclosed tag ends at the next one, so that the search stays linear.
_TAG = re.compile(r"<[A-Za-z][^<>]*")
_NAMED = re.compile(
    r"\s(?:id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))", re.IGNORECASE
)


def make_slug(heading: str) -> str:
    """Return what GitHub makes of the text of a heading, before it is made unique."""
    lower = heading.lower()
    if lower.isascii():
        kept = _ASCII_DROPPED.sub("", lower)
    else:
        kept = "".join(c for c in lower if c in "- " or unicodedata.category(c) in _KEPT)
    return kept.replace(" ", "-")


def make_unique(name: str, taken: dict[str, int]) -> str:
    """Return an anchor that is not taken yet: the second ``a`` is ``a-1``; ``taken`` is updated."""
    found = name
    while found in taken:
        taken[name] += 1
        found = f"{name}-{taken[name]}"
    taken[found] = 0
    return found


def html_names(html: str) -> Iterator[str]:
    """Yield the values of ``id`` and ``name`` in the tags of some HTML."""
    for tag in _TAG.finditer(html):
        for double, single, bare in _NAMED.findall(tag[0]):
            yield double or single or bare


def html_comments(html: str) -> list[tuple[int, int]]:
    """Return the comments in some HTML as offsets; an unclosed one reaches to the end."""
    found: list[tuple[int, int]] = []
    start = html.find("<!--")
    while start >= 0:
        close = html.find("-->", start + len("<!--"))
        end = close + len("-->") if close >= 0 else len(html)
        found.append((start, end))
        start = html.find("<!--", end)
    return found
