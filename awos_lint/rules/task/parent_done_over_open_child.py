"""A task is done only when everything below it is."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, State
from awos_lint.graph.tasks import OVER, find_children, is_disputed, name_item, name_items
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.ERROR, softens=True)
def task_parent_done_over_open_child(tasks: Document) -> Findings:
    for index, below in find_children(tasks).items():
        parent = tasks.items[index]
        open_ = (item for item in below if item.state and item.state not in OVER)
        left = [item for item in open_ if not is_disputed(tasks, item)]
        if parent.state is State.DONE and left:
            verb = "is" if len(left) == 1 else "are"
            yield Finding(
                at=tasks.make_place(parent.box or parent.anchor),
                message=f"{name_item(parent)} is done, but {name_items(left)} below it {verb} not",
                help=f"finish {name_items(left)}, or set {name_item(parent)} back to `[-]`",
                related=tuple(
                    Related(
                        tasks.make_place(item.box or item.anchor),
                        f"{name_item(item)} is {item.state}",
                    )
                    for item in left
                ),
                subject=(parent.label,),
            )
