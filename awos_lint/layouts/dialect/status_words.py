"""How far a spec or a task list is, in the words of foreign dialects and in ours.

Only words that mean the same are mapped. ``in progress`` is known and has no counterpart: the
statuses of a spec say what was settled about its text, not who is at work on it.
"""

from __future__ import annotations

import re

from awos_lint.core.model.status import Reading, Status
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.status import is_offer
from awos_lint.layouts.dialect.words import to_plain

_DRAFT = """
backlog, draft, drafting, in draft, initial draft, new, not started, pending, planned, planning,
proposal, proposed, specification, to do, todo, upcoming, wip, work in progress
"""
_REVIEW = """
awaiting review, for review, in review, pending approval, pending review, ready for review, review,
reviewing, under review
"""
_APPROVED = """
accepted, approved, ready, ready for dev, ready for development, ready for implementation,
ready to implement, ready for planning, ready to start, signed off
"""
_IMPLEMENTED = """
all done, complete, completed, delivered, done, finished, fully implemented,
implementation complete, implementation completed, implemented, live, merged, released, shipped
"""
_RETIRED = """
abandoned, archived, cancelled, canceled, deprecated, dropped, obsolete, rejected, replaced,
retired, superseded, withdrawn
"""
_LISTS = {
    "draft": _DRAFT,
    "in-review": _REVIEW,
    "approved": _APPROVED,
    "implemented": _IMPLEMENTED,
    "retired": _RETIRED,
}
_WORDS = {
    " ".join(word.split()): status for status, words in _LISTS.items() for word in words.split(",")
}
_NEUTRAL = """
active, almost complete, almost done, blocked, clarified, deferred, hold, implementing,
in development, in implementation, in planning, in progress, mostly complete, mostly implemented,
nearly complete, on hold, ongoing, partial, partially complete, partially completed,
partially implemented, paused, postponed, specified, started, tasks generated, testing,
under development, validated, validating, verification, verified, verifying
"""
_KNOWN = frozenset(" ".join(word.split()) for word in _NEUTRAL.split(","))
_END = re.compile(r"[.,;:!?()\[\]{}|/<>→⚠✅❌🚧]| [-–—] | -> | => |[–—]")
_JOINED = re.compile(r"(?<=\w)_(?=\w)")
_BUT = re.compile(
    r"\b(?:except|but|partial|partially|remaining|pending|open|left|deferred|postponed|carried)\b"
)


def read_stage(text: str, start: int = 0) -> Status:
    """Return how a status text is understood, such as ``✅ **COMPLETED** (2024-01-31)``.

    The text begins at ``start``. A word that is known and has no counterpart is the project's own.
    """
    bare = text.strip()
    begin = start + len(text) - len(text.lstrip())
    reading, word = _interpret_status(bare)
    return Status(bare, Span(begin, begin + len(bare)), reading, word)


def _interpret_status(text: str) -> tuple[Reading, str]:
    """Return the reading of a status text, and the status of kind ``spec`` that it means."""
    words = to_plain(_JOINED.sub(" ", text)).casefold()
    if not words:
        return Reading.NONE, ""
    offered = is_offer(text, words, lambda part: _WORDS.get(part.strip(), ""))
    if offered is not None:
        return (Reading.CHOICE if offered else Reading.OWN), ""
    head = _END.split(words, maxsplit=1)[0].replace("-", " ").strip()
    head = re.sub(r"^(?:status|state)\s+", "", head)
    found = _match_longest(head)
    if found == "implemented" and (_BUT.search(words) or re.match(r"complete\s+\w", head)):
        # "Completed except for the docs" does not claim that everything is done.
        found = ""
    return (Reading.WORD, found) if found else (Reading.OWN, "")


def _match_longest(head: str) -> str:
    """Return what the first words mean: the longest phrase that is known, if it comes first."""
    if _begins_with(head, _KNOWN):
        return ""
    parts = head.split()
    for length in range(min(4, len(parts)), 0, -1):
        if meaning := _WORDS.get(" ".join(parts[:length])):
            return meaning
    return ""


def _begins_with(head: str, phrases: frozenset[str]) -> bool:
    parts = head.split()
    return any(" ".join(parts[:length]) in phrases for length in range(1, min(3, len(parts)) + 1))
