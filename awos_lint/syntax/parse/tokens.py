"""How many tokens a text is, about.

Tokens are estimated, because a tokenizer belongs to one model and is larger than awos: one token
for each four bytes of UTF-8, rounded up. English prose has a little more than four bytes to a token
in the usual byte-pair encodings, Markdown and code have a little less.
"""

from __future__ import annotations

_BYTES = 4


def tokens(text: str) -> int:
    """Return about how many tokens a text is."""
    return rounded(size(text))


def size(text: str) -> int:
    """Return how many bytes a text is in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def rounded(size: int) -> int:
    """Return about how many tokens so many bytes are."""
    return -(-size // _BYTES)
