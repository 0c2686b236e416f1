"""Who approves is among those whom the policy names."""

from awos_lint.approvals.assurance import lacking_records
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.text import escape_text
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_not_allowed(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document, entry in lacking_records(approvals, past.evidence, policy):
        name, by = document.name, escape_text(entry.record.by, 80)
        if entry.unsure:
            verb = "acknowledge a change above" if entry.acknowledges else "approve"
            yield Skip(document.path, f"whether {by} may {verb} {name}: {entry.unsure}")
        elif entry.foreign:
            about = f"a change above {name} is acknowledged"
            said = about if entry.acknowledges else f"{name} is approved"
            yield Finding(
                at=entry.find_place(document),
                message=f"{said} by {by}, whom {entry.foreign} does not name",
                help="take the acknowledgement out, and have somebody who is named run `awos ack`"
                if entry.acknowledges
                else f"have {name} approved by somebody who is allowed",
                subject=entry.subject,
            )
