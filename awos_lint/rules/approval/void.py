"""The digest of an approval is that of the text, and its seal that of the record."""

from collections.abc import Iterable

from awos_lint.approvals.records import (
    Judged,
    State,
    approvals_of,
    claims_approval,
    is_readable,
    is_sealed,
    list_acknowledgements,
)
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.digest import VERSIONS
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("approvals",))
def approval_void(project: Project) -> Findings:
    approvals = approvals_of(project)
    claiming = [document for document in project.documents if claims_approval(project, document)]
    for document in claiming:
        yield from _report_edited(document, approvals.judge_records(document))
        yield from _edited_acknowledgements(document)
    void = [document for document in claiming if approvals.find_state(document) is State.VOID]
    readings = reversed(project.documents) if void else ()
    owners = {
        approvals.compute_digest(document, version): document
        for document in readings
        if is_readable(document)
        for version in VERSIONS
    }
    for document in void:
        last = approvals.judge_records(document)[-1]
        if not last.sealed:
            continue
        name, record = document.name, last.record
        yield Finding(
            at=document.find_place("approvals", last.index, "digest"),
            message=f"the text of {name} is not the one that {escape_text(record.by, 80)}"
            f" approved on {record.at}",
            help=f"read what changed and run `awos approve {name}`, or take the change back",
            notes=_describe_origin(owners.get(record.digest)),
            subject=(record.digest,),
        )


def _report_edited(document: Document, judged: Iterable[Judged]) -> Findings:
    """Report the records that somebody changed after they were written, whatever else holds."""
    for index, record in ((entry.index, entry.record) for entry in judged if not entry.sealed):
        name, by = document.name, escape_text(record.by, 80)
        missing = "has no seal" if record.seal is None else "does not fit its seal"
        yield Finding(
            at=document.find_place("approvals", index, "seal" if record.seal else "digest"),
            message=f"the approval of {name} by {by} on {record.at} {missing}",
            help=f"take back what was changed in the record, or run `awos approve {name}`",
            subject=(record.digest, record.seal or ""),
        )


def _edited_acknowledgements(document: Document) -> Findings:
    for index, entry in list_acknowledgements(document):
        if not is_sealed(entry):
            name, by = document.name, escape_text(entry.by, 80)
            yield Finding(
                at=document.find_place("acknowledgements", index, "seal"),
                message=f"the acknowledgement in {name} by {by} on {entry.at} does not fit its"
                " seal",
                help="take back what was changed in it, or take it out and run `awos ack` again"
                f" if {name} still holds",
                subject=("acknowledgement", entry.seal),
            )


def _describe_origin(owner: Document | None) -> tuple[str, ...]:
    return (f"the digest is that of {owner.name}",) if owner else ()
