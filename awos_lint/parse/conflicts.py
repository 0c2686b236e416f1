"""Merge conflicts that were left in a text."""

from __future__ import annotations

import re

from awos_lint.model.document import Problem
from awos_lint.text import Source

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_OURS, _BETWEEN, _THEIRS = "<<<<<<< ", "=======", ">>>>>>> "


def conflict(source: Source) -> Problem | None:
    """Return the first whole set of conflict markers that does not begin in fenced code.

    All three markers must be there, in order: ``=======`` alone underlines a heading.
    """
    if _OURS not in source.text or _THEIRS not in source.text:
        return None
    ours = between = 0
    fence = ""
    for number, line in enumerate(source.lines, 1):
        fence = "" if ours else _fence_after(fence, line)
        if not fence and line.startswith(_OURS):
            ours, between = number, 0
        elif ours and line == _BETWEEN:
            between = number
        elif between and line.startswith(_THEIRS):
            return _unmerged(source, ours, between, number)
    return None


def _fence_after(fence: str, line: str) -> str:
    """Return the fence that is open after a line, given the one that was open before it."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    closes = match[1].startswith(fence) and not match[2].strip()
    return "" if closes else fence


def _unmerged(source: Source, ours: int, between: int, theirs: int) -> Problem:
    return Problem(
        "document-conflict-marker",
        "a merge conflict was left in the text",
        source.line_span(ours),
        "keep one side, or join both, and remove the three markers",
        (
            (source.line_span(between), "the other side begins here"),
            (source.line_span(theirs), "the other side ends here"),
        ),
    )
