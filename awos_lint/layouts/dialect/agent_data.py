"""Settings of coding agents, in JSON and TOML, as the fields and marks of a document."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Address, Data, Document, Mark, Problem
from awos_lint.layouts.dialect.json_files import not_an_object
from awos_lint.syntax.parse import decode_document
from awos_lint.syntax.parse.json_text import RULE, Value, read_json, without_comments
from awos_lint.syntax.parse.limits import explain_limit, is_longer
from awos_lint.syntax.parse.toml import ITEM, UnreadableError, read_entries


def json_prompt(blank: Document, data: bytes, limits: Limits, *, comments: bool) -> Document:
    """Read an object in JSON, in which there may be comments or not; never raises."""
    decoded = decode_document(blank.path, data)
    found = replace(blank, source=decoded.source, problems=decoded.problems)
    text = decoded.source.text
    if decoded.broken:
        return replace(found, broken=True)
    if is_longer(text, limits.document_bytes):
        unread = explain_limit("the file has", limits.document_bytes, "bytes", "document-bytes")
        return replace(found, unread=unread, broken=True)
    json = read_json(without_comments(text) if comments else text, limits.nesting)
    problems = (*decoded.problems, *json.problems)
    if json.value is None:
        return replace(found, problems=problems, unread=json.unread, broken=True)
    if not isinstance(json.value.data, dict):
        problems = (*problems, not_an_object(json.value, "settings by name"))
        return replace(found, problems=problems, broken=True)
    marks = dict(_list_marks(json.value, ()))
    fields = _to_plain(json.value)
    assert isinstance(fields, dict), "an object is read as one"
    return replace(found, problems=problems, fields=fields, marks=marks)


def _to_plain(value: Value) -> Data:
    if isinstance(value.data, dict):
        return {name: _to_plain(member) for name, member in value.data.items()}
    if isinstance(value.data, list):
        return [_to_plain(entry) for entry in value.data]
    return value.data if isinstance(value.data, str) else value.words


def _list_marks(value: Value, address: Address) -> Iterator[tuple[Address, Mark]]:
    if address:
        yield address, Mark(value.span)
    if isinstance(value.data, dict):
        for name, member in value.data.items():
            yield from _list_marks(member, (*address, name))
            yield (*address, name), Mark(member.span, value.keys[name])
    for index, entry in enumerate(value.entries):
        yield from _list_marks(entry, (*address, index))


def toml_prompt(blank: Document, data: bytes, limits: Limits) -> Document:
    """Read TOML; never raises. What is no string has the place of its key."""
    decoded = decode_document(blank.path, data)
    found = replace(blank, source=decoded.source, problems=decoded.problems)
    text = decoded.source.text.replace("\r\n", " \n")
    if decoded.broken:
        return replace(found, broken=True)
    if is_longer(text, limits.front_bytes):
        unread = explain_limit("the file has", limits.front_bytes, "bytes", "front-bytes")
        return replace(found, unread=unread, broken=True)
    try:
        places = _find_places(text)
        table = tomllib.loads(text)
    except (ValueError, RecursionError, UnreadableError) as error:
        problem = Problem(RULE, f"the file is not TOML: {_explain_cause(error)}", None, _HELP)
        return replace(found, problems=(*decoded.problems, problem), broken=True)
    fields = {name: _to_text(value) for name, value in table.items()}
    marks = {address: places[key] for address, key in _list_addresses(fields, ()) if key in places}
    return replace(found, fields=fields, marks=marks)


_HELP = "correct it; the host does not read the file"


def _explain_cause(error: Exception) -> str:
    if isinstance(error, UnreadableError):
        return str(error).removeprefix("it is not TOML ")
    return str(error).rstrip(".") if isinstance(error, ValueError) else "it nests too deep"


def _find_places(text: str) -> dict[Address, Mark]:
    """Return the place of each key and string, by its address without the indices of arrays."""
    found: dict[Address, Mark] = {}
    for entry in read_entries(text):
        address = tuple(part for part in entry.address if part != ITEM)
        before = found.get(address)
        if before is None:
            found[address] = Mark(entry.span, entry.span)
        elif entry.text is not None and before.value == before.key:
            found[address] = Mark(entry.span, before.key)
    return found


def _to_text(value: Any) -> Data:
    if isinstance(value, dict):
        return {name: _to_text(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_to_text(entry) for entry in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list_addresses(value: Data, address: Address) -> Iterator[tuple[Address, Address]]:
    """Yield each address, with the same one without indices."""
    if address:
        yield address, tuple(part for part in address if isinstance(part, str))
    inner: Iterator[tuple[str | int, Data]] = iter(())
    if isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value))
    for part, member in inner:
        yield from _list_addresses(member, (*address, part))
