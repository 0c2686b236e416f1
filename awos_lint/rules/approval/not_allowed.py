"""Who approves is among those whom the policy names."""

from awos_lint.approvals.assurance import lacking, lacking_acknowledgements
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.text import visible
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_not_allowed(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document, checked in lacking(approvals, past.evidence, policy):
        name = document.name
        for entry in checked:
            by = visible(entry.record.by, 80)
            if entry.unsure:
                why = f"whether {by} may approve {name}: {entry.unsure}"
                yield Skip(document.path, why)
            elif entry.foreign:
                yield Finding(
                    at=document.at("approvals", entry.index, "by"),
                    message=f"{name} is approved by {by}, whom {entry.foreign} does not name",
                    help=f"have {name} approved by somebody who is allowed",
                    subject=(entry.record.by,),
                )
    for document, checked in lacking_acknowledgements(approvals, past.evidence, policy):
        name = document.name
        for entry in checked:
            by = visible(entry.record.by, 80)
            if entry.unsure:
                why = f"whether {by} may acknowledge a change above {name}: {entry.unsure}"
                yield Skip(document.path, why)
            elif entry.foreign:
                yield Finding(
                    at=document.at("acknowledgements", entry.index, "by"),
                    message=f"a change above {name} is acknowledged by {by},"
                    f" whom {entry.foreign} does not name",
                    help="take the acknowledgement out, and have somebody who is named run"
                    " `awos ack`",
                    subject=(entry.record.seal or "",),
                )
