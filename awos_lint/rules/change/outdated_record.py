"""A record of an approval that is new in a change is of the newest version."""

from collections.abc import Iterator

from awos_lint.approvals.records import Entry, all_records
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.digest import VERSION, is_outdated, version_of
from awos_lint.core.model.document import Address, Document
from awos_lint.core.text import escape_text
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.ERROR, needs=("approvals",), since="0.2.0")
def change_outdated_record(change: Change) -> Findings:
    known = {said for old in change.before.documents for _, said in _find_outdated(old)}
    unread = {
        key for old in change.before.documents if old.is_partial for key in (old.id, old.path)
    }
    for document in change.after.documents:
        name = document.name
        fresh = [entry for entry, said in _find_outdated(document) if said not in known]
        if fresh and not unread.isdisjoint((document.id, document.path)):
            yield Skip(document.path, f"whether an approval of {name} is new: its base is broken")
            continue
        for list_, index, record in fresh:
            at, digest = next(_outdated_digests(record))
            renewable = list_ == "approvals" and at == ("digest",)
            renew = f"run `awos approve {name} --renew`"
            yield Finding(
                at=document.find_place(list_, index, *at),
                message=f"a new {_NAMES[list_]} {name} by {escape_text(record.by, 80)} is of "
                "version"
                f" {version_of(digest)}, and new ones are of {VERSION}",
                help=renew if renewable else f"take it out, and run {_COMMANDS[list_]} again",
                subject=(digest,),
            )


_NAMES = {"approvals": "approval of", "acknowledgements": "acknowledgement in"}
_COMMANDS = {"approvals": "`awos approve`", "acknowledgements": "`awos ack`"}


def _find_outdated(document: Document) -> Iterator[tuple[tuple[str, int, Entry], str]]:
    """Yield the older records of a document with all that they say, acknowledgements included."""
    for entry in all_records(document):
        *_, record = entry
        if any(_outdated_digests(record)):
            yield entry, f"{entry[0]} {record.model_dump_json()}"


def _outdated_digests(record: Entry) -> Iterator[tuple[Address, str]]:
    """Yield the digests of an older version in a record, its own before those above."""
    if is_outdated(record.digest):
        yield ("digest",), record.digest
    for above, digest in record.upstream.items():
        if is_outdated(digest):
            yield ("upstream", above), digest
