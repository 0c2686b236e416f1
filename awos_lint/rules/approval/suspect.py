"""What an approved document rests on still says what it said then, or somebody has read it."""

from awos_lint.approvals.records import Bond, Judged, Tie, approvals_of
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.project import Node
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("approvals",))
def approval_suspect(project: Project) -> Findings:
    approvals = approvals_of(project)
    for document in project.documents:
        for judged, bond in approvals.to_reread(document):
            yield _make_finding(project.node_of(document), judged, bond)


def _make_finding(node: Node, judged: Judged, bond: Bond) -> Finding:
    above = bond.above
    said = (
        f"{node.id} was approved on {judged.record.at}, and {above.id} says something else now"
        if bond.tie is Tie.CHANGED
        else f"{node.id} rests on {above.id}, which its approval does not name"
    )
    return Finding(
        at=node.document.find_place("approvals", judged.index, "upstream", above.id),
        message=said,
        help=f"read {above.id}; where {node.id} still holds, run"
        f" `awos ack {node.id} --upstream {above.id} --reason …`",
        notes=(f"{node.id} was approved by {escape_text(judged.record.by, 80)}",),
        related=(Related(above.place, f"{above.id} as it is now"),),
        subject=(above.id, judged.record.digest),
    )
