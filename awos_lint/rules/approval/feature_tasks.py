"""A feature is ticked when, and only when, the tasks of its spec are done."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, State
from awos_lint.graph import Node, Project
from awos_lint.graph.progress import (
    count_tasks,
    feature_name,
    find_open_tasks,
    is_finished,
    own_specs,
    working_lists,
)
from awos_lint.graph.status_order import can_express
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("feature-names",))
def approval_feature_tasks(project: Project) -> Findings:
    for feature in project.items_of("feature"):
        judged = can_express(feature.document, "feature-names") and feature.id not in project.twins
        for spec in (own_specs(project, feature) if judged else None) or ():
            lists = working_lists(project, spec) or []
            if lists and (said := _find_contradiction(feature, spec, lists)):
                yield _make_finding(feature, spec, lists, said)


def _find_contradiction(feature: Node, spec: Node, lists: list[Document]) -> str:
    """Return how the tasks of a spec contradict its feature, if they do."""
    # What a list says of itself is the lower contradiction, and has a rule of its own.
    if any(map(_is_called_done, lists)):
        return ""
    silent = not can_express(spec.document, "status")
    remaining = sum(len(find_open_tasks(tasks)) for tasks in lists)
    total = sum(map(count_tasks, lists))
    if feature.state is State.DONE and remaining and (silent or _is_finished(spec)):
        return f"is ticked, but {remaining} of {total} tasks of {spec.id} are left"
    if feature.state is State.OPEN and silent and all(map(is_finished, lists)):
        return f"is open, but all {total} tasks of {spec.id} are done"
    return ""


def _is_finished(spec: Node) -> bool:
    """Whether a spec says that it is finished; what it says otherwise is another rule's."""
    return spec.document.status == "implemented"


def _is_called_done(tasks: Document) -> bool:
    """Whether a list calls itself done over open tasks, which `approval-tasks-unfinished` says."""
    return tasks.status == "done" and bool(find_open_tasks(tasks))


def _make_finding(feature: Node, spec: Node, lists: list[Document], said: str) -> Finding:
    ticked = feature.state is State.DONE
    items = [
        item
        for tasks in lists
        for item in (find_open_tasks(tasks) if ticked else tasks.items_of("task"))
    ]
    first, tasks = items[0], next(t for t in lists if items[0] in t.items)
    return Finding(
        at=feature.said,
        message=f"{feature_name(feature)} {said}",
        help=f"finish or strike through the tasks of {spec.id}, or open the feature again"
        if ticked
        else "tick the feature, or add the tasks that are still to come",
        related=(
            Related(tasks.make_place(first.box or first.anchor), f"this one is {first.state}"),
        ),
        subject=(feature.id, spec.id),
    )
