"""People approve, and no agents or bots."""

from awos_lint.approvals.assurance import agent, check, person
from awos_lint.approvals.records import acknowledgements, approvals_of, claims_approval
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import visible
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_by_agent(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document in past.project.documents:
        if not claims_approval(past.project, document):
            continue
        name = document.id or document.path
        for entry in check(approvals, past.evidence, policy, document):
            by, who = visible(entry.judged.record.by, 80), visible(entry.agent, 80)
            if who:
                part = ", which is an agent" if who in by else f" and committed with {who}"
                yield Finding(
                    at=document.at("approvals", entry.judged.index, "by"),
                    message=f"{name} is approved by {by}{part}",
                    help="commit the approval alone and without the agent, or name other"
                    " patterns in approvals.agents",
                    subject=(entry.judged.record.by,),
                )
        for index, read in acknowledgements(document):
            if agent(policy.of(document.kind), [person(read.by)]):
                yield Finding(
                    at=document.at("acknowledgements", index, "by"),
                    message=f"a change above {name} is acknowledged by {visible(read.by, 80)},"
                    " which is an agent",
                    help="take the acknowledgement out, and let a person run `awos ack`",
                    subject=(read.seal,),
                )
