"""``awos approvals``: who approved what, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from awos_lint.approvals.assurance import Rating, rate_record
from awos_lint.approvals.records import (
    Approvals,
    Bond,
    Judged,
    Tie,
    claims_approval,
    is_sealed,
    list_acknowledgements,
)
from awos_lint.approvals.transitions import (
    name_of,
)
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.cli.writing import documents_of
from awos_lint.core.diagnostic import select_failures
from awos_lint.core.digest import is_outdated, matches_record, version_of
from awos_lint.core.escape import show_text, to_json
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
    loaded = session.load_project()
    project = loaded.project
    past = load_past(session.place, loaded, every=True)
    approvals = Approvals(project)
    chosen = documents_of(session, project, ids)
    if not ids:
        every = project.documents
        chosen = [d for d in every if approvals.judge_records(d) or claims_approval(project, d)]
    if format == "json":
        entries = [_export_document(approvals, past.evidence, document) for document in chosen]
        write_output(to_json({"version": 1, "documents": entries}), machine=True)
    else:
        lines = (
            line
            for document in chosen
            for line in _format_approvals(approvals, past.evidence, document)
        )
        write_output("".join(f"{line}\n" for line in lines))
    return report_incomplete(select_failures(loaded.skipped), "not read")


def _format_approvals(
    approvals: Approvals, evidence: Evidence, document: Document
) -> Iterator[str]:
    judged = approvals.judge_records(document)
    yield f"{name_of(document)} is {show_text(document.status)} ({show_text(document.path)})"
    if not judged:
        yield "  no approval is on record"
    for entry in judged:
        rating = rate_record(evidence, document, entry)
        said = f"{show_text(entry.record.by)} on {entry.record.at}{_format_reason(entry)}"
        yield f"  {_format_worth(entry, rating)}: {said}"
        yield from (
            f"    {line}"
            for line in (*_format_upstream(approvals, document, entry), *_no_more(rating))
        )


def _format_worth(judged: Judged, rating: Rating) -> str:
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


def _format_reason(judged: Judged) -> str:
    record = judged.record
    if record.editorial:
        return f", for the wording: {show_text(record.editorial)}"
    return f": {show_text(record.reason)}" if record.reason else ""


def _find_read_digest(entry: Acknowledgement | NestedAcknowledgement, above: str) -> str:
    """Return the digest of the document above that an acknowledgement is about."""
    return entry.digest if isinstance(entry, NestedAcknowledgement) else entry.upstream[above]


def _format_upstream(approvals: Approvals, document: Document, judged: Judged) -> Iterator[str]:
    for tie, words in _TIES.items():
        if ids := [bond.above.id for bond in judged.bonds if bond.tie is tie]:
            yield f"{words}: {', '.join(map(show_text, ids))}"
    for bond in judged.bonds:
        if bond.tie is Tie.ACKNOWLEDGED:
            yield from _format_acknowledgements(approvals.find_acknowledged(document), judged, bond)


def _format_acknowledgements(
    read: Iterable[tuple[int, Acknowledgement]], judged: Judged, bond: Bond
) -> Iterator[str]:
    nested = [e for e in judged.record.acknowledged if e.upstream == bond.above.id]
    own = [e for _, e in read if bond.above.id in e.upstream]
    entries: list[Acknowledgement | NestedAcknowledgement] = [*nested, *own]
    for entry in entries:
        if matches_record(_find_read_digest(entry, bond.above.id), bond.above.document):
            who = f"{show_text(entry.by)} on {entry.at}"
            why = show_text(entry.reason)
            yield f"changed since: {bond.above.id}, acknowledged by {who}: {why}"


def _export_document(
    approvals: Approvals, evidence: Evidence, document: Document
) -> dict[str, object]:
    state = approvals.find_state(document)
    return {
        "id": document.id,
        "path": document.path,
        "status": document.status,
        "acknowledgements": [
            entry.model_dump(exclude_unset=True)
            for _, entry in list_acknowledgements(document)
            if is_sealed(entry)
        ],
        "state": state and str(state),
        "approvals": [
            _export_record(judged, rate_record(evidence, document, judged))
            for judged in approvals.judge_records(document)
        ],
    }


def _export_record(judged: Judged, rating: Rating) -> dict[str, object]:
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
