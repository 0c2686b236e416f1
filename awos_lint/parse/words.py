"""Words and sentences, for rules that measure text."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]\S*")
_SENTENCE = re.compile(r"[^\s.!?](?:[^.!?\n]|\n(?![ \t]*\n)|[.!?](?![\s\"')\]*_]|$))*[.!?]*")


def count_words(text: str) -> int:
    """Return how many pieces between blanks hold a letter or a digit."""
    return len(_WORD.findall(text))


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as ``(start, end)`` offsets.

    A sentence ends at ``.``, ``!`` or ``?`` before a blank or a closing mark, and at an empty line.
    """
    return [match.span() for match in _SENTENCE.finditer(text)]
