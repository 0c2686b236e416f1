"""What an approved document rests on has an approval that holds."""

from awos_lint.approval import State, approvals_of, claims_approval, finished
from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, needs=("approvals",))
def approval_upstream_void(project: Project) -> Findings:
    approvals = approvals_of(project)
    for document in project.documents:
        holding = [judged for judged in approvals.of(document) if judged.holds]
        if not holding or finished(document) or not claims_approval(project, document):
            continue
        name = document.id or document.path
        for above in (bond.above for bond in holding[-1].bonds):
            claims = claims_approval(project, above.document)
            if claims and approvals.state(above.document) is State.VOID:
                last = approvals.of(above.document)[-1].index
                changed = above.document.at("approvals", last, "digest")
                yield Finding(
                    at=document.at("approvals", holding[-1].index, "upstream", above.id),
                    message=f"{name} rests on {above.id}, whose approval is void",
                    help=f"have {above.id} approved again, or take its change back",
                    related=(Related(changed, "this digest is not that of its text"),),
                    subject=(above.id,),
                )
