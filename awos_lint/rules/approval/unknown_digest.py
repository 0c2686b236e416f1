"""The digests of an approval are of a version that this awos can compute."""

from collections.abc import Iterator

from awos_lint.approvals.records import State, approvals_of, claims_approval, list_records
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.digest import VERSION, is_known_version
from awos_lint.core.model.document import Address
from awos_lint.core.model.front import Approval
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("approvals",))
def approval_unknown_digest(project: Project) -> Findings:
    approvals = approvals_of(project)
    for document in project.documents:
        unknown = approvals.find_state(document) is State.UNKNOWN
        if unknown and claims_approval(project, document):
            name = document.name
            for index, record in list_records(document):
                strange = [
                    (at, text) for at, text in _list_digests(record) if not is_known_version(text)
                ]
                for at, text in strange[:1]:
                    version = text.split(":")[1]
                    yield Finding(
                        at=document.find_place("approvals", index, *at),
                        message=f"an approval of {name} names digest version {version},"
                        f" and the newest that this awos knows is {VERSION}",
                        help="check with the newer awos that wrote it",
                        subject=(text,),
                    )
                    why = f"digest version {version} is not known; a newer awos is needed"
                    yield Skip(document.path, f"whether an approval of {name} holds: {why}")


def _list_digests(record: Approval) -> Iterator[tuple[Address, str]]:
    yield ("digest",), record.digest
    for above, digest in record.upstream.items():
        yield ("upstream", above), digest
    for index, entry in enumerate(record.acknowledged):
        yield ("acknowledged", index, "digest"), entry.digest
