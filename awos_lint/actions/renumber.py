"""Give a document another number: find what refers to it, and write all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from awos_lint.actions.next_number import room
from awos_lint.actions.rewrite_ids import Renumbering, renumber
from awos_lint.approvals.records import approvals_of, claims_approval
from awos_lint.approvals.transitions import (
    name_of,
)
from awos_lint.core.digest import holds
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.document import Document
from awos_lint.core.text import Source, visible
from awos_lint.files import WriteError, rename
from awos_lint.graph.numbers import FreeNumbers
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place
from awos_lint.syntax.edit import applied
from awos_lint.syntax.parse import decode, read_body


def planned(place: Place, loaded: Loaded, document: Document, new: str | None) -> Renumbering:
    """Return what another id changes, the next free one when none is given.

    Raises :class:`awos_lint.core.errors.RefusedError`.
    """
    chosen = new or _free(place, loaded, document)
    return renumber(loaded.project, document, chosen, list(_pages(place, loaded, document)))


def _free(place: Place, loaded: Loaded, document: Document) -> str:
    if document.kind == "adr":
        return f"{loaded.project.kinds['adr'].prefix}-{room(place, loaded, 'adr').number}"
    fresh = FreeNumbers(loaded.project).like(document.id)
    if not fresh:
        raise RefusedError(f"{name_of(document)} has no number")
    return fresh


def _pages(place: Place, loaded: Loaded, document: Document) -> Iterator[Document]:
    """Yield the Markdown files that are no documents and may link to one, with their links."""
    known = {other.path for other in loaded.project.documents}
    limits = loaded.settings.config.limits
    paths = [p for p in sorted(place.tree.paths) if p.endswith(".md") and p not in known]
    names = [part.encode() for part in document.path.split("/")[-2:]]
    for path, data in place.tree.read_many(paths, limits.document_bytes).items():
        if isinstance(data, bytes) and any(name in data for name in names):
            decoded = decode(path, data)
            if not decoded.broken and not decoded.source.garbled:
                links = read_body(decoded.source, 0, limits).links
                yield Document(decoded.source, "page", links=links)


def texts(place: Place, loaded: Loaded, plan: Renumbering) -> dict[str, tuple[Source, str]]:
    """Return each file that changes, as it is and as it will be, by its path now."""
    sources = {document.path: document.source for document in loaded.project.documents}
    limit = loaded.settings.config.limits.document_bytes
    found: dict[str, tuple[Source, str]] = {}
    for path, edits in sorted(plan.edits.items()):
        data = b"" if path in sources else place.tree.read(path, limit)
        source = sources.get(path) or decode(path, data if isinstance(data, bytes) else b"").source
        if source.garbled:
            raise RefusedError(f"{visible(path)} would change, and is not UTF-8: save it as UTF-8")
        found[path] = source, applied(source.text, edits)
    return found


def void(
    loaded: Loaded, plan: Renumbering, new: Mapping[str, tuple[Source, str]]
) -> Iterator[Document]:
    """Yield the documents in force whose approval does not survive; it is of a text with ids."""
    project, approvals = loaded.project, approvals_of(loaded.project)
    for document in project.documents:
        held = [judged.record for judged in approvals.of(document) if judged.holds]
        if held and claims_approval(project, document):
            text = new[document.path][1] if document.path in new else document.source.text
            path = plan.move.of(document.path) if plan.move else document.path
            now = loaded.reader.read_version(document, text.encode(), path)
            if now and not any(holds(record.digest, now) for record in held):
                yield document


def carry_out(place: Place, plan: Renumbering, new: Mapping[str, tuple[Source, str]]) -> None:
    """Write what was planned; raises :class:`awos_lint.files.WriteError` with nothing changed."""
    done: list[tuple[Source, str]] = []
    try:
        for source, text in new.values():
            place.rewrite(source, text)
            done.append((source, text))
        if plan.move:
            rename(place.root, plan.move.old, plan.move.new)
    except BaseException as error:
        _undo(place, done, error)
        raise


def _undo(place: Place, done: list[tuple[Source, str]], error: BaseException) -> None:
    for source, text in reversed(done):
        try:
            place.rewrite(Source(source.path, text), source.text)
        except WriteError as second:
            raise WriteError(f"{error}\n{source.path} stays changed: {second}") from error
