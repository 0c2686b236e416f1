"""As many people approve a document as the policy asks for."""

from awos_lint.approvals.assurance import count_people, find_lacking
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_too_few(past: Past) -> Findings:
    policy = past.policy.approvals
    for document, checked in find_lacking(approvals_of(past.project), past.evidence, policy):
        name, count = document.name, count_people(checked)
        least = policy.for_kind(document.kind).count
        if 0 < count < least:
            who = "1 person" if count == 1 else f"{count} people"
            yield Finding(
                at=document.find_key_place("approvals"),
                message=f"{name} is approved by {who}, and the policy asks for {least}",
                help=f"have {name} approved by {least - count} more",
                subject=(),
            )
