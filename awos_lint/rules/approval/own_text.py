"""Where the policy asks for independence, nobody approves what they wrote."""

from awos_lint.approvals.assurance import lacking_records
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.text import escape_text
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_own_text(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document, entry in lacking_records(approvals, past.evidence, policy):
        name, by = document.name, escape_text(entry.record.by, 80)
        if entry.unwritten:
            who = f"{by}, who acknowledged," if entry.acknowledges else by
            yield Skip(document.path, f"whether {who} wrote {name}: {entry.unwritten}")
        elif entry.own:
            yield Finding(
                at=entry.find_place(document),
                message=f"a change above {name} is acknowledged by {by}, who wrote or committed"
                f" a part of {name}"
                if entry.acknowledges
                else f"{name} is approved by {by}, who wrote or committed a part of it",
                help="take the acknowledgement out, and have somebody else run `awos ack`"
                if entry.acknowledges
                else f"have {name} approved by somebody else",
                subject=entry.subject,
            )
