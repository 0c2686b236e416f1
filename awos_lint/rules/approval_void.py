"""The digest of an approval is that of the text that stands there."""

from awos_lint.approval import Approvals, State, claims_approval, readable
from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.model.document import Document
from awos_lint.rules import Findings, project_rule
from awos_lint.text import visible


@project_rule(Severity.ERROR, needs=("approvals",))
def approval_void(project: Project) -> Findings:
    approvals = Approvals(project)
    for document in project.documents:
        void = claims_approval(project, document) and approvals.state(document) is State.VOID
        if void:
            last = approvals.of(document)[-1]
            name, record = document.id or document.path, last.record
            yield Finding(
                at=document.at("approvals", last.index, "digest"),
                message=f"the text of {name} is not the one that {visible(record.by, 80)}"
                f" approved on {record.at}",
                help=f"read what changed and run `awos approve {name}`, or take the change back",
                notes=tuple(_origins(approvals, record.digest)),
                subject=record.digest,
            )


def _origins(approvals: Approvals, digest: str) -> list[str]:
    same: list[Document] = [
        other
        for other in approvals.project.documents
        if readable(other) and approvals.digest(other) == digest
    ]
    return [f"the digest is that of {other.id or other.path}" for other in same[:1]]
