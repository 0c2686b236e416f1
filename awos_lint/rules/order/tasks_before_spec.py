"""A task list is approved only when its spec is."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.status_order import find_premature
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("status",))
def order_tasks_before_spec(project: Project) -> Findings:
    for tasks, spec, _ in find_premature(project, "spec"):
        if tasks.kind == "tasks":
            yield Finding(
                at=tasks.said,
                message=f"{tasks.id} is {tasks.progress} while {spec.id} is {spec.progress}",
                help=f"have {spec.id} approved, or set {tasks.id} back to in-review",
                related=(Related(spec.said, f"{spec.id} is {spec.progress}"),),
                subject=(spec.id,),
            )
