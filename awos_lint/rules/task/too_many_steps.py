"""The title of a task asks for a few steps at most."""

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Span
from awos_lint.graph.tasks import Wording, find_units, find_wordings, name_item
from awos_lint.rules import DOCUMENT, Findings, rule
from awos_lint.syntax.parse.imperatives import VERBS, at_most, find_imperatives

_SHOWN = 5


class Options(Table):
    """How many steps are too many, and what begins one."""

    max_steps: Count = Field(2, description="Imperative clauses that a title may have.")
    verbs: list[str] = Field([], description="Verbs that begin a clause, besides the built-in.")


@rule(DOCUMENT, Severity.WARNING, Options, needs=("limits",))
def task_too_many_steps(tasks: Document, options: Options) -> Findings:
    verbs = VERBS.union(verb.lower() for verb in options.verbs)
    many = [item for item in find_units(tasks) if at_most(item.title.value) > options.max_steps]
    for title in find_wordings(tasks, many):
        if title.is_title:
            steps = find_imperatives(title.text, verbs)
            if len(steps) > options.max_steps:
                yield _make_finding(tasks, title, steps, options.max_steps)


def _make_finding(
    tasks: Document, title: Wording, steps: list[tuple[int, int]], limit: int
) -> Finding:
    name = name_item(title.item)
    spans = [_trim_span(tasks, title.map_span(*step)) for step in steps[: max(_SHOWN, limit + 1)]]
    written = (" ".join(tasks.source.text[span.start : span.end].split()) for span in spans)
    listed = "; ".join(f'"{text}"' for text in written)
    more = f" and {len(steps) - len(spans)} more" if len(steps) > len(spans) else ""
    return Finding(
        at=tasks.make_place(spans[limit]),
        message=f"{name} asks for {len(steps)} steps; the limit is {limit}: {listed}{more}",
        help=f"split {name} into tasks of one step each",
        subject=(title.item.label,),
    )


def _trim_span(tasks: Document, span: Span) -> Span:
    return Span(span.start, span.start + len(tasks.source.text[span.start : span.end].rstrip()))
