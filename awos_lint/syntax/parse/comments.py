"""Comments that silence rules, in Markdown and in front matter.

``<!-- awos: ignore[rule, rule] why -->`` or ``# awos: ignore[rule] why`` speaks about its own line
when something else stands on it, else about the next line that holds text. ``ignore-file[rule]``
speaks about the whole document. A reason is demanded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from awos_lint.core.model.document import Problem, Suppression, Text
from awos_lint.core.text import Source, Span

OPENS = re.compile(r"(?:<!--|#)\s*awos:")
"""How a comment begins that is meant for awos."""

_COMMENT = re.compile(
    r"(?:<!--|#)\s*awos:\s*(?P<verb>[^\s\[]*)\s*(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*?)(?:-->)?",
    re.DOTALL,
)
_VERBS = ("ignore", "ignore-file")
_RULE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HELP = "write `awos: ignore[rule-name] the reason`"


def read_comments(
    source: Source, comments: Iterable[Span]
) -> tuple[tuple[Suppression, ...], tuple[Problem, ...]]:
    """Read the comments at some places; return suppressions and what is wrong with the others."""
    texts = ((span, source.text[span.start : span.end]) for span in comments)
    read = [_read_comment(text, span) for span, text in texts if OPENS.match(text)]
    found = [entry for entry in read if isinstance(entry, Suppression)]
    problems = tuple(entry for entry in read if isinstance(entry, Problem))
    return _place_suppressions(source, found), problems


def _read_comment(text: str, span: Span) -> Suppression | Problem:
    match = _COMMENT.fullmatch(text)
    assert match
    reason = " ".join(match["reason"].split())
    rules = _split_rules(match, span.start)
    if wrong := _complain_about(match, rules, reason):
        message = f"this comment silences nothing: {wrong}"
        return Problem("suppression-malformed", message, span, _HELP)
    last = 0 if match["verb"] == "ignore-file" else -1
    return Suppression(rules, reason, span, last=last)


def _split_rules(match: re.Match[str], start: int) -> tuple[Text, ...]:
    offset = start + match.start("rules")
    return tuple(
        Text(name[0], Span(offset + name.start(), offset + name.end()))
        for name in re.finditer(r"[^\s,](?:[^,]*[^\s,])?", match["rules"] or "")
    )


def _complain_about(match: re.Match[str], rules: tuple[Text, ...], reason: str) -> str:
    if match["verb"] not in _VERBS:
        known = " or ".join(f"`{verb}`" for verb in _VERBS)
        return f"`{match['verb']}` is not {known}"
    if not rules:
        return "it names no rule in brackets"
    if bad := next((rule.value for rule in rules if not _RULE.fullmatch(rule.value)), None):
        return f"`{bad}` cannot be the name of a rule"
    return "" if reason else "it gives no reason"


def _line_range(source: Source, span: Span) -> range:
    """Return the indices of the lines that a span touches."""
    first = bisect_right(source.starts, span.start) - 1
    return range(first, bisect_right(source.starts, span.end) or first)


def _find_lone_lines(source: Source, span: Span) -> range:
    """Return the lines of a comment when nothing but block quote marks stands beside it."""
    lines = _line_range(source, span)
    before = source.text[source.starts[lines[0]] : span.start]
    end = source.starts[lines[-1]] + len(source.lines[lines[-1]])
    beside = before + source.text[span.end : end]
    return range(0) if beside.strip(" \t>") else lines


def _place_suppressions(source: Source, found: list[Suppression]) -> tuple[Suppression, ...]:
    """Settle which lines each suppression is about."""
    if not found:
        return ()
    lone = {line for entry in found for line in _find_lone_lines(source, entry.span)}
    following = _find_following(source, lone)
    return tuple(_place_suppression(source, entry, lone, following) for entry in found)


def _find_following(source: Source, lone: set[int]) -> list[int]:
    """Return for each line the first one from there on that holds text, or -1."""
    nearest, found = -1, [-1]
    for number in range(len(source.lines) - 1, -1, -1):
        if number not in lone and source.lines[number].strip(" \t>"):
            nearest = number
        found.append(nearest)
    return found[::-1]


def _place_suppression(
    source: Source, entry: Suppression, lone: set[int], following: list[int]
) -> Suppression:
    if not entry.last:
        return entry
    lines = _line_range(source, entry.span)
    if lines[0] not in lone:
        return replace(entry, first=lines[0] + 1, last=lines[-1] + 1)
    line = max(following[lines[-1] + 1], lines[-1]) + 1
    return replace(entry, first=line, last=line)
