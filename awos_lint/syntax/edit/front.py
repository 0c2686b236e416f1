"""Changes of front matter as replacements of text: what is not changed keeps every byte.

Values are found by their marks. What is added follows the style that is there: the line ending,
the indent of lists, block or brackets, quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from awos_lint.core.diagnostic import Edit
from awos_lint.core.errors import AwosError
from awos_lint.core.model.document import Address, Data, Document
from awos_lint.core.text import LINE_BREAK, Span
from awos_lint.syntax.edit import written

ORDER = ("id", "kind", "title", "status", "owners", "created")
"""The keys that stand in front, in this order; ``approvals`` stand at the end."""

_RECORDS = ("approvals", "acknowledgements")

_STEP = 2
_DASH = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[ \t]*(?=-)")
"""What may stand in front of the dash of an entry: empty lines, comments and blanks."""
_BRACE = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*\{")


class UneditableError(AwosError):
    """Front matter that cannot be changed in place; ``str(error)`` says why."""


def scalar_edits(document: Document, address: Address, value: str) -> tuple[Edit, ...]:
    """Return the edits that make ``value`` the text at an address.

    The key is inserted where it is missing. Raises :class:`UneditableError` when a list or a
    mapping stands there, or the place cannot be found.
    """
    mark = document.marks.get(address)
    if mark is None:
        return (_insert_key(document, address, value),)
    if not isinstance(_data_at(document, address), str):
        raise UneditableError(f"`{_name_address(address)}` is not a line of text")
    text, span = document.source.text, mark.value
    blank = " " if span.start == span.end and text[span.start - 1 : span.start] == ":" else ""
    quote = text[span.start] if text[span.start : span.end][:1] in ("'", '"') else ""
    new = written.write_scalar(value, quote=quote, flow=_in_flow(document, address))
    return (Edit(document.make_place(span), blank + new),)


def entry_edits(
    document: Document, address: Address, drop: Iterable[int] = (), add: Sequence[Data] = ()
) -> tuple[Edit, ...]:
    """Return the edits that take entries out of a list, by index, and add some at its end.

    A missing list is begun; a block list that would be left empty goes with its key, one in
    brackets stays as ``[]``. Raises :class:`UneditableError` when the value is no list, or the
    place cannot be found.
    """
    going = frozenset(drop)
    if not going and not add:
        return ()
    if address not in document.marks:
        return (_insert_key(document, address, list(add)),)
    data = _data_at(document, address)
    span = document.marks[address].value
    if span.start == span.end:
        return (_begin_value(document, address, add),)
    if not isinstance(data, list):
        raise UneditableError(f"`{_name_address(address)}` is not a list")
    keep = [index for index in range(len(data)) if index not in going]
    if document.source.text[span.start] == "[":
        return tuple(_in_brackets(document, address, keep, add))
    return tuple(_in_block(document, address, keep, add))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; they must not overlap, and name the span they replace."""
    parts, end = [], 0
    for edit in sorted(edits, key=_span_of):
        span = _span_of(edit)
        parts += [text[end : span.start], edit.text]
        end = span.end
    return "".join([*parts, text[end:]])


def _span_of(edit: Edit) -> Span:
    assert edit.at.span is not None, "an edit names what it replaces"
    return edit.at.span


def _data_at(document: Document, address: Address) -> Data:
    data: Data = dict(document.fields)
    for part in address:
        data = data[part]  # type: ignore[index]
    return data


def _name_address(address: Address) -> str:
    return ".".join(map(str, address))


def _value_span(document: Document, *address: str | int) -> Span:
    return document.marks[address].value


# Insert a key.


