"""What was verified about an approval is what the policy asks for."""

from awos_lint.approvals.assurance import lacking, lacking_acknowledgements
from awos_lint.approvals.records import approvals_of
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.text import visible
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_level_low(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document, checked in lacking(approvals, past.evidence, policy):
        name, law = document.name, policy.of(document.kind)
        for entry in checked:
            rating, by = entry.rating, visible(entry.record.by, 80)
            if entry.low and rating.unknown:
                what = f"whether the approval of {name} by {by} is {law.level}"
                yield Skip(document.path, f"{what}: {rating.unknown}")
            elif entry.low and rating.level:
                yield Finding(
                    at=document.at("approvals", entry.index, "by"),
                    message=f"the approval of {name} by {by} is {rating.level.word},"
                    f" and the policy asks for {law.level}",
                    help=f"have {name} approved in a way that is {law.level}",
                    notes=(rating.why,) if rating.why else (),
                    subject=(entry.record.by,),
                )
    for document, checked in lacking_acknowledgements(approvals, past.evidence, policy):
        name, law = document.name, policy.of(document.kind)
        for entry in checked:
            rating, by = entry.rating, visible(entry.record.by, 80)
            if entry.low and rating.unknown:
                what = f"whether the acknowledgement in {name} by {by} is {law.level}"
                yield Skip(document.path, f"{what}: {rating.unknown}")
            elif entry.low and rating.level:
                yield Finding(
                    at=document.at("acknowledgements", entry.index, "by"),
                    message=f"the acknowledgement in {name} by {by} is {rating.level.word},"
                    f" and the policy asks for {law.level}",
                    help=f"take it out, and have the change acknowledged in a way that is"
                    f" {law.level}",
                    notes=(rating.why,) if rating.why else (),
                    subject=(entry.record.seal or "",),
                )
