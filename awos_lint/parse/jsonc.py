"""JSON with comments and trailing commas, as editors write their settings (JSONC).

Both are blanked out, so that everything else keeps its place, and the rest is read as JSON.
"""

from __future__ import annotations

import re

from awos_lint.parse.json_text import Json, read_json

_PARTS = re.compile(
    r'"(?:[^"\\\n]|\\.)*"?'
    r"|(?P<comment>//[^\r\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?)"
    r"|(?P<comma>,)"
)
_SHOWN = re.compile(r"[^\r\n]")
_CLOSING = re.compile(r"[ \t\r\n]*[]}]")


def read_jsonc(text: str, depth: int) -> Json:
    """Read a text that may hold comments and trailing commas; never raises."""
    return read_json(plain(text), depth)


def plain(text: str) -> str:
    """Return a text of the same length without comments and trailing commas."""
    bare = _PARTS.sub(lambda m: _blank(m[0]) if m["comment"] else m[0], text)
    return _PARTS.sub(lambda m: " " if m["comma"] and _last(bare, m.end()) else m[0], bare)


def _blank(text: str) -> str:
    return _SHOWN.sub(" ", text)


def _last(text: str, at: int) -> bool:
    return _CLOSING.match(text, at) is not None
