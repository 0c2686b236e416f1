"""A task list is done only when its tasks are."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.progress import count_tasks, find_open_tasks, name_tasks
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def approval_tasks_unfinished(project: Project) -> Findings:
    for document in project.documents_of("tasks"):
        open_ = find_open_tasks(document) if document.status == "done" else []
        if open_:
            names = name_tasks(open_)
            said = f"but has {len(open_)} of {count_tasks(document)} tasks left: {names}"
            yield Finding(
                at=document.find_place("status"),
                message=f"{document.name} is done, {said}",
                help="finish or cancel them, or set the status back to approved",
                related=tuple(
                    Related(
                        document.make_place(item.box or item.anchor),
                        f"{item.name} is {item.state}".strip(),
                    )
                    for item in open_[:3]
                ),
                subject=(),
            )
