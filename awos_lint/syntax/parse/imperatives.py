"""Imperative clauses: how many things a title tells its reader to do.

English only, and by a list of verbs instead of a grammar, so that what was counted can be shown
and argued with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_VERBS = """
add adjust allow append apply assert assign attach audit build bump call change check clear
compute configure connect convert copy create define delete deploy deprecate describe design
detect disable display document drop edit emit enable enforce ensure expand export expose extend
extract fetch fix generate handle hide implement import include initialise initialize insert
install integrate introduce investigate list load log make map measure merge migrate mock move
normalise normalize optimise optimize parse persist print provision publish push read rebuild
record reduce refactor refuse register reject release remove rename render reorder replace report
reset resolve restore return review revoke rewrite roll rotate run save schedule seed send set
show simplify skip sort split start stop store support switch sync test translate update upgrade
upload use validate verify wire wrap write
"""
VERBS = frozenset(_VERBS.split())
"""Verbs that open an imperative clause."""

_SEPARATOR = re.compile(r"[,;:.!?&+](?=\s|$)|\s[-–—+&]\s|\b(?:and|then|plus)\b", re.IGNORECASE)
_MAY_SEPARATE = re.compile(r"[,;:.!?&+–—-]|and|then|plus", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|[*~]+")
_DETAILS = (":", "-", "–", "—")
_ARTICLES = frozenset({"a", "an", "the", "each", "every", "one", "its", "new"})
_LABEL = re.compile(r"(?:\s*\[[^\]]*\])*\s*(?:(?:also|finally|first|next|now)\s+)*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*")


class _Piece(NamedTuple):
    """What stands between two separators.

    ``first`` is its first word, when nothing but blanks stands before it; ``last`` its last word,
    when nothing follows it, and ``thing`` whether that has an article. ``detail`` says that a colon
    or a dash stands before it, so that it explains the piece before.
    """

    start: int
    end: int
    first: str
    last: str
    thing: bool
    detail: bool

    @property
    def bare(self) -> bool:
        """Whether it is one word."""
        return self.first == self.last


def at_most(text: str) -> int:
    """Return the number of clauses that a title cannot exceed, whether code is blanked out or not.

    This is quick to say: one more than what might separate them.
    """
    return 1 + len(_MAY_SEPARATE.findall(text))


def find_imperatives(text: str, verbs: frozenset[str] = VERBS) -> list[tuple[int, int]]:
    """Return the imperative clauses of a title as ``(start, end)`` offsets, blanks included.

    A piece between commas, semicolons, dashes, ``and`` or ``then`` opens a clause when it begins
    with one of the verbs, which are lower case; else it belongs to the clause before. So does what
    a colon or a dash introduces, and a piece that goes on with an enumeration of verbs: "Add
    create, update and delete endpoints" is one clause. What stands in brackets opens none. Code
    must have been blanked out; marks of emphasis are passed over.
    """
    found: list[tuple[int, int]] = []
    before: _Piece | None = None
    listing = False
    for piece in _split_pieces(text):
        listing = before is not None and _goes_on(piece, before, verbs, listing)
        if piece.first in verbs and not listing and not (piece.detail and found):
            found.append((piece.start, piece.end))
        else:
            found[-1:] = [(start, piece.end) for start, _ in found[-1:]]
        before = piece
    return found


def _goes_on(piece: _Piece, before: _Piece, verbs: frozenset[str], listing: bool) -> bool:
    """Return whether a piece goes on with an enumeration of verbs that name one thing."""
    if before.last not in verbs or listing:
        return listing and before.last in verbs
    return not before.bare and (piece.bare or not before.thing)


def _split_pieces(text: str) -> Iterator[_Piece]:
    text = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    start, detail = 0, False
    for match in (*_SEPARATOR.finditer(text), None):
        end = match.start() if match else len(text)
        if piece := _make_piece(text, start, end, detail):
            yield piece
            detail = False
        start = match.end() if match else end
        detail = detail or (match is not None and match[0].strip() in _DETAILS)


def _make_piece(text: str, start: int, end: int, detail: bool) -> _Piece | None:
    label = _LABEL.match(text, start, end)
    begin = label.end() if label else start
    stop = begin + len(text[begin:end].rstrip())
    if begin == stop:
        return None
    first = _WORD.match(text, begin, stop)
    *_, near, last = (None, None, *_WORD.finditer(text, begin, stop))
    ending = last[0].lower() if last and last.end() == stop else ""
    thing = near is not None and near[0].lower() in _ARTICLES
    return _Piece(begin, end, first[0].lower() if first else "", ending, thing, detail)
