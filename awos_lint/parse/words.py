"""Words, sentences and clauses, for rules that measure text."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]\S*")
_SENTENCE = re.compile(r"[^\s.!?](?:[^.!?\n]|\n(?![ \t]*\n)|[.!?](?![\s\"')\]*_]|$))*[.!?]*")
_CLAUSE = re.compile(r"[,;:()—–]+|\s-\s|\b(?:and|but|or|then)\b", re.IGNORECASE)


def count_words(text: str) -> int:
    """Return how many pieces between blanks hold a letter or a digit."""
    return len(_WORD.findall(text))


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as ``(start, end)`` offsets.

    A sentence ends at ``.``, ``!`` or ``?`` before a blank or a closing mark, and at an empty line.
    """
    return [match.span() for match in _SENTENCE.finditer(text)]


def clauses(text: str) -> list[tuple[int, int]]:
    """Return the pieces between commas, dashes, brackets and English conjunctions, as offsets."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in (*_CLAUSE.finditer(text), None):
        end = match.start() if match else len(text)
        piece = text[start:end]
        if count_words(piece):
            lead = len(piece) - len(piece.lstrip())
            found.append((start + lead, start + len(piece.rstrip())))
        start = match.end() if match else end
    return found
