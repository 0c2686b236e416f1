"""A task names the files that it writes."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph.fields import find_lacking
from awos_lint.graph.tasks import name_item
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.WARNING, needs=("files",))
def task_no_files(tasks: Document) -> Findings:
    for item in find_lacking(tasks, "files"):
        yield Finding(
            at=tasks.make_place(item.keys.get("files", item.anchor)),
            message=f"{name_item(item)} does not say which files it writes",
            help="add a line `- files: ` with the paths or globs that it may change",
            subject=(item.label,),
        )
