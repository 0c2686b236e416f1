"""A task names the command that shows it is done."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph.fields import find_lacking
from awos_lint.graph.tasks import name_item
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.WARNING, needs=("verify",))
def task_no_verify(tasks: Document) -> Findings:
    for item in find_lacking(tasks, "verify"):
        yield Finding(
            at=tasks.make_place(item.keys.get("verify", item.anchor)),
            message=f"{name_item(item)} does not say how to verify that it is done",
            help="add a line `- verify: ` with the command that fails until it is done",
            subject=(item.label,),
        )
