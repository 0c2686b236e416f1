"""Find words and phrases in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# No opening mark inside: many of them without a closing one would cost the square of the text.
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|‘[^‘’]*’')
_NEAR = 100
_WORD = re.compile(r"[a-z0-9]+")
# Letters in lower case, all else that is no letter or digit a blank.
_WORDS_ONLY = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_Tree = dict[str, "_Tree"]
"""Phrases by their next letter; the empty string stands where one ends."""
_SENTENCE_END = (".", "!", "?", ":")


def find_phrases(text: str, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where whole phrases stand in a text, as ``(start, end)`` offsets.

    Letter case does not count, blanks between the words may be any, and of two phrases at one
    place the longer is meant. Quoted text is left out: it is somebody else's. So is a word with a
    capital letter in the middle of a sentence: it is a name, as in "Add a Polish translation".
    """
    pattern = _compile_pattern(phrases)
    if pattern is None:
        return []
    plain = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    return [match.span() for match in pattern.finditer(plain) if not _is_name(plain, match.start())]


def may_occur(texts: Iterable[str], phrases: tuple[str, ...]) -> bool:
    """Return whether :func:`find_phrases` may find anything; much quicker than to ask it."""
    text = "\n".join(texts)
    openings = _find_openings(phrases)
    if openings is None or not text.isascii():
        return True
    return not openings.isdisjoint(text.translate(_WORDS_ONLY).split())


@lru_cache(maxsize=8)
def _find_openings(phrases: tuple[str, ...]) -> frozenset[str] | None:
    """Return the words that begin the phrases; ``None`` when one does not begin with plain ones."""
    words = [_WORD.match(" ".join(phrase.split()).lower()) for phrase in phrases]
    if not all(phrase.isascii() for phrase in phrases) or not all(words):
        return None
    return frozenset(word[0] for word in words if word)


def _is_name(text: str, start: int) -> bool:
    if not text[start].isupper():
        return False
    before = text[max(0, start - _NEAR) : start].rstrip()
    return bool(before) and not before.endswith(_SENTENCE_END)


@lru_cache(maxsize=8)
def _compile_pattern(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    tree: _Tree = {}
    for phrase in {" ".join(p.split()) for p in phrases} - {""}:
        node = tree
        for char in phrase:
            node = node.setdefault(char.lower() if len(char.lower()) == 1 else char, {})
        node[""] = {}
    return (
        re.compile(rf"(?<![\w-]){_write_alternatives(tree)}(?![\w-])", re.IGNORECASE)
        if tree
        else None
    )


def _write_alternatives(tree: _Tree) -> str:
    """Return a pattern of the phrases in a tree, which is quicker than one of all side by side.

    It goes as far down as it can, so the longer of two phrases is found.
    """
    ways = [
        (r"\s+" if c == " " else re.escape(c)) + _write_alternatives(tree[c])
        for c in sorted(tree)
        if c
    ]
    return f"(?:{'|'.join(ways)}){'?' if '' in tree else ''}" if ways else ""
