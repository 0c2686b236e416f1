"""Inline Markdown: code, links and HTML in the text of one block.

Text in which nothing but code spans and links of the plainest form can match is read here, all else
by markdown-it-py; both must find the same (tests/syntax/test_inlines.py).
"""

from __future__ import annotations

import re
from typing import Any

from awos_lint.syntax.parse.codespans import blank_ranges, code_spans
from awos_lint.syntax.parse.shapes import ADDRESS, Inline, Target

_MARKUP = re.compile(r"[\\*_~\n]|&#?[a-zA-Z0-9]+;")
_NOTHING = Inline()
_BRACKET = re.compile(r"[\[\]]")
# Without brackets in the text, and without anything in the destination that Markdown or a URL
# could give a meaning.
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(((?:https?://)?[^\x00-\x20\x7f()<>\\&`\[\]:]+)\)")
# A bare address may hold the brackets that follow it without a blank.
_ADDRESSED = re.compile(rf"(?:{ADDRESS.pattern})[^ \t\n<\[]{{0,2000}}\[", re.IGNORECASE)
_NO_LINK = re.compile(r"\[[^\[\]]*\](?!\()")


def parse_inline(text: str, env: dict[str, Any], nesting: int, titled: bool = False) -> Inline:
    """Find what is in an inline text; ``env`` is what the block pass learnt of references.

    ``title`` and ``heading`` are right only when ``titled``.
    """
    if not titled and "`" not in text and "<" not in text and "[" not in text:
        return _NOTHING
    code = code_spans(text) if "`" in text else []
    if found := _parse_plain(text, code, env, titled):
        return found
    # Imported here: it takes as long as reading dozens of documents, and most do without it.
    from awos_lint.syntax.parse.markdown_it_inlines import parsed_inline

    return parsed_inline(text, env, nesting)


def _parse_plain(
    text: str, code: list[tuple[int, int]], env: dict[str, Any], titled: bool
) -> Inline | None:
    """Read a text that is certain to be plain; ``code`` are its spans if it has no HTML."""
    if ("[" in text and "references" in env) or ("<" in text and _has_angles(text, code)):
        return None
    linked = "](" in text
    if titled and (linked or _MARKUP.search(blank_ranges(text, code) if code else text)):
        return None
    if linked:
        return _plain_links(text, code)
    title = _open_code(text, code) if titled and code else text
    return Inline(title, title, code)


def _has_angles(text: str, code: list[tuple[int, int]]) -> bool:
    """Return whether HTML or an address in angle brackets may begin outside of code."""
    if ">" not in text:
        return False
    opening = re.finditer("<", blank_ranges(text, code))
    return any(not text[match.end() : match.end() + 1].isspace() for match in opening)


def measure_depth(text: str) -> int:
    """Return how deep the brackets of a text may nest."""
    depth = most = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match[0] == "[" else max(depth - 1, 0)
        most = max(most, depth)
    return most


def _open_code(text: str, code: list[tuple[int, int]]) -> str:
    """Return a text with its code spans opened."""
    parts, done = [], 0
    for start, end in code:
        inner = text[start:end]
        ticks = len(inner) - len(inner.lstrip("`"))
        inner = inner[ticks:-ticks]
        spaced = inner.strip(" ") and inner[0] == inner[-1] == " "
        parts += [text[done:start], inner[1:-1] if spaced else inner]
        done = end
    return "".join((*parts, text[done:]))


def _plain_links(text: str, code: list[tuple[int, int]]) -> Inline | None:
    """Read a text whose brackets are all plain links or no links, ``None`` when they are not."""
    if "\\" in text or "$" in text:
        return None
    masked = blank_ranges(text, code)
    if _BRACKET.search(_NO_LINK.sub("", _LINK.sub("", masked))) or _ADDRESSED.search(masked):
        return None
    targets, holes = [], list(code)
    for match in _LINK.finditer(masked):
        start, end = match.span(3)
        label = text[match.start(2) : match.end(2)]
        image = bool(match[1])
        if image and "`" in label:
            return None
        targets.append(Target(match[3], label, start, end, image))
        holes.append((start - 1, end + 1))
    return Inline(text, text, sorted(holes), targets)
