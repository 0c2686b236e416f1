"""The files that a task is done with are there."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Item, State, Text
from awos_lint.core.model.kinds import FINISHED, maturity_of
from awos_lint.graph import Project
from awos_lint.graph.globs import find_missing_files, find_removed_files
from awos_lint.graph.tasks import name_item
from awos_lint.graph.writes import normalize_path
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("files",))
def task_file_missing(project: Project) -> Findings:
    for tasks in project.documents_of("tasks") if project.files.paths else ():
        spec = project.spec_of(tasks)
        kept = not (spec and (spec.is_over or spec.settled >= FINISHED))
        if kept and maturity_of(tasks.status) < FINISHED:
            for item, text in _find_missing(project, tasks):
                yield _make_finding(project, tasks, item, text)


def _find_missing(project: Project, tasks: Document) -> Iterator[tuple[Item, Text]]:
    done = [item for item in tasks.items_of("task") if item.state is State.DONE]
    gone = find_removed_files(done)
    yield from ((item, text) for item in done for text in find_missing_files(project, item, gone))


def _make_finding(project: Project, tasks: Document, item: Item, text: Text) -> Finding:
    path, name = normalize_path(text.value), name_item(item)
    other = project.files.other_case(project.files.resolve_path(path))
    return Finding(
        at=tasks.make_place(text.span),
        message=f"{name} is done, but its file `{path}` does not exist",
        help=f"did you mean `{other}`?"
        if other
        else f"correct the path, or set {name} back to `[ ]`",
        subject=(item.label, path),
    )
