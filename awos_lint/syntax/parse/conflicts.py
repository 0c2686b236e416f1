"""Merge conflicts that were left in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from awos_lint.core.model.document import Problem
from awos_lint.core.text import Source, Span

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_OURS, _BETWEEN, _THEIRS = "<<<<<<< ", "=======", ">>>>>>> "
_LABELLED = re.compile(r"(?:<{7}|>{7}|\|{7}) [^\s|](?:.*[^|])?")
_RULE = "document-conflict-marker"


def find_conflict(source: Source) -> Problem | None:
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
            return _report_unmerged(source, ours, between, number)
    return None


def without_theirs(text: str) -> str:
    """Return what a text with conflict markers was before the merge, on our side."""
    kept, ours = [], None
    for line in text.split("\n"):
        bare = line.rstrip("\r")
        if bare.startswith(_OURS):
            ours = True
        elif ours is not None and bare.startswith(_THEIRS):
            ours = None
        elif ours and bare == _BETWEEN:
            ours = False
        elif ours is not False:
            kept.append(line)
    return "\n".join(kept)


def find_leftovers(source: Source) -> Problem | None:
    """Return the markers that were left when a conflict was settled, with the first in front.

    They stand outside of fenced code, and are no part of a quotation or a table.
    """
    if not any(f"{char * 7} " in source.text for char in "<>|"):
        return None
    lines = list(_find_labelled(source))
    if not lines:
        return None
    first, *others = lines
    related = tuple((source.line_span(line), "another one is here") for line in others)
    return _report_left(source, first, related)


def find_separator(source: Source, offsets: Iterable[int]) -> Problem | None:
    """Return the one ``=======`` of a text as what was left of a conflict.

    ``offsets`` are where the lines of running text begin, which underline no heading. Where there
    are more such lines, they are how somebody draws a rule.
    """
    if _BETWEEN not in source.text or source.lines.count(_BETWEEN) != 1 or find_leftovers(source):
        return None
    line = source.lines.index(_BETWEEN) + 1
    return _report_left(source, line, ()) if source.line_span(line).start in offsets else None


def _find_labelled(source: Source) -> Iterator[int]:
    fence, lines = "", source.lines
    for number, line in enumerate(lines, 1):
        fence = _fence_after(fence, line)
        if not fence and _LABELLED.fullmatch(line):
            beside = lines[max(number - 2, 0) : number - 1] + lines[number : number + 1]
            if line[0] == "<" or not any(near.startswith(line[0]) for near in beside):
                yield number


def _report_left(source: Source, line: int, related: tuple[tuple[Span, str], ...]) -> Problem:
    return Problem(
        _RULE,
        "a marker of a merge conflict was left in the text",
        source.line_span(line),
        "remove the line" if not related else "keep what was meant, and remove the markers",
        related,
    )


def _fence_after(fence: str, line: str) -> str:
    """Return the fence that is open after a line, given the one that was open before it."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    closes = match[1].startswith(fence) and not match[2].strip()
    return "" if closes else fence


def _report_unmerged(source: Source, ours: int, between: int, theirs: int) -> Problem:
    return Problem(
        _RULE,
        "a merge conflict was left in the text",
        source.line_span(ours),
        "keep one side, or join both, and remove the three markers",
        (
            (source.line_span(between), "the other side begins here"),
            (source.line_span(theirs), "the other side ends here"),
        ),
    )
