"""A spec is implemented through a task list."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.kinds import FINISHED
from awos_lint.graph import Project
from awos_lint.graph.status_order import find_standing, is_certain
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("status", "task-ids"))
def order_spec_without_tasks(project: Project) -> Findings:
    known = is_certain(project, "tasks", "spec")
    for document in project.documents_of("spec") if known else ():
        spec = project.node_of(document)
        if find_standing(project, document) == FINISHED and not project.tasks_of(spec):
            yield Finding(
                at=spec.said,
                message=f"{document.name} is {spec.progress}, but no task list implements it",
                help="write the task list, or set the status back to approved",
                subject=(),
            )
