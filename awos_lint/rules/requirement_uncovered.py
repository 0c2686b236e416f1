"""Each requirement of an approved spec is covered by a task."""

from collections.abc import Iterator

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.order import approved
from awos_lint.model.document import Document, State
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, needs=("requirements", "covers"))
def requirement_uncovered(project: Project) -> Findings:
    covered = set(_covered(project))
    doubtful = {e.source.document.path for e in project.edges if e.kind == "covers" and not e.fits}
    for document in project.of("spec"):
        lists = project.tasks_of(project.node(document))
        clear = lists and not any(tasks.path in doubtful or not _clear(tasks) for tasks in lists)
        if clear and approved(project, document):
            yield from _uncovered(document, covered, lists[0])


def _covered(project: Project) -> Iterator[str]:
    for edge in project.links("covers"):
        if edge.target and edge.source.state is not State.CANCELLED:
            yield edge.target.id
            if edge.target.kind == "criterion":
                yield edge.target.id.rpartition("/")[0]


def _clear(tasks: Document) -> bool:
    """Whether all of what a list covers is known; a list that covers nothing is another rule's."""
    covering = [item for item in tasks.of("task") if "covers" in item.fields]
    named = bool(covering) and all(item.name for item in covering)
    return named and not tasks.broken and not tasks.unread


def _uncovered(spec: Document, covered: set[str], tasks: Document) -> Findings:
    for item in spec.of("requirement"):
        if item.name and f"{spec.id}/{item.name}" not in covered:
            yield Finding(
                at=spec.place(item.anchor),
                message=f"no task covers {spec.id}/{item.name}",
                help=f"add a task with `covers: {item.name}` to {tasks.id}, or add it to one there",
                related=(Related(tasks.named(), f"{tasks.id} implements {spec.id}"),),
            )
