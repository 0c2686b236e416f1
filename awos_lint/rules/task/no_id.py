"""Every checkbox in a task list has an id."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Item, State
from awos_lint.core.model.kinds import FINISHED, maturity_of
from awos_lint.graph.tasks import name_item
from awos_lint.rules import DOCUMENT, Findings, rule

_DIGITS = 9


@rule(DOCUMENT, Severity.ERROR, needs=("task-ids",), softens=True)
def task_no_id(tasks: Document) -> Findings:
    nameless = [item for item in tasks.items_of("task") if not item.name and item.parent < 0]
    if not nameless or maturity_of(tasks.status) >= FINISHED:
        return
    last, width = _find_last_number(tasks)
    for number, item in enumerate(nameless, last + 1):
        if item.state is not State.CANCELLED:
            yield Finding(
                at=tasks.make_place(item.anchor),
                message=f"{_describe_task(item)} has no id, so nothing can refer to it",
                help=f"write `**T-{number:0{width}}**` behind the checkbox",
                subject=(item.label,),
            )


def _describe_task(item: Item) -> str:
    return f"the task {name_item(item)}" if item.title.value else "a task"


def _find_last_number(tasks: Document) -> tuple[int, int]:
    """Return the greatest number of a task, and how many digits the ids have."""
    numbers = [item.name.rpartition("-")[2] for item in tasks.items_of("task")]
    digits = [n for n in numbers if n.isascii() and n.isdigit() and len(n) <= _DIGITS]
    return max(map(int, digits), default=0), max(map(len, digits), default=2)
