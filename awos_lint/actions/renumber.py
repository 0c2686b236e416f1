"""Give a document another number: find what refers to it, and write all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from awos_lint.actions.next_number import find_room
from awos_lint.actions.rewrite_ids import Move, Renumbering, must_be_free, plan_rewrite
from awos_lint.approvals.records import approvals_of, claims_approval
from awos_lint.approvals.transitions import name_of
from awos_lint.core.digest import matches_record
from awos_lint.core.errors import RefusedError, UnreadError
from awos_lint.core.model.document import Document
from awos_lint.core.text import Source, escape_text
from awos_lint.files import ABSENT, Unread, WriteError, list_folder, rename_path
from awos_lint.graph.numbers import FreeNumbers
from awos_lint.project.load import Loaded
from awos_lint.project.place import MARK, Place
from awos_lint.syntax.edit import apply_edits
from awos_lint.syntax.parse import decode_document, read_body


def plan_renumbering(
    place: Place, loaded: Loaded, document: Document, new: str | None
) -> Renumbering:
    """Return what another id changes, the next free one when none is given.

    What a killed run has copied already is gone on with. Raises
    :class:`awos_lint.core.errors.RefusedError`.
    """
    pages = list(_find_pages(place, loaded, document))
    tried = [new] if new else list(_list_begun_ids(loaded, document))
    for name in tried:
        plan = plan_rewrite(loaded.project, document, name, pages)
        if _is_half_written(place, loaded, plan):
            return plan
    plan = plan_rewrite(
        loaded.project, document, new or _find_free_id(place, loaded, document), pages
    )
    must_be_free(loaded.project, document, plan)
    return plan


def _find_free_id(place: Place, loaded: Loaded, document: Document) -> str:
    if document.kind == "adr":
        return f"{loaded.project.kinds['adr'].prefix}-{find_room(place, loaded, 'adr').number}"
    fresh = FreeNumbers(loaded.project).find_next(document.id)
    if not fresh:
        raise RefusedError(f"{name_of(document)} has no number")
    return fresh


def _list_begun_ids(loaded: Loaded, document: Document) -> Iterator[str]:
    """Yield the ids under which a killed run may have begun to write a document anew."""
    for other in loaded.project.documents_of(document.kind):
        if (
            other.number
            and other.number != document.number
            and _strip_number(other) == _strip_number(document)
        ):
            yield other.id


def _strip_number(document: Document) -> str:
    """Return a path without the number in it."""
    return document.path.replace(document.number, "", 1)


def _is_half_written(place: Place, loaded: Loaded, plan: Renumbering) -> bool:
    """Return whether the documents at the new place are those that this plan writes there."""
    if plan.move is None:
        return False
    limit = loaded.settings.config.limits.document_bytes
    meant = {plan.move.map_path(d.path): _find_text(plan, d) for d in plan.family}
    found = {path: place.tree.read(path, limit) for path in meant}
    read = {path: data for path, data in found.items() if data is not ABSENT}
    return bool(read) and all(
        isinstance(data, bytes) and data.removeprefix(MARK) == meant[path].encode()
        for path, data in read.items()
    )


def _find_text(plan: Renumbering, document: Document) -> str:
    return apply_edits(document.source.text, plan.edits.get(document.path, ()))


def _find_pages(place: Place, loaded: Loaded, document: Document) -> Iterator[Document]:
    """Yield the Markdown files that are no documents and may link to one, with their links."""
    known = {other.path for other in loaded.project.documents}
    limits = loaded.settings.config.limits
    paths = [p for p in sorted(place.tree.paths) if p.endswith(".md") and p not in known]
    names = [part.encode() for part in document.path.split("/")[-2:]]
    for path, data in place.tree.read_many(paths, limits.document_bytes).items():
        if isinstance(data, Unread) and data.failed:
            raise UnreadError(f"nothing was changed: {escape_text(path)}: {data.reason}")
        if isinstance(data, bytes) and any(name in data for name in names):
            decoded = decode_document(path, data)
            if not decoded.broken and not decoded.source.garbled:
                links = read_body(decoded.source, 0, limits).links
                yield Document(decoded.source, "page", links=links)


def rewrite_texts(place: Place, loaded: Loaded, plan: Renumbering) -> dict[str, tuple[Source, str]]:
    """Return each file that changes, as it is and as it will be, by its path now."""
    sources = {document.path: document.source for document in loaded.project.documents}
    limit = loaded.settings.config.limits.document_bytes
    found: dict[str, tuple[Source, str]] = {}
    for path, edits in sorted(plan.edits.items()):
        data = b"" if path in sources else place.tree.read(path, limit)
        source = (
            sources.get(path)
            or decode_document(path, data if isinstance(data, bytes) else b"").source
        )
        if source.garbled:
            raise RefusedError(
                f"{escape_text(path)} would change, and is not UTF-8: save it as UTF-8"
            )
        found[path] = source, apply_edits(source.text, edits)
    return found


def find_voided(
    loaded: Loaded, plan: Renumbering, new: Mapping[str, tuple[Source, str]]
) -> Iterator[Document]:
    """Yield the documents in force whose approval does not survive; it is of a text with ids."""
    project, approvals = loaded.project, approvals_of(loaded.project)
    for document in project.documents:
        held = [judged.record for judged in approvals.judge_records(document) if judged.holds]
        if held and claims_approval(project, document):
            text = new[document.path][1] if document.path in new else document.source.text
            path = plan.move.map_path(document.path) if plan.move else document.path
            now = loaded.reader.read_version(document, text.encode(), path)
            if now and not any(matches_record(record.digest, now) for record in held):
                yield document


def carry_out(place: Place, plan: Renumbering, new: Mapping[str, tuple[Source, str]]) -> None:
    """Write what was planned: the documents at their new place, then all links, then the old away.

    Killed at any moment, the same plan goes on from there. Raises
    :class:`awos_lint.files.WriteError` with nothing changed, or after all links lead to the new
    place, with what is left.
    """
    moved = {d.path for d in plan.family} if plan.move else set()
    made: list[str] = []
    done: list[tuple[Source, str]] = []
    try:
        for document in plan.family if plan.move else ():
            if path := _copy_document(place, plan, document):
                made.append(path)  # noqa: PERF401 -- an error leaves the ones so far
        for path, (source, text) in new.items():
            if path not in moved:
                place.rewrite_document(source, text)
                done.append((source, text))
    except BaseException as error:
        _undo_writes(place, plan, made, done, error)
        raise
    if plan.move:
        _clear_folder(place, plan, plan.move)


def _copy_document(place: Place, plan: Renumbering, document: Document) -> str:
    """Write a document at its new place; return that, or nothing where it is there already."""
    assert plan.move
    path = plan.move.map_path(document.path)
    if place.tree.has_path(path):
        return ""
    place.copy_document(document.source, path, _find_text(plan, document))
    return path


def _clear_folder(place: Place, plan: Renumbering, move: Move) -> None:
    """Take the rest of a folder along, and remove what was written anew, the named one last."""
    written = [document.path for document in plan.family]
    if move.old not in written:
        for name in list_folder(place.root, move.old):
            path = f"{move.old}/{name}"
            if path not in written:
                rename_path(place.root, path, f"{move.new}/{name}")
    for document in plan.family:
        place.remove_document(document.source)


def _undo_writes(
    place: Place,
    plan: Renumbering,
    made: list[str],
    done: list[tuple[Source, str]],
    error: BaseException,
) -> None:
    try:
        for source, text in reversed(done):
            place.rewrite_document(Source(source.path, text), source.text)
        texts = (
            {plan.move.map_path(d.path): _find_text(plan, d) for d in plan.family}
            if plan.move
            else {}
        )
        for path in reversed(made):
            place.remove_document(Source(path, texts[path]))
    except WriteError as second:
        raise WriteError(f"{error}\n{second}: run the same command again to go on") from error