def _insert_key(document: Document, address: Address, data: Data) -> Edit:
    parent, key = address[:-1], str(address[-1])
    if document.front is None:
        return _begun_front(document, key, data)
    if parent and parent not in document.marks:
        raise UneditableError(f"`{_name_address(parent)}` is not there")
    members = [a for a in document.marks if a[:-1] == parent]
    if _is_flow(document, parent):
        if not parent:
            raise UneditableError("the front matter is one mapping in braces: give keys own lines")
        return _in_braces(
            document, parent, members, f"{written.write_scalar(key, flow=True)}: ", data
        )
    anchor = _find_anchor(members, key) if not parent else members[-1]
    indent = _find_indent(document, members[0]) if members else ""
    lines = written.write_pair(key, data, indent, _find_step(document))
    at = (
        _next_line(document, _value_span(document, *anchor).end)
        if anchor
        else _find_opening(document)
    )
    return _insert_lines(document, at, lines)


def _begun_front(document: Document, key: str, data: Data) -> Edit:
    broken = LINE_BREAK.search(document.source.text)
    end = broken[0] if broken else "\n"
    lines = ["---", *written.write_pair(key, data, "", _STEP), "---", ""]
    blank = end if document.source.text[:1].strip() else ""
    return Edit(document.make_place(Span(0, 0)), end.join(lines) + blank)


def _find_anchor(members: Sequence[Address], key: str) -> Address | None:
    """Return the key of the front matter behind which a new one belongs."""
    if key in ORDER:
        before = ORDER[: ORDER.index(key)]
        return next((a for a in reversed(members) if a[0] in before), None)
    records = () if key in _RECORDS else _RECORDS
    others = [a for a in members if a[0] not in records]
    return others[-1] if others else None


def _in_braces(
    document: Document, parent: Address, members: Sequence[Address], key: str, data: Data
) -> Edit:
    at = (
        _value_span(document, *members[-1]).end
        if members
        else _value_span(document, *parent).start + 1
    )
    comma = ", " if members else ""
    return Edit(document.make_place(Span(at, at)), f"{comma}{key}{written.write_flow(data)}")


# Change a list.


def _begin_value(document: Document, address: Address, add: Sequence[Data]) -> Edit:
    """Fill a key that has no value."""
    value = _value_span(document, *address)
    if all(isinstance(entry, str) for entry in add) or _in_flow(document, address):
        return Edit(document.make_place(value), f" {written.write_flow(list(add))}")
    return _begin_block(document, address, add)


def _begin_block(document: Document, address: Address, add: Sequence[Data]) -> Edit:
    """Begin a block list below the line that holds a key."""
    step = _find_step(document)
    indent = _find_indent(document, address) + " " * step
    at = _next_line(document, _value_span(document, *address).end)
    return _insert_lines(document, at, written.write_entries(add, indent, _STEP, step))


def _in_brackets(
    document: Document, address: Address, keep: Sequence[int], add: Sequence[Data]
) -> Iterator[Edit]:
    text, span = document.source.text, _value_span(document, *address)
    count = sum(a[:-1] == address for a in document.marks)
    if not keep and (count or not add or _in_flow(document, address) or _is_plain(add)):
        yield Edit(document.make_place(span), written.write_flow(list(add)))
    elif not keep and LINE_BREAK.search(text, span.start, span.end):
        yield Edit(document.make_place(Span(span.start + 1, span.start + 1)), _join_flow(add))
    elif not keep:
        before = len(text[: span.start].rstrip(" \t"))
        yield Edit(document.make_place(Span(before, span.end)), "")
        yield _begin_block(document, address, add)
    else:
        yield from _thin_list(document, address, keep, count)
        at = _value_span(document, *address, count - 1).end
        if add:
            yield Edit(document.make_place(Span(at, at)), f", {_join_flow(add)}")


def _thin_list(
    document: Document, address: Address, keep: Sequence[int], count: int
) -> Iterator[Edit]:
    """Take entries out of a list in brackets, each with one comma beside it."""
    spans = [_value_span(document, *address, index) for index in range(count)]
    for index in range(count):
        if index < keep[0]:
            yield Edit(document.make_place(Span(spans[index].start, spans[index + 1].start)), "")
        elif index not in keep:
            yield Edit(document.make_place(Span(spans[index - 1].end, spans[index].end)), "")


