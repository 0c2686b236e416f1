"""A change whose tasks are all done is archived."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.progress import count_tasks, is_finished
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.NOTICE, needs=("archive",))
def approval_change_behind(project: Project) -> Findings:
    for tasks in project.documents_of("tasks"):
        change = tasks.implied.get("change")
        if change and not tasks.is_partial and is_finished(tasks):
            first = next(tasks.items_of("task"))
            yield Finding(
                at=tasks.make_place(first.box or first.anchor),
                message=f"all {count_tasks(tasks)} tasks of {change} are done,"
                " but it is not archived",
                help="archive the change, so that its specs say what is there",
                subject=(),
            )
