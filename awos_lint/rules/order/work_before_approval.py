"""Work on tasks begins only when the spec and the task list are approved."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, Item, State
from awos_lint.graph import Node, Project
from awos_lint.graph.status_order import is_approved, is_pending
from awos_lint.graph.tasks import name_item
from awos_lint.rules import PROJECT, Findings, rule

_SHOWN = 3


@rule(PROJECT, Severity.ERROR, needs=("status",))
def order_work_before_approval(project: Project) -> Findings:
    for tasks in project.documents_of("tasks"):
        begun = [
            item for item in tasks.items_of("task") if item.state in (State.ACTIVE, State.DONE)
        ]
        waiting = _list_waiting(project, tasks) if begun else []
        if waiting:
            yield _make_finding(tasks, begun, waiting)


def _list_waiting(project: Project, tasks: Document) -> list[Node]:
    """The documents that had to be approved; an approved list is `order-tasks-before-spec`'s."""
    spec = project.spec_of(tasks)
    if is_approved(project, tasks) or (spec and spec.is_over):
        return []
    above = [spec] if spec else []
    return [node for node in [*above, project.node_of(tasks)] if is_pending(project, node.document)]


def _make_finding(tasks: Document, begun: list[Item], waiting: list[Node]) -> Finding:
    first, *others = begun
    total = sum(1 for item in tasks.items_of("task") if item.state is not State.CANCELLED)
    statuses = " and ".join(f"{node.id} is {node.progress}" for node in waiting)
    ids = " and ".join(node.id for node in waiting)
    shown = [Related(node.said, f"{node.id} is {node.progress}") for node in waiting]
    shown += [
        Related(tasks.make_place(i.box or i.anchor), f"{name_item(i)} is {i.state}") for i in others
    ]
    return Finding(
        at=tasks.make_place(first.box or first.anchor),
        message=f"{name_item(first)} is {first.state} while {statuses}; "
        f"tasks begun: {len(begun)} of {total}",
        help=f"have {ids} approved before the work goes on, or set the tasks back to `[ ]`",
        related=tuple(shown[:_SHOWN]),
        subject=(),
    )
