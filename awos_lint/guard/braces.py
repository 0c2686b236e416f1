"""Braces that a shell spells out: ``a{b,c}`` is ``ab ac``, and ``a{1..2}`` is ``a1 a2``.

Those that are not quoted are marked by whoever reads the words.
"""

from __future__ import annotations

import re
from itertools import pairwise

from awos_lint.guard.budget import TooLongError

_OPEN, _COMMA, _CLOSE = MARKS = "\2\3\4"
"""Stand for braces and commas that are not quoted."""

_MOST = 256
_LONGEST = 4096
"""No path is longer (PATH_MAX)."""

_MARK = re.compile(f"[{MARKS}]")
_MARKED = str.maketrans("{,}", MARKS)
_UNMARKED = str.maketrans(MARKS, "{,}")
_NUMBERS = re.compile(r"(-?\d{1,6})\.\.(-?\d{1,6})(?:\.\.-?\d{1,6})?")
_LETTERS = re.compile(r"([A-Za-z])\.\.([A-Za-z])(?:\.\.-?\d{1,6})?")


def marked(text: str) -> str:
    """Return a text that is not quoted with its braces marked."""
    return text.translate(_MARKED)


def unmarked(text: str) -> str:
    """Return a text as it was written."""
    return text.translate(_UNMARKED)


def spread(word: str) -> list[str]:
    """Return the words that a marked one stands for, without marks; some may be there twice.

    Raises :class:`TooLongError` where they are too many.
    """
    if _OPEN not in word:
        return [unmarked(word)]
    done, waiting = list[str](), [word]
    for _ in range(_MOST):
        if not waiting:
            return done
        part = waiting.pop()
        if found := _innermost(part):
            head, pieces, tail = found
            waiting += [f"{head}{piece}{tail}" for piece in reversed(pieces)]
        else:
            done.append(unmarked(part))
        if waiting and len(waiting[-1]) > _LONGEST:
            break
    raise TooLongError


def _innermost(word: str) -> tuple[str, list[str], str] | None:
    """Return what stands before, within and behind the first braces that enclose no others."""
    opened: list[list[int]] = []
    for found in _MARK.finditer(word):
        at = found.start()
        if found[0] == _OPEN:
            opened.append([at])
        elif opened and found[0] == _COMMA:
            opened[-1].append(at)
        elif opened:
            cuts = [*opened.pop(), at]
            pieces = [word[begin + 1 : end] for begin, end in pairwise(cuts)]
            if pieces := pieces if len(pieces) > 1 else _sequence(pieces[0]):
                return word[: cuts[0]], pieces, word[at + 1 :]
            if not opened and at > 1:
                # Bash goes on to look for a comma: `{a},b}` is `a}` and `b`, but `{},b}` is itself.
                opened.append(cuts[:1])
    return None


def _sequence(text: str) -> list[str]:
    """Return what a sequence stands for; nothing for another text, or for a long sequence.

    Steps are not looked at, so that more is returned than is meant. Long ones are for loops.
    """
    if found := _NUMBERS.fullmatch(text):
        first, last = sorted((int(found[1]), int(found[2])))
        named = [str(number) for number in range(first, min(last, first + _MOST) + 1)]
    elif found := _LETTERS.fullmatch(text):
        first, last = sorted((ord(found[1]), ord(found[2])))
        named = [chr(code) for code in range(first, last + 1)]
    else:
        named = []
    return named if len(named) < _MOST // 2 else []
