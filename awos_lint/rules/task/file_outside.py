"""A task writes only files of the repository."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph.tasks import find_units, name_item
from awos_lint.graph.writes import is_outside
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.ERROR, needs=("files",), softens=True)
def task_file_outside(tasks: Document) -> Findings:
    for item in find_units(tasks):
        for text in item.fields.get("files", ()):
            if is_outside(text.value):
                yield Finding(
                    at=tasks.make_place(text.span),
                    message=f"`{text.value}` in the files of {name_item(item)} is no path inside "
                    "the repository",
                    help="write it relative to the folder of the configuration, with `/` and "
                    "without `..`",
                    subject=(item.label, text.value),
                )
