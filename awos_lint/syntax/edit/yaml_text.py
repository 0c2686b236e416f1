"""Entries of a list in a YAML file as edits of its text; all else keeps every byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Data
from awos_lint.core.text import LINE_BREAK, match_breaks
from awos_lint.syntax.edit.front import UneditableError
from awos_lint.syntax.parse.events import Builder, UnreadableYamlError

_DASH = re.compile(r"(?m)^(?P<indent>[ ]*)-(?=[ \r\n])")


def find_entry(text: str, key: str, ours: Callable[[Data], bool]) -> str | None:
    """Return the lines of the first entry of a list that is ``ours``, without their indent.

    ``None`` where there is none. Raises :class:`UneditableError` when the file cannot be read.
    """
    found = next((part for part in _find_parts(text, key) if ours(part.data)), None)
    return _dedent_lines(text[found.begin : found.end]) if found else None


def with_entry(text: str, key: str, ours: Callable[[Data], bool], lines: str) -> str:
    """Return the text with an entry in a list: in place of the one that is ``ours``, else last.

    Raises :class:`UneditableError`.
    """
    if not text.endswith(("\n", "\r")):
        text += match_breaks(text, "\n")
    parts = _find_parts(text, key)
    if not parts:
        raise UneditableError(f"`{key}` is not a list with an entry on each line")
    mine = next((part for part in parts if ours(part.data)), None)
    begin, end = (mine.begin, mine.end) if mine else (parts[-1].end, parts[-1].end)
    blanks = _DASH.match(text, parts[0].begin)
    assert blanks
    new = match_breaks(text, indent_lines(lines, blanks["indent"]))
    changed = text[:begin] + new + text[end:]
    _verify_result(text, changed, key, mine is not None)
    return changed


def without_entry(text: str, key: str, ours: Callable[[Data], bool]) -> str:
    """Return the text without the first entry of a list that is ``ours``.

    Raises :class:`UneditableError` where there is none.
    """
    mine = next((part for part in _find_parts(text, key) if ours(part.data)), None)
    if mine is None:
        raise UneditableError(f"`{key}` has no such entry")
    return text[: mine.begin] + text[mine.end :]


def indent_lines(lines: str, indent: str) -> str:
    """Return lines moved to the right."""
    return "".join(f"{indent}{line}\n" if line else "\n" for line in lines.splitlines())


def _dedent_lines(lines: str) -> str:
    plain = LINE_BREAK.sub("\n", lines)
    indent = len(plain) - len(plain.lstrip(" "))
    return "".join(f"{line[indent:]}\n" for line in plain.rstrip("\n").split("\n"))


def _read_fields(text: str) -> Builder:
    builder = Builder(0, Limits())
    try:
        builder.read_yaml(text)
    except UnreadableYamlError as refused:
        said = refused.problem.message if refused.problem else refused.unread
        said = said.replace("the front matter", "it")
        raise UneditableError(f"it is no YAML that awos can change: {said}") from None
    if twice := [p for p in builder.problems if p.rule == "document-duplicate-key"]:
        raise UneditableError(f"it is no YAML that awos can change: {twice[0].message}")
    return builder


class _Part(NamedTuple):
    """An entry of a block list: what it says, and where its lines begin and end."""

    data: Data
    begin: int
    end: int


def _find_parts(text: str, key: str) -> list[_Part]:
    """Return the entries of a block list."""
    read = _read_fields(text)
    data = read.fields.get(key)
    if data is not None and not isinstance(data, list):
        raise UneditableError(f"`{key}` is not a list")
    if not data:
        return []
    start = read.marks[(key,)].value.start
    column = start - (text.rfind("\n", 0, start) + 1)
    begins = []
    for index in range(len(data)):
        value = read.marks[(key, index)].value
        dashes = _DASH.finditer(text, start - column, value.start)
        begin = max((d.start() for d in dashes if len(d["indent"]) == column), default=-1)
        if begin < 0 or begin in begins:
            raise UneditableError(f"`{key}` has entries that do not begin a line")
        begins.append(begin)
    last = LINE_BREAK.search(text, max(read.marks[(key, len(data) - 1)].value.end - 1, 0))
    ends = [*begins[1:], last.end() if last else len(text)]
    return [_Part(*part) for part in zip(data, begins, ends, strict=True)]


def _verify_result(old: str, new: str, key: str, replaced: bool) -> None:
    """Refuse a result that says something else about what was there before."""
    before, after = _read_fields(old).fields, _read_fields(new).fields
    mine, theirs = _list_entries(before, key), _list_entries(after, key)
    lost = [entry for entry in mine if entry not in theirs]
    others = {k: v for k, v in before.items() if k != key}
    kept = others == {k: v for k, v in after.items() if k != key}
    if not kept or len(lost) > replaced or len(theirs) != len(mine) + (not replaced):
        raise UneditableError("the file is written in a way awos cannot change")


def _list_entries(fields: dict[str, Data], key: str) -> list[Data]:
    found = fields.get(key)
    return found if isinstance(found, list) else []
