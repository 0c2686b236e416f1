"""A status that claims an approval has a record of it."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import FINISHED, Kind, maturity_of
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("approvals",))
def approval_missing_record(project: Project) -> Findings:
    for document in project.documents:
        kind = project.kinds.get(document.kind)
        # Records that are there and malformed are the schema's matter.
        unsigned = document.fields.get("approvals") in (None, [])
        if kind and document.status in kind.approved and unsigned and not document.broken:
            name = document.name
            yield Finding(
                at=project.node_of(document).said,
                message=f"{name} is {document.status}, but no approval is on record",
                help=f"have it approved with `awos approve {name}`"
                + _suggest_status(document, kind),
                subject=(),
            )


def _suggest_status(document: Document, kind: Kind) -> str:
    # What is finished does not become unfinished.
    over = maturity_of(document.status) >= FINISHED
    return "" if over else f", or set the status back to {kind.statuses[0]}"
