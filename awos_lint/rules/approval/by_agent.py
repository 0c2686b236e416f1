"""People approve, and no agents or bots."""

from awos_lint.approvals.assurance import Checked, check_all
from awos_lint.approvals.records import approvals_of, claims_approval
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.ERROR, needs=("approvals",))
def approval_by_agent(past: Past) -> Findings:
    approvals, policy = approvals_of(past.project), past.policy.approvals
    for document in past.project.documents:
        if not claims_approval(past.project, document):
            continue
        name = document.name
        about = f"a change above {name} is acknowledged"
        for entry in check_all(approvals, past.evidence, policy, document):
            if entry.agent:
                said = about if entry.acknowledges else f"{name} is approved"
                yield Finding(
                    at=entry.find_place(document),
                    message=f"{said} by {_describe_agent(entry)}",
                    help="take the acknowledgement out, and let a person run `awos ack`"
                    if entry.acknowledges
                    else "commit the approval alone and without the agent, or name other patterns"
                    " in approvals.agents",
                    subject=entry.subject,
                )


def _describe_agent(entry: Checked) -> str:
    by, agent = escape_text(entry.record.by, 80), escape_text(entry.agent, 80)
    return f"{by}, which is an agent" if agent in by else f"{by} and committed with {agent}"
