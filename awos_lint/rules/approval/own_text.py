"""Where the policy asks for independence, nobody approves what they wrote."""

from awos_lint.approvals.assurance import lacking
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.text import visible
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_own_text(past: Past) -> Findings:
    policy = past.policy.approvals
    for document, checked in lacking(approvals_of(past.project), past.evidence, policy):
        name = document.id or document.path
        for entry in checked:
            by = visible(entry.judged.record.by, 80)
            if entry.unwritten:
                yield Skip(document.path, f"whether {by} wrote {name}: {entry.unwritten}")
            elif entry.own:
                yield Finding(
                    at=document.at("approvals", entry.judged.index, "by"),
                    message=f"{name} is approved by {by}, who wrote or committed a part of it",
                    help=f"have {name} approved by somebody else",
                    subject=(entry.judged.record.by,),
                )
