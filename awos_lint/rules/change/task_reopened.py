"""A tick is not taken back without a word."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import State
from awos_lint.core.model.files import Files
from awos_lint.graph import Node
from awos_lint.graph.diff import task_versions
from awos_lint.graph.globs import find_task_files
from awos_lint.graph.remarks import read_remarks
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.WARNING)
def change_task_reopened(change: Change) -> Findings:
    touched = Files(frozenset(touch.path for touch in change.touches), change.after.files.base)
    for old, new in task_versions(change.before, change.after):
        reopened = old and old.state is State.DONE and new.state in (State.OPEN, State.ACTIVE)
        if (
            old
            and new.item
            and reopened
            and not _is_explained(old, new)
            and not _has_changed_files(new, touched)
        ):
            yield Finding(
                at=new.said,
                message=f"{new.item.name} was done and is {new.state} again, and nothing says why",
                help="say why in a line below the task, or tick it again",
                subject=(new.id,),
            )


def _is_explained(old: Node, new: Node) -> bool:
    """Whether the task got a line of its own, or a remark, that it had not."""
    before, after = (_list_lines(node) for node in (old, new))
    return any(line not in before for line in after)


def _list_lines(task: Node) -> list[str]:
    if task.item is None:
        return []
    said = [remark.reason for remark in read_remarks(task.document, task.item)]
    return [*(text.value for text in task.item.notes), *said]


def _has_changed_files(task: Node, touched: Files) -> bool:
    """Whether its files changed too, as when the work is taken back or goes on."""
    assert task.item is not None
    return any(touched.matches_any(path) for path in find_task_files(task.item))
