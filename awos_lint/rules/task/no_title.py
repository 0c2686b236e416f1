"""A task has a title."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, State
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.ERROR, softens=True)
def task_no_title(tasks: Document) -> Findings:
    for item in tasks.items_of("task"):
        if item.name and not item.title.value.strip("*_~ ") and item.state is not State.CANCELLED:
            yield Finding(
                at=tasks.make_place(item.anchor),
                message=f"{item.name} has no title, so nobody can tell what to do",
                help=f"write behind {item.name} what is there when the task is done",
                subject=(item.name,),
            )
