"""A task list whose tasks are all done says so."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.progress import is_finished
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("status",))
def approval_tasks_behind(project: Project) -> Findings:
    for document in project.documents_of("tasks"):
        spec = project.spec_of(document)
        known = not document.unread and not (spec and spec.is_over)
        if known and document.status == "approved" and is_finished(document):
            name = document.name
            yield Finding(
                at=document.find_place("status"),
                message=f"{name} is approved, but all its tasks are done",
                help=f"set the status of {name} to done",
                subject=(),
            )
