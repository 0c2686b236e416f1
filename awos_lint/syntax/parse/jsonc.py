"""JSON with comments: what the readers of settings allow beside RFC 8259, taken out."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r'"(?:[^"\\\n]++|\\.)*+"?|(?P<comment>//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))'
    r"|(?P<comma>,)(?=(?:\s++|//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+[\]}])",
    re.DOTALL,
)
_MARK = re.compile(r"[^\r\n]")


def without_comments(text: str) -> str:
    """Return a text of the same length with comments and final commas as blanks."""
    return _TOKEN.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return _MARK.sub(" ", match[0]) if match["comment"] or match["comma"] else match[0]