def _in_block(
    document: Document, address: Address, keep: Sequence[int], add: Sequence[Data]
) -> Iterator[Edit]:
    dashes = _find_dashes(document, address)
    ends = [
        _next_line(document, _value_span(document, *address, i).end) for i in range(len(dashes))
    ]
    if not keep and not add:
        yield Edit(document.make_place(Span(_key_line_start(document, address), ends[-1])), "")
        return
    for index, dash in enumerate(dashes):
        if index not in keep:
            yield Edit(document.make_place(Span(_line_start(document, dash), ends[index])), "")
    if add:
        first = _value_span(document, *address, 0).start
        same = not LINE_BREAK.search(document.source.text, dashes[0], first)
        offset = max(first - dashes[0], _STEP) if same else _STEP
        indent = " " * (dashes[0] - _line_start(document, dashes[0]))
        lines = written.write_entries(add, indent, offset, _find_step(document))
        yield _insert_lines(document, ends[-1], lines)


def _find_dashes(document: Document, address: Address) -> list[int]:
    """Return where the dash of each entry of a block list stands."""
    text, at = document.source.text, _value_span(document, *address).start
    found = []
    for index in range(len(_data_at(document, address))):
        dash = _DASH.match(text, at)
        if dash is None or text[_line_start(document, dash.end()) : dash.end()].strip():
            raise UneditableError(f"`{_name_address(address)}` has entries that share a line")
        found.append(dash.end())
        at = _next_line(document, _value_span(document, *address, index).end)
    return found


def _join_flow(add: Sequence[Data]) -> str:
    return ", ".join(map(written.write_flow, add))


def _is_plain(add: Sequence[Data]) -> bool:
    return all(isinstance(entry, str) for entry in add)


# Where and how things stand.


def _insert_lines(document: Document, at: int, lines: Iterable[str]) -> Edit:
    """Insert whole lines at the beginning of a line."""
    end = _find_break(document)
    return Edit(document.make_place(Span(at, at)), "".join(line + end for line in lines))


def _find_break(document: Document) -> str:
    """Return the line ending behind the line that opens the front matter."""
    found = LINE_BREAK.search(document.source.text)
    return found[0] if found else "\n"


def _find_opening(document: Document) -> int:
    return _next_line(document, 0)


def _next_line(document: Document, offset: int) -> int:
    """Return where the line behind the one with an offset begins."""
    found = LINE_BREAK.search(document.source.text, offset)
    if found is None:
        raise UneditableError("the front matter is not closed")
    return found.end()


def _line_start(document: Document, offset: int) -> int:
    line, _ = document.source.find_position(offset)
    return document.source.starts[line - 1]


def _key_span(document: Document, address: Address) -> Span:
    mark = document.marks[address]
    return mark.key or mark.value


def _key_line_start(document: Document, address: Address) -> int:
    """Return where the line of a key begins, which must hold nothing else in front."""
    start = _line_start(document, _key_span(document, address).start)
    if document.source.text[start : _key_span(document, address).start].strip():
        raise UneditableError(f"`{_name_address(address)}` does not begin its line")
    return start


def _find_indent(document: Document, address: Address) -> str:
    """Return the blanks in front of a key; a dash there counts as one."""
    at = _key_span(document, address).start
    return " " * (at - _line_start(document, at))


def _find_step(document: Document) -> int:
    """Return how far the first block list stands to the right of its key."""
    for address, mark in document.marks.items():
        text = document.source.text
        dashed = mark.key and text[mark.value.start : mark.value.start + 1] == "-"
        if dashed and isinstance(_data_at(document, address), list):
            dash = mark.value.start - _line_start(document, mark.value.start)
            return dash - len(_find_indent(document, address))
    return _STEP


def _is_flow(document: Document, address: Address) -> bool:
    """Return whether a list or mapping is written in brackets or braces."""
    text = document.source.text
    if address:
        return text[_value_span(document, *address).start] in "[{"
    return document.front is not None and _BRACE.match(text, _find_opening(document)) is not None


def _in_flow(document: Document, address: Address) -> bool:
    return any(_is_flow(document, address[:length]) for length in range(len(address)))
