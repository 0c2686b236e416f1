"""A task writes a few files at most."""

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph.tasks import find_units, name_item
from awos_lint.rules import DOCUMENT, Findings, rule


class Options(Table):
    """How many files are too many."""

    max_files: Count = Field(5, description="Paths and globs that one task may name in `files`.")


@rule(DOCUMENT, Severity.WARNING, Options, needs=("limits",))
def task_too_many_files(tasks: Document, options: Options) -> Findings:
    for item in find_units(tasks):
        files = {text.value: text for text in reversed(item.fields.get("files", ()))}
        if len(files) > options.max_files:
            over = sorted(text.span for text in files.values())[options.max_files]
            yield Finding(
                at=tasks.make_place(over),
                message=f"{name_item(item)} writes {len(files)} files; the limit is "
                f"{options.max_files}",
                help=f"split {name_item(item)} into tasks that write fewer files each",
                subject=(item.label,),
            )
