"""How far the work on a spec is, read from its task lists."""

from __future__ import annotations

from collections.abc import Iterable

from awos_lint.core.model.document import Document, Item, State
from awos_lint.core.model.kinds import FINISHED, maturity_of
from awos_lint.core.text import escape_text
from awos_lint.graph.project import Node, Project
from awos_lint.graph.status_order import can_express
from awos_lint.graph.tasks import find_children, is_step, name_item

_LEFT = (State.OPEN, State.ACTIVE)
_NAMED = 3


def find_open_tasks(tasks: Document) -> list[Item]:
    """Return the tasks of a list that are open or in progress.

    A step counts as the task that it is a part of, unless that task is not open itself.
    """
    return [
        item for item in _list_living(tasks) if item.state in _LEFT and not _is_within(tasks, item)
    ]


def _is_within(tasks: Document, item: Item) -> bool:
    return is_step(tasks, item) and tasks.items[item.parent].state in _LEFT


def is_finished(tasks: Document) -> bool:
    """Return whether something in a task list is done and nothing is left."""
    return not find_open_tasks(tasks) and any(
        item.state is State.DONE for item in _list_living(tasks)
    )


def count_tasks(tasks: Document) -> int:
    """Return the number of tasks in a list, the cancelled ones left out."""
    own = sum(not is_step(tasks, item) for item in _list_living(tasks))
    return own + sum(is_step(tasks, item) for item in find_open_tasks(tasks))


def _list_living(tasks: Document) -> list[Item]:
    """Return the tasks that are neither cancelled nor a part of one that is."""
    off: set[int] = set()
    for index, item in enumerate(tasks.items):
        if item.state is State.CANCELLED or item.parent in off:
            off.add(index)
    return [i for n, i in enumerate(tasks.items) if i.kind == "task" and n not in off]


def is_built(project: Project, spec: Node) -> bool:
    """Return whether a spec is implemented and none of its tasks is left.

    Where a layout has no statuses, its tasks say it alone, unless the spec says it all the same.
    """
    lists = working_lists(project, spec)
    if lists is None or any(find_open_tasks(tasks) for tasks in lists):
        return False
    said = maturity_of(spec.document.status) >= FINISHED
    return said or (
        not can_express(spec.document, "status")
        and bool(lists)
        and not any(map(_has_no_boxes, lists))
    )


def _has_no_boxes(tasks: Document) -> bool:
    """Whether nobody can tell of a task in a list whether it is done."""
    whole = find_children(tasks)
    every = (item for index, item in enumerate(tasks.items) if index not in whole)
    return any(item.kind == "task" and item.state is None for item in every)


def working_lists(project: Project, spec: Node) -> list[Document] | None:
    """Return a spec's task lists, without the empty and the wholly cancelled ones.

    ``None`` when one of them could not be read whole, or when it is unclear whose they are, so
    that nothing may be concluded.
    """
    lists = project.tasks_of(spec)
    if spec.id in project.twins or any(tasks.is_partial for tasks in lists):
        return None
    return [tasks for tasks in lists if find_open_tasks(tasks) or is_finished(tasks)]


def feature_name(feature: Node) -> str:
    """Return what people call a feature: its id, or its name in a dialect without ids."""
    named = feature.item and can_express(feature.document, "feature-names")
    return f"`{escape_text(feature.item.name, 60)}`" if feature.item and named else feature.id


def own_specs(project: Project, feature: Node) -> list[Node] | None:
    """Return the specs of a feature that are not over and name no other feature.

    ``None`` when one of them could not be read, so that nothing may be concluded.
    """
    specs = [spec for spec in project.specs_of(feature) if not spec.is_over]
    if any(spec.document.broken for spec in specs):
        return None
    return [spec for spec in specs if _names_only(project, spec, feature)]


def _names_only(project: Project, spec: Node, feature: Node) -> bool:
    named = [edge.target for edge in project.links_from(spec, "feature")]
    return all(target is not None and target.id == feature.id for target in named)


def name_tasks(items: Iterable[Item]) -> str:
    """Return tasks as a sentence names them, the fourth and further ones counted."""
    names = [name_item(item) for item in items]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
