"""A task has a checkbox."""

from awos_lint.diagnostic import Finding, Severity
from awos_lint.model.document import Document
from awos_lint.rules import Findings, document_rule


@document_rule(Severity.ERROR, softens=True)
def task_no_checkbox(tasks: Document) -> Findings:
    for item in tasks.of("task"):
        if item.box is None and item.state is None:
            yield Finding(
                at=tasks.place(item.anchor),
                message=f"{item.name} has no checkbox, so nobody can tell whether it is done",
                help=f"write `[ ]` in front of {item.name}, or `[x]` when it is done",
            )
