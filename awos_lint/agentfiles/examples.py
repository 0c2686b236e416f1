"""Names that a text gives as examples, or speaks of as wished for, forbidden or gone."""

from __future__ import annotations

import re

from awos_lint.agentfiles.lazy import Lazy

_SAID = r"e\.\s?g\.|i\.\s?e\.|for (?:example|instance)|examples?|such as"
_EXAMPLE = Lazy(rf"\b(?:{_SAID}|like|format|named|called)(?!\w)", re.IGNORECASE)
_CLEARLY = Lazy(rf"\b(?:{_SAID})(?!\w)", re.IGNORECASE)
"""Without the words that also stand before what is there: `in the format of references/a.md`."""
_ABSENT = Lazy(
    r"\b(?:(?:would|could|might) be|instead of|replac(?:es?|ed|ing)|no longer|used to be|removed"
    r"|not yet|(?:does|do|did) not exist|doesn['’]t exist|(?:was|were) (?:not|never) "
    r"|follow-up|planned"
    r"|(?:never|do not|don['’]t) (?:use|run|call|invoke|create|write))\b",
    re.IGNORECASE,
)
"""What stands in a sentence about a thing that is wished for, forbidden or gone."""
_STOP = Lazy(r"[.!?;](?=\s)|\n[ \t]*(?:\n|[-*+>|#]|\d+[.)])")
_ITEM = Lazy(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]|[ \t]{2,}\S|\s*\Z")
_FAR = 400
"""Characters before and behind a name that are looked at for the ends of its sentence."""
_LONGEST_LIST = 40
"""Lines above an item that are looked at for the one that introduces its list."""


def is_example(text: str, at: int) -> bool:
    """Return whether the line up to an offset says that what follows is an example."""
    begins = text.rfind("\n", 0, at) + 1
    return _EXAMPLE.pattern.search(text, begins, at) is not None


def is_clearly_example(text: str, at: int) -> bool:
    """Return whether the line, or the one that introduces its list, speaks of examples."""
    begins = text.rfind("\n", 0, at) + 1
    lead = _find_introduction(text, begins)
    return bool(
        _CLEARLY.pattern.search(text, begins, at)
        or (lead.rstrip(" \t*_").endswith(":") and _CLEARLY.pattern.search(lead))
    )


def is_absent(text: str, at: int) -> bool:
    """Return whether the sentence around an offset is about what one has not, or must not use."""
    begin = max(0, at - _FAR)
    for stop in _STOP.pattern.finditer(text, begin, at):
        begin = stop.end()
    stop_after = _STOP.pattern.search(text, at, at + _FAR)
    end = stop_after.start() if stop_after else min(len(text), at + _FAR)
    return _ABSENT.pattern.search(text, begin, end) is not None


def _find_introduction(text: str, begins: int) -> str:
    """Return the line above the list whose item begins at an offset; empty outside of a list."""
    line = text[begins : _line_end(text, begins)]
    for _ in range(_LONGEST_LIST):
        if not _ITEM.pattern.match(line) or begins == 0:
            return line
        end = begins - 1
        begins = text.rfind("\n", 0, end) + 1
        line = text[begins:end]
    return ""


def _line_end(text: str, begins: int) -> int:
    end = text.find("\n", begins)
    return len(text) if end < 0 else end
