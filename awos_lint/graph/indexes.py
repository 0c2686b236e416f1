"""Pages that list decision records, and what they say about each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import PAGE
from awos_lint.core.model.status import NONE, Status
from awos_lint.core.text import Place
from awos_lint.graph.project import Project


class Entry(NamedTuple):
    """A record that a page links to; ``status`` is what the page says of it, ``said`` where."""

    record: Document
    place: Place
    status: Status = NONE
    said: Place | None = None


class Index(NamedTuple):
    """A page with its entries, in the order of the text, and the records of its own folder."""

    page: Document
    entries: tuple[Entry, ...]
    records: tuple[Document, ...]


def find_indexes(project: Project) -> Iterator[Index]:
    """Yield the pages that list records of the folder they lie in."""
    by_path = {document.path: document for document in project.documents_of("adr")}
    for page in project.documents_of(PAGE):
        folder = page.path.rpartition("/")[0]
        records = tuple(d for path, d in by_path.items() if path.rpartition("/")[0] == folder)
        entries = tuple(entry for entry in _read_entries(page, by_path) if entry.record in records)
        if entries:
            yield Index(page, entries, records)


def _read_entries(page: Document, by_path: dict[str, Document]) -> Iterator[Entry]:
    listed = page.fields.get("records")
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict) and (record := by_path.get(str(entry.get("path")))):
            address = ("records", number, "status")
            said = page.find_place(*address) if page.has_value(*address) else None
            status = _read_index(str(entry.get("status", "")))
            yield Entry(record, page.find_place("records", number), status, said)


def _read_index(text: str) -> Status:
    # Imported here: its lists of words are long, and few repositories have such a page.
    from awos_lint.layouts.dialect.status import read_status

    return read_status(text)
