"""Fenced code in a prompt, and what stands outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.written import body_start
from awos_lint.core.model.document import Document
from awos_lint.core.text import Span

_FENCE = Lazy(r"^[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
_NOT_BREAK = Lazy(r"[^\n]")


def find_fences(document: Document) -> Iterator[Span]:
    """Yield the text within each pair of fences; one that is not closed reaches to the end."""
    text = document.source.text
    opened: re.Match[str] | None = None
    for match in _FENCE.pattern.finditer(text, body_start(document)):
        if opened is None:
            if not (match["fence"][0] == "`" and "`" in match["info"]):
                opened = match
        elif match["fence"].startswith(opened["fence"]) and not match["info"].strip():
            yield Span(opened.end(), match.start())
            opened = None
    if opened is not None:
        yield Span(opened.end(), len(text))


def blank_fences(document: Document) -> str:
    """Return the text with front matter and fenced code as blanks, of the same length."""
    text = document.source.text
    holes = [Span(0, body_start(document)), *find_fences(document)]
    parts, done = [], 0
    for hole in holes:
        parts += [text[done : hole.start], _NOT_BREAK.pattern.sub(" ", text[hole.start : hole.end])]
        done = hole.end
    return "".join((*parts, text[done:]))
