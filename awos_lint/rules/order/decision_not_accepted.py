"""What is approved rests only on decisions that are accepted."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.status_order import find_premature
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("status",))
def order_decision_not_accepted(project: Project) -> Findings:
    for source, decision, edge in find_premature(project, "decisions", "depends_on"):
        if decision.kind == "adr":
            said = f"{decision.name} is {decision.progress}"
            yield Finding(
                at=edge.place,
                message=f"{source.name} is {source.progress} while {said}, which it rests on",
                help=f"have {decision.name} accepted, "
                f"or remove it if {source.name} does not need it",
                related=(
                    Related(source.said, f"{source.name} is {source.progress}"),
                    Related(decision.said, said),
                ),
                subject=(source.id, edge.kind, decision.id),
            )
