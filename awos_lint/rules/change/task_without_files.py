"""A task is ticked together with a change of the files that it names."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import State
from awos_lint.core.model.files import Files
from awos_lint.core.wording import join_names
from awos_lint.graph import Node
from awos_lint.graph.diff import task_versions
from awos_lint.graph.globs import find_task_files
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.WARNING, needs=("files",))
def change_task_without_files(change: Change) -> Findings:
    touched = Files(frozenset(touch.path for touch in change.touches), change.after.files.base)
    for old, new in task_versions(change.before, change.after):
        ticked = new.state is State.DONE and (old is None or old.state is not State.DONE)
        named = find_task_files(new.item) if new.item and ticked else []
        if named and not any(touched.matches_any(path) for path in named):
            yield _make_finding(new, named)


def _make_finding(task: Node, named: list[str]) -> Finding:
    name = task.item.name if task.item else task.id
    one = len(named) == 1
    what = f"{named[0]} did not change" if one else f"none of its {len(named)} files changed"
    return Finding(
        at=task.said,
        message=f"{name} is ticked, but {what} in this step",
        help=f"commit the work together with the tick, or set {name} back to `[ ]`",
        notes=() if one else (f"{name} names {join_names(named)}",),
        subject=(task.id,),
    )
