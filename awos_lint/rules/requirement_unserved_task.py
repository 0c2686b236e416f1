"""Each task covers a requirement of its spec."""

from collections.abc import Iterator

from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Node, Project
from awos_lint.model.document import Document, Item, State
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.WARNING, needs=("requirements", "covers"))
def requirement_unserved_task(project: Project) -> Findings:
    for tasks in project.of("tasks"):
        spec = project.spec_of(tasks)
        if spec and not spec.over and any(spec.document.of("requirement")):
            yield from _findings(tasks, spec, list(_unserved(tasks)))


def _unserved(tasks: Document) -> Iterator[Item]:
    """Tasks for which neither they, nor what they are part of, nor a part of them covers."""
    covering = {i for i, item in enumerate(tasks.items) if "covers" in item.keys}
    served = set(covering)
    for index in covering:
        served.update(_ancestors(tasks, index))
    for index, item in enumerate(tasks.items):
        judged = item.kind == "task" and item.name and item.state is not State.CANCELLED
        if judged and index not in served and covering.isdisjoint(_ancestors(tasks, index)):
            yield item


def _ancestors(tasks: Document, index: int) -> Iterator[int]:
    while (index := tasks.items[index].parent) >= 0:
        yield index


def _findings(tasks: Document, spec: Node, unserved: list[Item]) -> Findings:
    every = [item for item in tasks.of("task") if item.name and item.state is not State.CANCELLED]
    help_ = f"add `covers:` with the requirement of {spec.id} that it serves"
    if len(unserved) == len(every) > 1:
        yield Finding(
            at=tasks.place(every[0].anchor),
            message=f"none of the {len(every)} tasks of {tasks.id} covers a requirement",
            help=f"add `covers:` to each task with the requirement of {spec.id} that it serves",
            subject="no task covers",
        )
        return
    for item in unserved:
        message = f"{item.name} covers no requirement of {spec.id}"
        yield Finding(at=tasks.place(item.anchor), message=message, help=help_)
