"""Lines of an item that were probably meant as fields, and are not read as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from awos_lint.core.model.document import Document, Item, Text
from awos_lint.core.model.kinds import GLOBAL_ID, ITEMS
from awos_lint.core.text import LINE_BREAK, Span
from awos_lint.graph.tasks import find_units
from awos_lint.syntax.parse.distance import distance

_LINE = re.compile(
    r"[ \t>]*(?P<all>[*_]{0,2}(?P<key>[A-Za-z]+(?:[ _-][A-Za-z]+){0,2})[*_]{0,2}[ \t]?:[*_]{0,2})"
    r"(?:[ \t]+(?P<value>\S.*)|[ \t]*\Z)"
)
_BETWEEN = re.compile(r"[\s,`*]+")
_PATH = re.compile(r"`|[^#\s]*[\w*][./*]\w?")
_SYNONYMS = {
    **dict.fromkeys(("blocked by", "dependencies", "dependency", "depends", "depends on"), "after"),
    **dict.fromkeys(("requires", "needs", "predecessor", "predecessors"), "after"),
    **dict.fromkeys(("implements", "requirement", "requirements", "satisfies"), "covers"),
}


class Fault(Enum):
    """Why a line is no field."""

    KEY = "its key is another"
    TITLE = "it is a part of the title"
    PLACE = "it is no list item directly below the item"


class Lost(NamedTuple):
    """A line that is not read: the key as written, the field that was meant, and the key's place.

    ``span`` reaches from the key to the colon, marks of emphasis included.
    """

    item: Item
    written: str
    field: str
    span: Span
    fault: Fault


def lost_fields(document: Document) -> Iterator[Lost]:
    """Yield the lines that look like a field of their item, and are something else."""
    for item in document.items:
        if ITEMS[item.kind].fields:
            for line in _title_lines(document, item):
                yield from _find_lost(item, line, Fault.TITLE)
            for note in item.notes:
                yield from _find_lost(item, note, Fault.KEY)


def find_lacking(tasks: Document, field: str) -> Iterator[Item]:
    """Yield the tasks to do that have no value for a field, and no line that was meant as it."""
    empty = [item for item in find_units(tasks) if not item.fields.get(field)]
    lost = lost_fields(tasks) if empty else ()
    meant = {line.item.span for line in lost if line.field == field}
    yield from (item for item in empty if item.span not in meant)


def _title_lines(document: Document, item: Item) -> Iterator[Text]:
    """Yield the lines of a title but the first, as the source has them."""
    start, end = item.title.span.start, item.title.span.end
    for match in LINE_BREAK.finditer(document.source.text, start, end):
        stop = LINE_BREAK.search(document.source.text, match.end(), end)
        span = Span(match.end(), stop.start() if stop else end)
        yield Text(document.source.text[span.start : span.end], span)


def _find_lost(item: Item, line: Text, fault: Fault) -> Iterator[Lost]:
    match = _LINE.match(line.value)
    field = _guess_field(item.kind, match["key"], match["value"] or "") if match else ""
    if match and field:
        place = line.span.start
        span = Span(place + match.start("all"), place + match.end("all"))
        plain = match["all"].lower() in (f"{field}:", f"{field} :")
        fault = Fault.PLACE if plain and fault is Fault.KEY else fault
        yield Lost(item, match["key"], field, span, fault)


def _guess_field(kind: str, written: str, value: str) -> str:
    """Return the field that a key probably means, if its value looks like one."""
    key = " ".join(re.split(r"[ _-]", written.lower()))
    near = {field: distance(key, field, _limit_distance(field)) for field in ITEMS[kind].fields}
    close = sorted((far, field) for field, far in near.items() if far <= _limit_distance(field))
    field = close[0][1] if close else _SYNONYMS.get(key, "")
    looks = _looks_like(field, value.strip()) if value else field == key
    return field if field in near and looks else ""


def _limit_distance(field: str) -> int:
    return 1 if field == "agent" else 2


def _looks_like(field: str, value: str) -> bool:
    match field:
        case "verify":
            return True
        case "agent":
            return len(value.split()) == 1
        case "files":
            return bool(_PATH.match(value))
        case _:
            ids = [part for part in _BETWEEN.split(value) if part]
            return all("-" in part and GLOBAL_ID.fullmatch(part) for part in ids)
