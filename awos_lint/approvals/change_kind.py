"""What kind of change lies between two texts of one document."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from awos_lint.core.digest import canonical_body, canonical_front
from awos_lint.core.model.document import Document

FEW = 6
"""A third of the changes of words in accepted decisions are of at most this many (measured)."""


class Extent(StrEnum):
    """How much was changed, least first."""

    NOTHING = "nothing"
    WHITESPACE = "whitespace"
    LINK = "link"
    WORDS = "a few words"
    SUBSTANCE = "substance"

    @property
    def editorial(self) -> bool:
        """Whether a change of this extent can be one of wording alone."""
        return self is not Extent.SUBSTANCE


def measure_extent(old: Document, new: Document) -> Extent:
    """Return how much was changed between two texts of one document.

    Front matter that bears meaning is substance; so are more than :data:`FEW` words. A few words
    may well turn the meaning around: the extent is a size, not a judgement.
    """
    if canonical_front(old.fields, old.kind) != canonical_front(new.fields, new.kind):
        return Extent.SUBSTANCE
    before, after = canonical_body(old), canonical_body(new)
    if before == after:
        return Extent.NOTHING
    if before.split() == after.split():
        return Extent.WHITESPACE
    plain = _split_words(old), _split_words(new)
    if plain[0] == plain[1]:
        return Extent.LINK
    return Extent.WORDS if few_words(*plain) else Extent.SUBSTANCE


def few_words(old: Sequence[str], new: Sequence[str], most: int = FEW) -> bool:
    """Return whether one text becomes the other by changing at most ``most`` words.

    A change puts one word in the place of another, adds one, or takes one out.
    """
    start = _count_shared(old, new)
    end = _count_shared(old[start:][::-1], new[start:][::-1])
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if abs(len(before) - len(after)) > most:
        return False
    row = {at: at for at in range(min(most, len(after)) + 1)}
    for line, word in enumerate(before, 1):
        row = _next_row(row, line, word, after, most)
        if min(row.values()) > most:
            return False
    return row[len(after)] <= most


def _next_row(
    above: dict[int, int], line: int, word: str, after: Sequence[str], most: int
) -> dict[int, int]:
    """Return the next row of the distances that can still be small (Levenshtein, in a band)."""
    row: dict[int, int] = {}
    far = most + 1
    for at in range(max(0, line - most), min(len(after), line + most) + 1):
        row[at] = above.get(at, far) + 1
        if at:
            other = above.get(at - 1, far) + (word != after[at - 1])
            row[at] = min(row[at], row.get(at - 1, far) + 1, other)
    return row


def _count_shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words at the beginning are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))


def _split_words(document: Document) -> list[str]:
    """Return the words of a body, the destinations of its links left out."""
    text, parts, at = document.source.text, [], document.front.end if document.front else 0
    for link in sorted({link.span for link in document.links}):
        if link.start >= at:
            parts.append(text[at : link.start])
            at = link.end
    return "".join([*parts, text[at:]]).split()
