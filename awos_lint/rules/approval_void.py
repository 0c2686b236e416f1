"""The digest of an approval is that of the text that stands there."""

from awos_lint.approval import State, approvals_of, claims_approval, readable
from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.model.document import Document
from awos_lint.rules import Findings, project_rule
from awos_lint.text import visible


@project_rule(Severity.ERROR, needs=("approvals",))
def approval_void(project: Project) -> Findings:
    approvals = approvals_of(project)
    claiming = [document for document in project.documents if claims_approval(project, document)]
    void = [document for document in claiming if approvals.state(document) is State.VOID]
    readings = reversed(project.documents) if void else ()
    owners = {approvals.digest(document): document for document in readings if readable(document)}
    for document in void:
        last = approvals.of(document)[-1]
        name, record = document.id or document.path, last.record
        yield Finding(
            at=document.at("approvals", last.index, "digest"),
            message=f"the text of {name} is not the one that {visible(record.by, 80)}"
            f" approved on {record.at}",
            help=f"read what changed and run `awos approve {name}`, or take the change back",
            notes=_origin(owners.get(record.digest)),
            subject=(record.digest,),
        )


def _origin(owner: Document | None) -> tuple[str, ...]:
    return (f"the digest is that of {owner.id or owner.path}",) if owner else ()
