"""Each task covers a requirement of its spec."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, State
from awos_lint.graph import Node, Project
from awos_lint.graph.coverage import find_idle_tasks
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("requirements", "covers"))
def requirement_unserved_task(project: Project) -> Findings:
    for tasks in project.documents_of("tasks"):
        spec = project.spec_of(tasks)
        known = spec and spec.id not in project.twins and not spec.is_over
        if spec and known and any(spec.document.items_of("requirement")):
            yield from _make_findings(tasks, spec)


def _make_findings(tasks: Document, spec: Node) -> Findings:
    unserved = find_idle_tasks(tasks)
    named = [
        item for item in tasks.items_of("task") if item.name and item.state is not State.CANCELLED
    ]
    if len(unserved) == len(named) > 1:
        yield Finding(
            at=tasks.make_place(named[0].anchor),
            message=f"none of the {len(named)} tasks of {tasks.id} covers a requirement",
            help=f"add `covers:` to each task with the requirement of {spec.id} that it serves",
            subject=(),
        )
        return
    for item in unserved:
        yield Finding(
            at=tasks.make_place(item.anchor),
            message=f"{item.name} covers no requirement of {spec.id}",
            help=f"add `covers:` with the requirement of {spec.id} that it serves",
            subject=(item.label,),
        )
