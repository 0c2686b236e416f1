"""Where the policy asks for independence, nobody approves what they wrote."""

from awos_lint.approvals.assurance import lacking, lacking_acknowledgements
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.text import visible
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_own_text(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document, checked in lacking(approvals, past.evidence, policy):
        name = document.name
        for entry in checked:
            by = visible(entry.record.by, 80)
            if entry.unwritten:
                yield Skip(document.path, f"whether {by} wrote {name}: {entry.unwritten}")
            elif entry.own:
                yield Finding(
                    at=document.at("approvals", entry.index, "by"),
                    message=f"{name} is approved by {by}, who wrote or committed a part of it",
                    help=f"have {name} approved by somebody else",
                    subject=(entry.record.by,),
                )
    for document, checked in lacking_acknowledgements(approvals, past.evidence, policy):
        name = document.name
        for entry in checked:
            by = visible(entry.record.by, 80)
            if entry.unwritten:
                why = f"whether {by}, who acknowledged, wrote {name}: {entry.unwritten}"
                yield Skip(document.path, why)
            elif entry.own:
                yield Finding(
                    at=document.at("acknowledgements", entry.index, "by"),
                    message=f"a change above {name} is acknowledged by {by}, who wrote or committed"
                    f" a part of {name}",
                    help="take the acknowledgement out, and have somebody else run `awos ack`",
                    subject=(entry.record.seal or "",),
                )
