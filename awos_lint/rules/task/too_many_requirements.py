"""A task covers a few requirements at most."""

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph.tasks import find_units, name_item
from awos_lint.rules import DOCUMENT, Findings, rule


class Options(Table):
    """How many requirements are too many."""

    max_requirements: Count = Field(
        3, description="Requirements that one task may name in `covers`, with their criteria."
    )


@rule(DOCUMENT, Severity.WARNING, Options, needs=("limits",))
def task_too_many_requirements(tasks: Document, options: Options) -> Findings:
    for item in find_units(tasks):
        covers = {_requirement_of(t.value): t for t in reversed(item.fields.get("covers", ()))}
        if len(covers) > options.max_requirements:
            over = sorted(text.span for text in covers.values())[options.max_requirements]
            yield Finding(
                at=tasks.make_place(over),
                message=f"{name_item(item)} covers {len(covers)} requirements; the limit is "
                f"{options.max_requirements}",
                help=f"split {name_item(item)} into tasks that cover fewer requirements each",
                subject=(item.label,),
            )


def _requirement_of(written: str) -> str:
    """Return the requirement that an id means: `FR-2/AC-1` is a part of `FR-2`."""
    head, _, last = written.rpartition("/")
    return head if head and last.startswith("AC-") else written
