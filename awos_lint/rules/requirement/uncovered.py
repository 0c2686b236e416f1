"""Each requirement of an approved spec is covered by a task."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph import Project
from awos_lint.graph.coverage import find_covered, find_idle_tasks
from awos_lint.graph.status_order import is_approved
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("requirements", "covers"))
def requirement_uncovered(project: Project) -> Findings:
    known = find_covered(project)
    doubtful = {
        e.source.document.path for e in project.edges if e.kind == "covers" and not e.is_fitting
    }
    for document in project.documents_of("spec"):
        lists = (
            project.tasks_of(project.node_of(document)) if is_approved(project, document) else []
        )
        if lists and not any(tasks.path in doubtful or not _is_clear(tasks) for tasks in lists):
            yield from _find_uncovered(document, known, lists)


def _is_clear(tasks: Document) -> bool:
    """Whether all of what a list covers is known; a list that covers nothing is another rule's."""
    covering = [item for item in tasks.items_of("task") if "covers" in item.keys]
    named = bool(covering) and all(item.name for item in covering)
    return named and not tasks.is_partial


def _find_uncovered(spec: Document, known: frozenset[str], lists: list[Document]) -> Findings:
    spare = next((item.name for tasks in lists for item in find_idle_tasks(tasks)), "")
    for item in spec.items_of("requirement"):
        if item.name and f"{spec.id}/{item.name}" not in known:
            whom = f"{spare}, which covers nothing," if spare else "the task that implements it"
            yield Finding(
                at=spec.make_place(item.anchor),
                message=f"no task covers {spec.id}/{item.name}",
                help=f"add `covers: {item.name}` to {whom} or add a task to {lists[0].id}",
                related=tuple(
                    Related(t.find_name_place(), f"{t.id} implements {spec.id}") for t in lists
                ),
                subject=(item.name,),
            )
