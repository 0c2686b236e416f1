"""``awos approvals``: who approved what, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from awos_lint.approvals.assurance import Rating, rate
from awos_lint.approvals.records import (
    Approvals,
    Bond,
    Judged,
    Tie,
    acknowledgements,
    claims_approval,
    is_sealed,
)
from awos_lint.approvals.transitions import (
    name_of,
)
from awos_lint.cli.outer import incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.cli.writing import documents_of
from awos_lint.core.diagnostic import failures
from awos_lint.core.digest import holds, is_outdated, version_of
from awos_lint.core.escape import shown, to_json
from awos_lint.core.model.document import Document
from awos_lint.core.model.front import Acknowledgement, NestedAcknowledgement
from awos_lint.core.model.history import Evidence
from awos_lint.core.model.level import Level
from awos_lint.project.history import load_past

_TIES = {
    Tie.SAME: "rests on",
    Tie.CHANGED: "changed since",
    Tie.UNBOUND: "not named in the record",
    Tie.UNKNOWN: "not known",
}


@click.command("approvals")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
@reads_tree
def command(session: Session, ids: tuple[str, ...], format: str) -> int:  # noqa: A002
    """Show who approved what, when, and whether that still holds.

    Says for each record what was verified about it, and how the documents above have changed.
    """
    loaded = session.load()
    project = loaded.project
    past = load_past(session.place, loaded, every=True)
    approvals = Approvals(project)
    chosen = documents_of(session, project, ids)
    if not ids:
        every = project.documents
        chosen = [d for d in every if approvals.of(d) or claims_approval(project, d)]
    if format == "json":
        entries = [_entry(approvals, past.evidence, document) for document in chosen]
        emit(to_json({"version": 1, "documents": entries}), machine=True)
    else:
        lines = (line for document in chosen for line in _lines(approvals, past.evidence, document))
        emit("".join(f"{line}\n" for line in lines))
    return incomplete(failures(loaded.skipped), "not read")


def _lines(approvals: Approvals, evidence: Evidence, document: Document) -> Iterator[str]:
    judged = approvals.of(document)
    yield f"{name_of(document)} is {shown(document.status)} ({shown(document.path)})"
    if not judged:
        yield "  no approval is on record"
    for entry in judged:
        rating = rate(evidence, document, entry)
        said = f"{shown(entry.record.by)} on {entry.record.at}{_why(entry)}"
        yield f"  {_worth(entry, rating)}: {said}"
        yield from (
            f"    {line}" for line in (*_above(approvals, document, entry), *_no_more(rating))
        )


def _worth(judged: Judged, rating: Rating) -> str:
    old = [version_of(judged.record.digest)] if is_outdated(judged.record.digest) else []
    level = [rating.level.word] if rating.level else []
    return ", ".join([str(judged.state), *level, *old])


def _no_more(rating: Rating) -> Iterator[str]:
    """Yield why the level is no higher, where that could be looked up."""
    if rating.level in (Level.BOUND, Level.RECORDED):
        above = Level(rating.level + 1).word
        if rating.unknown:
            yield f"not known to be {above}: {rating.unknown}"
        elif rating.why:
            yield f"not {above}: {rating.why}"


def _why(judged: Judged) -> str:
    record = judged.record
    if record.editorial:
        return f", for the wording: {shown(record.editorial)}"
    return f": {shown(record.reason)}" if record.reason else ""


def _read(entry: Acknowledgement | NestedAcknowledgement, above: str) -> str:
    """Return the digest of the document above that an acknowledgement is about."""
    return entry.digest if isinstance(entry, NestedAcknowledgement) else entry.upstream[above]


def _above(approvals: Approvals, document: Document, judged: Judged) -> Iterator[str]:
    for tie, words in _TIES.items():
        if ids := [bond.above.id for bond in judged.bonds if bond.tie is tie]:
            yield f"{words}: {', '.join(map(shown, ids))}"
    for bond in judged.bonds:
        if bond.tie is Tie.ACKNOWLEDGED:
            yield from _acknowledged(approvals.acknowledged(document), judged, bond)


def _acknowledged(
    read: Iterable[tuple[int, Acknowledgement]], judged: Judged, bond: Bond
) -> Iterator[str]:
    nested = [e for e in judged.record.acknowledged if e.upstream == bond.above.id]
    own = [e for _, e in read if bond.above.id in e.upstream]
    entries: list[Acknowledgement | NestedAcknowledgement] = [*nested, *own]
    for entry in entries:
        if holds(_read(entry, bond.above.id), bond.above.document):
            who = f"{shown(entry.by)} on {entry.at}"
            yield f"changed since: {bond.above.id}, acknowledged by {who}: {shown(entry.reason)}"


def _entry(approvals: Approvals, evidence: Evidence, document: Document) -> dict[str, object]:
    state = approvals.state(document)
    return {
        "id": document.id,
        "path": document.path,
        "status": document.status,
        "acknowledgements": [
            entry.model_dump(exclude_unset=True)
            for _, entry in acknowledgements(document)
            if is_sealed(entry)
        ],
        "state": state and str(state),
        "approvals": [
            _record(judged, rate(evidence, document, judged)) for judged in approvals.of(document)
        ],
    }


def _record(judged: Judged, rating: Rating) -> dict[str, object]:
    record = judged.record
    return {
        "by": record.by,
        "at": record.at,
        "digest": record.digest,
        "version": version_of(record.digest),
        "state": str(judged.state),
        "level": rating.level and rating.level.word,
        "why": rating.why,
        "unknown": rating.unknown,
        "editorial": record.editorial,
        "reason": record.reason,
        "upstream": [{"id": b.above.id, "state": str(b.tie)} for b in judged.bonds],
        "acknowledged": [entry.model_dump() for entry in record.acknowledged],
    }
