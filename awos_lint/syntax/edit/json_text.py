"""Changes of JSON as edits of its text: comments, order and style of the rest keep every byte.

What is added follows what is there: the indent, the line ending, one line or several.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from awos_lint.core.text import match_breaks
from awos_lint.syntax.edit.front import UneditableError
from awos_lint.syntax.parse.json_text import Value, read_json, without_comments

_DEPTH = 60
_STEP = "  "
_WIDTH = 90
_BLANKS = re.compile(r"[ \t]*")
_COMMA = re.compile(r"(?:[ \t\r\n]++|//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+,")
_COMMENT = re.compile(r"[ \t]*+(?://[^\r\n]*+|/\*(?:[^*\r\n]++|\*(?!/))*+\*/)")
_MARK = "\ufeff"
_LOST = "a comment in it or beside it would be lost"


def read_json_text(text: str) -> Any:
    """Return what a JSON text says; raises :class:`UneditableError` when it cannot be read."""
    return _to_data(_read_root(text))


def set_member(text: str, keys: Sequence[str], value: Any) -> str:
    """Return the text with a member set, in the object that the keys before it lead to.

    Objects on the way are made. Raises :class:`UneditableError`.
    """
    root, head, last = _read_root(text), list(keys[:-1]), keys[-1]
    parent, missing = _walk_keys(root, head)
    if missing:
        inner: Any = {last: value}
        for key in reversed(missing[1:]):
            inner = {key: inner}
        return _check_result(text, keys, value, _append_value(text, parent, inner, missing[0]))
    there = parent.get_member(last)
    if there is None:
        return _check_result(text, keys, value, _append_value(text, parent, value, last))
    new = write_value(value, _find_indent(text, parent.keys[last].start), _find_step(text))
    return _check_result(text, keys, value, _replace_value(text, there, new))


def set_entries(
    text: str, keys: Sequence[str], ours: Callable[[Any], bool], new: Sequence[Any]
) -> str:
    """Return the text with entries of a list replaced: those that are ``ours`` by the new ones.

    They stand where the first of ours stood, else at the end; the list is made where it is
    missing. Raises :class:`UneditableError`.
    """
    there = find_value(text, keys)
    if there is None:
        return set_member(text, keys, list(new))
    if not isinstance(there, list):
        raise UneditableError(f"`{'.'.join(keys)}` is not a list")
    kept = [index for index, entry in enumerate(there) if not ours(entry)]
    own = [index for index in range(len(there)) if index not in kept]
    meant = [entry for entry in there if not ours(entry)] + list(new)
    for index in reversed(own[len(new) :]):
        text = _remove_entry(text, keys, index)
    for index, value in zip(own, new, strict=False):
        value_there = _list_at(text, keys).entries[index]
        indent = _find_indent(text, value_there.span.start)
        text = _replace_value(text, value_there, write_value(value, indent, _find_step(text)))
    for value in new[len(own) :]:
        text = _append_value(text, _list_at(text, keys), value)
    if sorted(map(_dump_value, find_value(text, keys))) != sorted(map(_dump_value, meant)):
        raise UneditableError("the file is written in a way awos cannot change")
    return text


def without_member(text: str, keys: Sequence[str]) -> str:
    """Return the text without a member, and without the objects above it that this leaves empty.

    Raises :class:`UneditableError`.
    """
    meant = read_json_text(text)
    *above, last = keys
    while above and len(find_value(text, above) or ()) == 1:
        last = above.pop()
    parent, missing = _walk_keys(_read_root(text), above)
    if missing or parent.get_member(last) is None:
        raise UneditableError(f"`{'.'.join(keys)}` is not there")
    at = meant
    for key in above:
        at = at[key]
    del at[last]
    if not at:
        inside = text[parent.span.start : parent.span.end]
        if without_comments(inside) != inside:
            raise UneditableError(_LOST)
        new = text[: parent.span.start] + "{}" + text[parent.span.end :]
    else:
        start = parent.keys[last].start
        new = _cut_spans(
            text, _member_spans(parent), [span[0] for span in _member_spans(parent)].index(start)
        )
    if read_json_text(new) != meant:
        raise UneditableError("the file is written in a way awos cannot change")
    return new


def find_value(text: str, keys: Sequence[str]) -> Any:
    """Return the value that some keys lead to, ``None`` when there is none."""
    found = _value_at(text, keys)
    return None if found is None else _to_data(found)


def write_value(value: Any, indent: str = "", step: str = _STEP) -> str:
    """Return a value as JSON: objects and lists of them over several lines, the rest in one."""
    more = indent + step
    if isinstance(value, Mapping) and value:
        inner = [f"{_dump_value(key)}: {write_value(v, more, step)}" for key, v in value.items()]
        return _write_block("{", inner, "}", indent, more)
    if isinstance(value, list) and value and not _is_short(value):
        return _write_block("[", [write_value(v, more, step) for v in value], "]", indent, more)
    return _dump_value(value)


def _write_block(begin: str, lines: Sequence[str], end: str, indent: str, more: str) -> str:
    inner = ",\n".join(f"{more}{line}" for line in lines)
    return f"{begin}\n{inner}\n{indent}{end}"


def _is_short(value: list[Any]) -> bool:
    plain_ones = not any(isinstance(entry, Mapping | list) for entry in value)
    return plain_ones and len(_dump_value(value)) <= _WIDTH


def _dump_value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read_root(text: str) -> Value:
    # Blanks at the same place, so that the others stay where they are.
    bare = f" {text[1:]}" if text.startswith(_MARK) else text
    found = read_json(without_comments(bare), _DEPTH)
    if found.value is None or found.problems:
        said = found.problems[0].message if found.problems else found.unread
        raise UneditableError(f"it is no JSON that awos can read: {said}")
    if not isinstance(found.value.data, dict):
        raise UneditableError("it holds no JSON object")
    return found.value


def _to_data(value: Value) -> Any:
    if isinstance(value.data, dict):
        return {key: _to_data(inner) for key, inner in value.data.items()}
    if isinstance(value.data, list):
        return [_to_data(inner) for inner in value.data]
    return json.loads(value.text) if value.number else value.data


def _walk_keys(root: Value, keys: Sequence[str]) -> tuple[Value, list[str]]:
    """Return the deepest object on a path of keys, and the keys that are missing below it."""
    at = root
    for index, key in enumerate(keys):
        inner = at.get_member(key)
        if inner is None:
            return at, list(keys[index:])
        if not isinstance(inner.data, dict):
            raise UneditableError(f"`{'.'.join(keys[: index + 1])}` is not an object")
        at = inner
    return at, []


def _value_at(text: str, keys: Sequence[str]) -> Value | None:
    """Return the place that some keys lead to, ``None`` when there is none."""
    found, missing = _read_root(text), list(keys)
    while missing and (inner := found.get_member(missing[0])) is not None:
        found = inner
        missing.pop(0)
    return None if missing else found


def _list_at(text: str, keys: Sequence[str]) -> Value:
    found = _value_at(text, keys)
    assert found is not None, "the list was found before"
    return found


def _check_result(old: str, keys: Sequence[str], value: Any, new: str) -> str:
    """Return a new text that says what was meant, and nothing else than before besides."""
    meant = read_json_text(old)
    at = meant
    for key in keys[:-1]:
        at = at.setdefault(key, {})
    at[keys[-1]] = value
    if read_json_text(new) != meant:
        raise UneditableError("the file is written in a way awos cannot change")
    return new


def _replace_value(text: str, there: Value, new: str) -> str:
    span = there.span
    old = text[span.start : span.end]
    if without_comments(old) != old:
        raise UneditableError(_LOST)
    return text[: span.start] + match_breaks(text, new) + text[span.end :]


def _append_value(text: str, parent: Value, value: Any, key: str = "") -> str:
    """Return the text with something put at the end of an object or a list."""
    name = f"{_dump_value(key)}: " if key else ""
    ends = _member_spans(parent)
    if not ends:
        return _begin_value(text, parent, name, value)
    first, last = ends[0][0], ends[-1][1]
    comma = _find_trailing_comma(text, last)
    at = comma or last
    lead = "" if comma else ","
    if text.count("\n", parent.span.start, first):
        indent = _find_indent(text, first)
        new = f"\n{indent}{name}{write_value(value, indent, _find_step(text))}"
    else:
        return f"{text[:at]}{lead} {name}{_dump_value(value)}{',' if comma else ''}{text[at:]}"
    # A comment behind the last one is about that one.
    found = _COMMENT.match(text, at)
    tail = found[0] if found else ""
    rest = text[at + len(tail) :]
    return text[:at] + lead + tail + match_breaks(text, new) + ("," if comma else "") + rest


def _find_trailing_comma(text: str, at: int) -> int:
    """Return where a trailing comma behind a value ends; zero when there is none."""
    found = _COMMA.match(text, at)
    return found.end() if found else 0


def _begin_value(text: str, parent: Value, name: str, value: Any) -> str:
    """Fill an object or a list that is empty, or holds a comment alone."""
    span, step = parent.span, _find_step(text)
    outer = _find_indent(text, span.start)
    inner = outer + step
    new = f"\n{inner}{name}{write_value(value, inner, step)}"
    rest = text[span.start + 1 : span.end - 1]
    end = rest.rstrip(" \t\r\n") if rest.strip() else ""
    # A comment stands behind its own line break, or is given one.
    gap = "" if not end or end.startswith(("\n", "\r")) else "\n"
    new = f"{new}{gap}{end}\n{outer}"
    return text[: span.start + 1] + match_breaks(text, new) + text[span.end - 1 :]


def _remove_entry(text: str, keys: Sequence[str], index: int) -> str:
    """Take an entry out of a list, with one comma beside it."""
    return _cut_spans(text, _member_spans(_list_at(text, keys)), index)


def _cut_spans(text: str, spans: Sequence[tuple[int, int]], index: int) -> str:
    start, stop = spans[index]
    begin = spans[index - 1][1] if index and index + 1 == len(spans) else start
    end = spans[index + 1][0] if index + 1 < len(spans) else stop
    beside = text[begin:start] + text[stop:end]
    inside = text[start:stop]
    if beside.strip(" \t\r\n,") or without_comments(inside) != inside:
        raise UneditableError(_LOST)
    return text[:begin] + text[end:]


def _member_spans(parent: Value) -> list[tuple[int, int]]:
    if isinstance(parent.data, dict):
        ends = ((parent.keys[key].start, inner.span.end) for key, inner in parent.data.items())
        return sorted(ends)
    return [(entry.span.start, entry.span.end) for entry in parent.entries]


def _find_indent(text: str, at: int) -> str:
    """Return the blanks in front of the line on which something stands."""
    begin = text.rfind("\n", 0, at) + 1
    found = _BLANKS.match(text, begin)
    return found[0] if found else ""


def _find_step(text: str) -> str:
    """Return the blanks by which the members of the outermost object are indented."""
    ends = _member_spans(_read_root(text))
    return (_find_indent(text, ends[0][0]) if ends else "") or _STEP
