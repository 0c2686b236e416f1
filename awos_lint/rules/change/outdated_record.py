"""A record of an approval that is new in a change is of the newest version."""

from collections.abc import Iterator

from awos_lint.approvals.records import records
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.digest import VERSION, is_outdated, version_of
from awos_lint.core.model.document import Document
from awos_lint.core.model.front import Approval
from awos_lint.core.text import visible
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.ERROR, needs=("approvals",), since="0.2.0")
def change_outdated_record(change: Change) -> Findings:
    known = {said for old in change.before.documents for _, said in _outdated(old)}
    unread = {key for old in change.before.documents if old.partial for key in (old.id, old.path)}
    for document in change.after.documents:
        name = document.id or document.path
        fresh = [(record, at) for (record, at), said in _outdated(document) if said not in known]
        if fresh and not unread.isdisjoint((document.id, document.path)):
            yield Skip(document.path, f"whether an approval of {name} is new: its base is broken")
            continue
        for record, index in fresh:
            version = version_of(record.digest)
            yield Finding(
                at=document.at("approvals", index, "digest"),
                message=f"a new approval of {name} by {visible(record.by, 80)} is of version"
                f" {version}, and new ones are of {VERSION}",
                help=f"run `awos approve {name} --renew`",
                subject=(record.digest,),
            )


def _outdated(document: Document) -> Iterator[tuple[tuple[Approval, int], str]]:
    """Yield the older records of a document with all that they say, acknowledgements included."""
    for index, record in records(document):
        if is_outdated(record.digest):
            yield (record, index), record.model_dump_json()
