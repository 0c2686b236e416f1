"""Whether a sentence says that one record replaces another one as a whole.

"Accepted; the caching part is superseded by ADR-9" leaves the record in force, and such sentences
are as frequent as those that replace all of it.
"""

from __future__ import annotations

import re

from awos_lint.layouts.dialect.words import to_plain

PASSIVE = r"(?:super[sc]e?e?ded|superceeded|replaced|obsoleted)[ -]by"
"""What stands in a record that was replaced."""

ACTIVE = r"super[sc]e?edes|superceeds|replaces|obsoletes"
"""What stands in a record that replaces another one."""

_REACH = 200
_STOP = re.compile(r"[.;:!?|—–]|->|→|=>|<br ?/?>")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_DAY = re.compile(r"\d{1,4}(?:-\d{1,2}){0,2}")
_PLAIN = frozenset(
    {"this", "the", "adr", "record", "decision", "document", "it", "entire", "whole", "which"}
    | {"is", "was", "has", "been", "be", "now", "since", "later", "then", "also", "itself", "on"}
    | {"formerly", "previously", "originally", "fully", "completely", "entirely", "wholly", "as"}
    | {"status", "state", "note", "update", "updated", "warning", "important", "and", "but", "of"}
    | {"accepted", "approved", "adopted", "implemented", "proposed", "deprecated", "rejected"}
    | {"obsolete", "draft", "superseded", "historical", "retired", "closed", "done", "current"}
)
"""Words that may stand before "superseded by" in a sentence about the whole record."""

_PARTLY = re.compile(r"\bpart(?:s|ly|ial|ially)?\b|\bsome\b|\baspects?\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:will|to|may|might|should|would|could|can|must|not|never|if|when|until|unless|once)"
    r"(?: be)?\W*$",
    re.IGNORECASE,
)
# What may follow the name of a record that is meant as a whole: nothing, a mark, its title in
# brackets, the next record, a date.
_WHOLE = re.compile(
    r"[ \t*_`\])\"”]*(?:\Z|[\n.,;:|(&+/\]—–]|->?\s|→|\band\b|\bon\b|\bsince\b|\bas of\b"
    r"|\bin (?:19|20)\d\d|\d{4}-\d\d|\beffective\b|\bby\b|\bwhich\b|\bwhen\b|\bbecause\b|<)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"§|\bonly\b|\bpart(?:s|ly|ial|ially)?\b|\b(?:sub)?sections?\b|\bclauses?\b|\bD\d"
    r"|\b(?:decision|point|item|rule|row|para(?:graph)?)s? \d|のみ|部分|一部|仅|僅",
    re.IGNORECASE,
)


_WRAPPED = re.compile(r"\n[ \t>]*(?=[a-z(])")
_END = re.compile(r"\.\s|\n")


def is_whole(text: str, verb: int) -> bool:
    """Return whether the words before a verb say nothing less than "this record is"."""
    before = text[max(0, verb - _REACH) : verb]
    start = before.rfind("\n") + 1
    # A sentence that goes on from the line above does not begin with a capital letter.
    if start and text[verb].isupper() and not _WORD.search(before, start):
        before = before[start:]
    if _PARTLY.search(before) or _UNREAL.search(before.rstrip("*_ ")):
        return False
    said = to_plain(_STOP.split(before.replace("\n", " "))[-1]).casefold()
    return all(word in _PLAIN or _DAY.fullmatch(word) for word in _WORD.findall(said))


def is_limited(text: str, end: int) -> bool:
    """Return whether what follows the name of a record takes a part of it only, or may do so."""
    # A line that begins with a small letter goes on with the sentence.
    after = _WRAPPED.sub(" ", text[end : end + _REACH])
    # The next line and the next sentence are about something else.
    rest = _END.split(after, maxsplit=1)[0]
    return _WHOLE.match(after) is None or _PART.search(rest) is not None
