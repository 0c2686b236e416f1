"""What was verified about an approval is what the policy asks for."""

from awos_lint.approvals.assurance import lacking_records
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.text import escape_text
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_level_low(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document, entry in lacking_records(approvals, past.evidence, policy):
        if not entry.low:
            continue
        name, law, rating = document.name, policy.for_kind(document.kind), entry.rating
        kind = "acknowledgement in" if entry.acknowledges else "approval of"
        said = f"the {kind} {name} by {escape_text(entry.record.by, 80)} is"
        if rating.unknown:
            yield Skip(document.path, f"whether {said} {law.level}: {rating.unknown}")
        elif rating.level:
            yield Finding(
                at=entry.find_place(document),
                message=f"{said} {rating.level.word}, and the policy asks for {law.level}",
                help=f"take it out, and have the change acknowledged in a way that is {law.level}"
                if entry.acknowledges
                else f"have {name} approved in a way that is {law.level}",
                notes=(rating.why,) if rating.why else (),
                subject=entry.subject,
            )
