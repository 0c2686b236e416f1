"""A task is described in few words."""

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph.tasks import find_units, name_item
from awos_lint.rules import DOCUMENT, Findings, rule


class Options(Table):
    """How many words are too many."""

    max_words: Count = Field(120, description="Words that title and notes of a task may have.")


@rule(DOCUMENT, Severity.WARNING, Options, needs=("limits",))
def task_too_many_words(tasks: Document, options: Options) -> Findings:
    for item in find_units(tasks):
        if item.words > options.max_words:
            yield Finding(
                at=tasks.make_place(item.anchor),
                message=f"{name_item(item)} is described in {item.words} words; the limit is "
                f"{options.max_words}",
                help=f"move what explains the solution into the spec, or split {name_item(item)}",
                subject=(item.label,),
            )
