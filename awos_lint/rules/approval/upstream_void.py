"""What an approved document rests on has an approval that holds."""

from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("approvals",))
def approval_upstream_void(project: Project) -> Findings:
    approvals = approvals_of(project)
    for document in project.documents:
        name = document.name
        for judged, above in approvals.void_above(document):
            last = approvals.judge_records(above.document)[-1].index
            changed = above.document.find_place("approvals", last, "digest")
            yield Finding(
                at=document.find_place("approvals", judged.index, "upstream", above.id),
                message=f"{name} rests on {above.id}, whose approval is void",
                help=f"have {above.id} approved again, or take its change back",
                related=(Related(changed, "this digest is not that of its text"),),
                subject=(above.id,),
            )
