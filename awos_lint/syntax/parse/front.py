"""Front matter: where it is, and what it says as text.

The first line is ``---``, blanks may follow; the next line that is ``---`` or ``...`` closes it.
Nothing else opens or closes it: not ``----``, not ``---x``, not ``---`` after an empty line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Address, Data, Mark, Problem, Suppression
from awos_lint.core.text import Source, Span
from awos_lint.syntax.parse.comments import read_comments
from awos_lint.syntax.parse.conflicts import find_conflict, find_leftovers
from awos_lint.syntax.parse.limits import explain_limit, is_longer
from awos_lint.syntax.parse.plain_front import plain_front

_OPENS = re.compile(r"---[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSES = re.compile(r"(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")
_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n]))#[ \t]*awos:[^\r\n]*")
# What a YAML stream may not hold (YAML 1.1 §5.1), byte order marks that begin a line, which
# libyaml skips, and lone halves of characters. Decoding has reported the control characters; one
# stray byte should not hide the rest of the front matter.
_STRAY = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_UNREADABLE = re.compile(rf"(?<![^\n\r\x85\u2028\u2029])\ufeff|[{_STRAY}]")
_SUSPECT = re.compile(rf"[\ufeff{_STRAY}]")
"""What is unreadable has one of these; a search for one set is quick."""
_BREAK = re.compile("[\u2028\u2029]")
_RULE = "document-front-matter"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says; every value is a string, a list or a mapping.

    ``span`` covers it with both fences, ``None`` when there is none; ``body`` is the offset at
    which the Markdown begins. ``broken`` means that it could not be read to its end; ``fields``
    then holds what stood before. ``unread`` is the sentence about a limit that was reached. Of a
    key that is written twice the first value counts.
    """

    fields: Mapping[str, Data] = field(default_factory=dict)
    marks: Mapping[Address, Mark] = field(default_factory=dict)
    span: Span | None = None
    body: int = 0
    problems: tuple[Problem, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    broken: bool = False
    unread: str = ""


def read_front(source: Source, limits: Limits) -> FrontMatter:
    """Read the front matter of a text; never raises."""
    text = source.text
    opening = _OPENS.match(text)
    if not opening:
        return FrontMatter()
    closing = _CLOSES.search(text, opening.end())
    if not closing:
        return _report_unclosed(source, opening.end())
    span = Span(0, closing.start() + len(closing[0].rstrip()))
    found = FrontMatter(span=span, body=closing.end())
    unmerged = find_conflict(source) or find_leftovers(source)
    if unmerged and unmerged.span and unmerged.span.start < span.end:
        return replace(found, broken=True)
    block = text[opening.end() : closing.start()]
    if is_longer(block, limits.front_bytes):
        unread = explain_limit("the front matter has", limits.front_bytes, "bytes", "front-bytes")
        return replace(found, broken=True, unread=unread)
    return _read_block(source, found, opening.end(), block, limits)


def _report_unclosed(source: Source, body: int) -> FrontMatter:
    problem = Problem(
        _RULE,
        "the front matter is not closed",
        source.line_span(1),
        "add a line `---` after the last key",
    )
    return FrontMatter(span=source.line_span(1), body=body, problems=(problem,), broken=True)


def _read_block(
    source: Source, found: FrontMatter, start: int, block: str, limits: Limits
) -> FrontMatter:
    if plain := plain_front(block, start, limits):
        return replace(found, fields=plain.fields, marks=plain.marks)
    # Imported here: it takes as long as reading dozens of documents, and most do without it.
    from awos_lint.syntax.parse.events import Builder, UnreadableYamlError

    builder = Builder(start, limits)
    problems = _report_breaks(block, start)
    refused = None
    try:
        builder.read_yaml(_UNREADABLE.sub("\ufffd", block) if _SUSPECT.search(block) else block)
    except UnreadableYamlError as reason:
        refused = reason
    problems += builder.problems
    if refused and refused.problem:
        problems.append(refused.problem)
    suppressions, malformed = read_comments(source, _find_comments(block, start, builder.scalars))
    return replace(
        found,
        fields=builder.fields,
        marks=builder.marks,
        problems=(*problems, *malformed),
        suppressions=suppressions,
        broken=refused is not None,
        unread=refused.unread if refused else "",
    )


def _report_breaks(block: str, start: int) -> list[Problem]:
    """Report characters that only some readers take for the end of a line."""
    match = _BREAK.search(block)
    if not match:
        return []
    span = Span(start + match.start(), start + match.end())
    message = f"some YAML readers see the end of a line in U+{ord(match[0]):04X}"
    return [Problem(_RULE, message, span, "remove it")]


def _find_comments(block: str, start: int, scalars: list[Span]) -> list[Span]:
    """Return the places of comments for awos; ``#`` inside a value begins no comment."""
    said = _COMMENT.finditer(block) if "awos:" in block else ()
    found = [Span(start + m.start(), start + m.end()) for m in said]
    before = ((comment, bisect_right(scalars, comment) - 1) for comment in found)
    return [comment for comment, n in before if n < 0 or scalars[n].end <= comment.start]
