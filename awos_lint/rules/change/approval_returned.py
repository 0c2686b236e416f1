"""An approval that was taken back does not come back by itself."""

from awos_lint.approvals.authorship import find_returned
from awos_lint.approvals.records import Entry
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.model.document import Document
from awos_lint.core.model.level import Level
from awos_lint.core.text import escape_text
from awos_lint.graph.diff import pair_versions
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.WARNING, needs=("approvals",), since="0.2.0")
def change_approval_returned(change: Change) -> Findings:
    """Where the policy asks who made a record, one that came by another hand weighs as an error."""
    former = {new.path: old for old, new in pair_versions(change.before, change.after)}
    for document in change.after.documents:
        if document.path not in change.earlier:
            continue
        name = document.name
        earlier = change.earlier[document.path]
        again = find_returned(former.get(document.path), document, earlier)
        if change.earlier_unknown and not again:
            yield Skip(f"whether an approval of {name} came back", change.earlier_unknown)
        strict = Level[change.policy.approvals.for_kind(document.kind).level.upper()] > Level.BOUND
        for entry in again:
            yield _make_finding(document, *entry, raised=strict)


def _make_finding(
    document: Document, list_: str, index: int, record: Entry, *, raised: bool
) -> Finding:
    name, by = document.name, escape_text(record.by, 80)
    if list_ == "approvals":
        what, again = "approval", f"run `awos approve {name}` if the text is approved again"
        subject: tuple[str, ...] = (record.digest,)
    else:
        what, again = "acknowledgement", "run `awos ack` if the approval still stands"
        subject = (list_, record.seal or "")
    return Finding(
        at=document.find_place(list_, index),
        message=f"{name} has the {what} by {by} of {record.at} again,"
        " which an earlier commit had removed",
        help=f"remove it, and {again}",
        raised=raised,
        subject=subject,
    )
