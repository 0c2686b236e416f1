"""Setting a key in a TOML file as an edit of its text; all else keeps every byte."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Any

from awos_lint.core.text import match_breaks
from awos_lint.syntax.edit.front import UneditableError

_HEADER = re.compile(r"(?m)^[ \t]*\[[^\n]*")
_REFUSED = "the file is written in a way awos cannot change"


def set_key(text: str, table: Sequence[str], key: str, value: str) -> str:
    """Return the text with a string set under a key of a table; no table is the top of the file.

    The table is made where it is missing. Raises :class:`UneditableError`.
    """
    meant = _parse_text(text)
    at = meant
    for name in table:
        at = at.setdefault(name, {})
        if not isinstance(at, dict):
            raise UneditableError(f"`{'.'.join(table)}` is not a table")
    had, at[key] = key in at, value
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    new = _replace_line(text, table, key, line) if had else _insert_line(text, table, line)
    if _parse_text(new) != meant:
        raise UneditableError(_REFUSED)
    return new


def _replace_line(text: str, table: Sequence[str], key: str, line: str) -> str:
    span = _find_table(text, table)
    if span is None:
        raise UneditableError(_REFUSED)
    start, end = span
    pattern = re.compile(rf"(?m)^[ \t]*{re.escape(key)}[ \t]*=[^\r\n]*")
    found = pattern.search(text, start, end)
    if not found:
        raise UneditableError(_REFUSED)
    return text[: found.start()] + line + text[found.end() :]


def _insert_line(text: str, table: Sequence[str], line: str) -> str:
    """Return the text with a line below the last one of its table that says something."""
    span = _find_table(text, table)
    if span is None:
        return _begin_table(text, table, line)
    start, end = span
    keys = [found for found in re.finditer(r"[^\n]*\n?", text[start:end]) if _parse_line(found[0])]
    if keys:
        at = start + keys[-1].end()
        gap = "" if text[:at].endswith(("\n", "\r")) else "\n"
        return text[:at] + match_breaks(text, f"{gap}{line}\n") + text[at:]
    if table:
        gap = "" if text[:start].endswith(("\n", "\r")) else "\n"
        return text[:start] + match_breaks(text, f"{gap}{line}\n") + text[start:]
    # Above a first table there may be comments about it.
    at = text[:end].rfind("\n\n") + 2 if "\n\n" in text[:end] else 0
    gap = "\n" if text[at:].strip() else ""
    return text[:at] + match_breaks(text, f"{line}\n{gap}") + text[at:]


def _parse_line(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _begin_table(text: str, table: Sequence[str], line: str) -> str:
    """Return the text with the table begun, above the first of those in it or at the end."""
    within = re.compile(rf"\[+{re.escape('.'.join(table))}\.")
    first = next((m for m in _list_headers(text) if within.match(m[0].strip())), None)
    at = first.start() if first else len(text)
    gap = "" if not text[:at] or text[:at].endswith(("\n", "\r")) else "\n"
    before = "" if first or not text.strip() else "\n"
    after = "\n" if first else ""
    new = match_breaks(text, f"{gap}{before}[{'.'.join(table)}]\n{line}\n{after}")
    return text[:at] + new + text[at:]


def _find_table(text: str, table: Sequence[str]) -> tuple[int, int] | None:
    """Return where the lines of a table begin and end; ``None`` where it has no header."""
    headers = _list_headers(text)
    if not table:
        return 0, headers[0].start() if headers else len(text)
    wanted = re.compile(rf"\[{re.escape('.'.join(table))}\][ \t\r]*(?:#.*)?")
    for index, header in enumerate(headers):
        if wanted.fullmatch(header[0].strip()):
            end = headers[index + 1].start() if index + 1 < len(headers) else len(text)
            return min(header.end() + 1, len(text)), end
    return None


def _list_headers(text: str) -> list[re.Match[str]]:
    """Return the lines that begin tables; one in a string or an array ends no whole text."""
    return [found for found in _HEADER.finditer(text) if _is_whole(text[: found.start()])]


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _parse_text(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UneditableError(f"it is no TOML that awos can read: {error}") from None
