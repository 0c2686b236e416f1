"""How long a text is: words, sentences, bytes, and about how many tokens.

Tokens are estimated, because a tokenizer belongs to one model and is larger than awos: one token
for each four bytes of UTF-8, rounded up. English prose has a little more than four bytes to a token
in the usual byte-pair encodings, Markdown and code have a little less.
"""

from __future__ import annotations

import re

_BYTES = 4
_LETTER = re.compile(r"[^\W_]")
_SENTENCE = re.compile(r"[^\s.!?](?:[^.!?\n]|\n(?![ \t]*\n)|[.!?](?![\s\"')\]*_]|$))*[.!?]*")


def count_tokens(text: str) -> int:
    """Return about how many tokens a text is."""
    return estimate_tokens(measure_size(text))


def measure_size(text: str) -> int:
    """Return how many bytes a text is in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def estimate_tokens(size: int) -> int:
    """Return about how many tokens so many bytes are."""
    return -(-size // _BYTES)


def count_words(text: str) -> int:
    """Return how many pieces between blanks hold a letter or a digit."""
    words = text.split()
    return len(words) - sum(1 for word in words if not word.isalnum() and not _LETTER.search(word))


def has_words(text: str) -> bool:
    """Return whether any letter or digit is in a text; quicker than to count its words."""
    return _LETTER.search(text) is not None


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as ``(start, end)`` offsets.

    A sentence ends at ``.``, ``!`` or ``?`` before a blank or a closing mark, and at an empty line.
    """
    return [match.span() for match in _SENTENCE.finditer(text)]
