"""``awos approvals``: who approved what, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterator

import click

from awos_lint.approval import Approvals, Bond, Judged, Tie, claims_approval
from awos_lint.approving import RefusedError, name_of
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.cli.writing import documents_of
from awos_lint.model.document import Document
from awos_lint.report.escape import shown, to_json

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
def command(session: Session, ids: tuple[str, ...], format: str) -> None:  # noqa: A002
    """Show who approved what, when, and whether that still holds.

    Says for each record what was verified about it, and how the documents above have changed.
    """
    project = session.load().project
    approvals = Approvals(project)
    try:
        chosen = documents_of(session, project, ids)
    except RefusedError as refused:
        raise click.UsageError(str(refused)) from None
    if not ids:
        every = project.documents
        chosen = [d for d in every if approvals.of(d) or claims_approval(project, d)]
    if format == "json":
        entries = [_entry(approvals, document) for document in chosen]
        emit(to_json({"version": 1, "documents": entries}), machine=True)
    else:
        lines = (line for document in chosen for line in _lines(approvals, document))
        emit("".join(f"{line}\n" for line in lines))


def _lines(approvals: Approvals, document: Document) -> Iterator[str]:
    judged = approvals.of(document)
    yield f"{name_of(document)} is {shown(document.status)} ({shown(document.path)})"
    if not judged:
        yield "  no approval is on record"
    for entry in judged:
        yield f"  {_worth(entry)}: {shown(entry.record.by)} on {entry.record.at}{_why(entry)}"
        yield from (f"    {line}" for line in _above(entry))


def _worth(judged: Judged) -> str:
    return f"{judged.state}, {judged.level.word}" if judged.level else str(judged.state)


def _why(judged: Judged) -> str:
    record = judged.record
    if record.editorial:
        return f", for the wording: {shown(record.editorial)}"
    return f": {shown(record.reason)}" if record.reason else ""


def _above(judged: Judged) -> Iterator[str]:
    for tie, words in _TIES.items():
        if ids := [bond.above.id for bond in judged.bonds if bond.tie is tie]:
            yield f"{words}: {', '.join(map(shown, ids))}"
    for bond in judged.bonds:
        if bond.tie is Tie.ACKNOWLEDGED:
            yield from _acknowledged(judged, bond)


def _acknowledged(judged: Judged, bond: Bond) -> Iterator[str]:
    for entry in judged.record.acknowledged:
        if entry.upstream == bond.above.id:
            who = f"{shown(entry.by)} on {entry.at}"
            yield f"changed since: {bond.above.id}, acknowledged by {who}: {shown(entry.reason)}"


def _entry(approvals: Approvals, document: Document) -> dict[str, object]:
    state = approvals.state(document)
    return {
        "id": document.id,
        "path": document.path,
        "status": document.status,
        "state": state and str(state),
        "approvals": [_record(judged) for judged in approvals.of(document)],
    }


def _record(judged: Judged) -> dict[str, object]:
    record = judged.record
    return {
        "by": record.by,
        "at": record.at,
        "digest": record.digest,
        "state": str(judged.state),
        "level": judged.level and judged.level.word,
        "editorial": record.editorial,
        "reason": record.reason,
        "upstream": [{"id": b.above.id, "state": str(b.tie)} for b in judged.bonds],
        "acknowledged": [entry.model_dump() for entry in record.acknowledged],
    }
