"""A task list that is up for review holds tasks."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import REVIEW, maturity_of
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.ERROR)
def task_empty_list(tasks: Document) -> Findings:
    judged = tasks.kind == "tasks" and not tasks.unread and maturity_of(tasks.status) >= REVIEW
    if judged and not any(tasks.items_of("task")):
        yield Finding(
            at=tasks.find_name_place(),
            message=f"{tasks.name} is {tasks.status}, but holds no task",
            help="write the tasks as `- [ ] **T-01** …`, or set the status back to draft",
            subject=(),
        )
