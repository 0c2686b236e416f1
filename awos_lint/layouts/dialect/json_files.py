"""JSON files that a foreign layout keeps beside its documents, or has instead of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Document, Problem
from awos_lint.core.text import Source
from awos_lint.syntax.parse import decode_document
from awos_lint.syntax.parse.json_text import RULE, Value, read_json
from awos_lint.syntax.parse.limits import explain_limit, is_longer


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON file as it was read; ``value`` is ``None`` when it is none, or over a limit."""

    source: Source
    value: Value | None = None
    problems: tuple[Problem, ...] = ()
    unread: str = ""


def read_record(path: str, data: bytes, limits: Limits) -> Record:
    """Decode and read a JSON file; never raises."""
    decoded = decode_document(path, data)
    source = decoded.source
    if decoded.broken:
        return Record(source, problems=decoded.problems)
    if is_longer(source.text, limits.data_bytes):
        return Record(
            source, unread=explain_limit("the file has", limits.data_bytes, "bytes", "data-bytes")
        )
    json = read_json(source.text, limits.nesting)
    return Record(source, json.value, (*decoded.problems, *json.problems), json.unread)


def not_an_object(value: Value, what: str) -> Problem:
    """Return the problem of a file that holds something else than an object."""
    message = f"the file holds {value.words}, and should hold an object: {what}"
    help_ = "restore it, or write it with the tool that owns it"
    return Problem(RULE, message, value.span, help_, subject=())


def json_page(blank: Document, found: Record, what: str) -> Document:
    """Return a document for a JSON file that must hold an object and says nothing else to rules."""
    problems = found.problems
    if found.value is not None and not isinstance(found.value.data, dict):
        problems = (*problems, not_an_object(found.value, what))
    broken = found.value is None and not found.unread
    return replace(
        blank, source=found.source, problems=problems, broken=broken, unread=found.unread
    )
