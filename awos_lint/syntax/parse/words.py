"""Words and sentences, for rules that measure text."""

from __future__ import annotations

import re

_LETTER = re.compile(r"[^\W_]")
_SENTENCE = re.compile(r"[^\s.!?](?:[^.!?\n]|\n(?![ \t]*\n)|[.!?](?![\s\"')\]*_]|$))*[.!?]*")


def count_words(text: str) -> int:
    """Return how many pieces between blanks hold a letter or a digit."""
    words = text.split()
    return len(words) - sum(1 for word in words if not word.isalnum() and not _LETTER.search(word))


def has_words(text: str) -> bool:
    """Return whether any letter or digit is in a text; quicker than to count its words."""
    return _LETTER.search(text) is not None


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as ``(start, end)`` offsets.

    A sentence ends at ``.``, ``!`` or ``?`` before a blank or a closing mark, and at an empty line.
    """
    return [match.span() for match in _SENTENCE.finditer(text)]
