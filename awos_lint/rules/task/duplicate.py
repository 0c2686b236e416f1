"""No two tasks of a list have the same title."""

import re

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, Item, State
from awos_lint.graph.tasks import OVER, is_step
from awos_lint.rules import DOCUMENT, Findings, rule

_BETWEEN = re.compile(r"[\W_]+")


@rule(DOCUMENT, Severity.WARNING)
def task_duplicate(tasks: Document) -> Findings:
    first: dict[tuple[int, str], Item] = {}
    for item in tasks.items_of("task"):
        title = _normalize_title(item.title.value)
        if title and item.name and item.state is not State.CANCELLED and not is_step(tasks, item):
            same = first.setdefault((item.parent, title), item)
            left = item.state not in OVER or same.state not in OVER
            if same is not item and same.name != item.name and left:
                yield Finding(
                    at=tasks.make_place(item.title.span),
                    message=f"{item.name} has the same title as {same.name}",
                    help=f"remove {item.name}, or say in its title what is different",
                    related=(
                        Related(tasks.make_place(same.title.span), f"{same.name} has it first"),
                    ),
                    subject=(item.name,),
                )


def _normalize_title(title: str) -> str:
    return _BETWEEN.sub(" ", title.casefold()).strip()
