"""What is approved rests only on decisions that are accepted."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.status_order import find_premature
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, needs=("status",))
def order_decision_not_accepted(project: Project) -> Findings:
    for source, decision, edge in find_premature(project, "decisions", "depends_on"):
        if decision.kind == "adr":
            said = f"{decision.id} is {decision.progress}"
            yield Finding(
                at=edge.place,
                message=f"{source.id} is {source.progress} while {said}, which it rests on",
                help=f"have {decision.id} accepted, or remove it if {source.id} does not need it",
                related=(
                    Related(source.said, f"{source.id} is {source.progress}"),
                    Related(decision.said, said),
                ),
                subject=(source.id, edge.kind, decision.id),
            )
