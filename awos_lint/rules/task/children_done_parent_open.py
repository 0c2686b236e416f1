"""A task whose parts are all done is not open."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, State
from awos_lint.graph.tasks import OVER, find_children, is_disputed, name_item
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.WARNING)
def task_children_done_parent_open(tasks: Document) -> Findings:
    for index, below in find_children(tasks).items():
        parent = tasks.items[index]
        done = [item for item in below if item.state is State.DONE]
        over = bool(done) and all(item.state in OVER for item in below)
        if parent.state is State.OPEN and over and not is_disputed(tasks, parent):
            name, last = name_item(parent), done[-1]
            yield Finding(
                at=tasks.make_place(parent.box or parent.anchor),
                message=f"{name} is open, but everything below it is done",
                help=f"set {name} to `[x]`, or to `[-]` while something of its own is left",
                related=(
                    Related(
                        tasks.make_place(last.box or last.anchor), f"{name_item(last)} is done"
                    ),
                ),
                subject=(parent.label,),
            )
