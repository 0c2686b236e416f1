"""The files of a repository that documents speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from awos_lint.core.model.document import Document, Item, State, Text
from awos_lint.core.model.files import Files
from awos_lint.core.model.kinds import FINISHED, maturity_of
from awos_lint.graph.project import Project
from awos_lint.graph.writes import is_glob, is_outside, normalize_path

_KEYS = ("applies_to", "touches")
_QUOTED = {"anchors": ("path",), "claims": ("in", "path", "no-path")}
"""Where anchors and claims name files."""
_ENDED = frozenset({State.DONE, State.CANCELLED})

# A task with one of these in its title may be done because the file is gone.
_GONE = (
    "delete",
    "deletes",
    "drop",
    "extract",
    "merge",
    "move",
    "moves",
    "relocate",
    "remove",
    "removes",
    "rename",
    "renames",
    "replace",
    "retire",
    "split",
)


def find_globs(project: Project) -> Iterator[str]:
    """Yield the paths and globs that documents state, relative to the repository root."""
    for document in project.documents:
        for written in find_stated_paths(document):
            yield project.files.resolve_path(written)


def find_stated_paths(document: Document) -> list[str]:
    """Return the paths and globs that a document and its tasks state, as they were written."""
    tasks = (path for item in document.items_of("task") for path in find_task_files(item))
    return [*find_scopes(document), *_keep_inside(_list_quoted(document)), *tasks]


def find_scopes(document: Document) -> list[str]:
    """Return the globs of what a document governs or may change, those inside the repository."""
    return _keep_inside(value for key in _KEYS for _, value in document.list_strings(key))


def _list_quoted(document: Document) -> Iterator[str]:
    for key, names in _QUOTED.items():
        entries = document.fields.get(key)
        for entry in entries if isinstance(entries, list) else ():
            values = entry.items() if isinstance(entry, dict) else ()
            yield from (v for name, v in values if name in names and isinstance(v, str))


def find_task_files(task: Item) -> list[str]:
    """Return the files that a task writes, those inside the repository."""
    return _keep_inside(task.list_values("files"))


def find_removed_files(done: Iterable[Item]) -> set[str]:
    """Return the files of tasks that are done and may have removed them, by their titles."""
    return {
        path
        for item in done
        if _is_removal(item)
        for path in map(normalize_path, item.list_values("files"))
    }


def find_missing_files(project: Project, task: Item, gone: Collection[str]) -> Iterator[Text]:
    """Yield the files that a task names, one by one, and that are neither there nor gone."""
    for text in task.fields.get("files", ()):
        path = normalize_path(text.value)
        judged = path and path not in gone and not is_glob(path) and not is_outside(path)
        if judged and not project.files.has_path(project.files.resolve_path(path)):
            yield text


def _is_removal(item: Item) -> bool:
    words = item.title.value.lower().split()
    return any(word in words for word in _GONE)


def find_covered_files(project: Project, spec: Document, some: Files) -> set[str]:
    """Return which of some files a spec says it touches, or a task of it writes."""
    return {path for glob in _find_work_globs(project, spec) for path in some.match_glob(glob)}


def _find_work_globs(project: Project, spec: Document) -> Iterator[str]:
    yield from find_scopes(spec)
    for tasks in project.tasks_of(project.node_of(spec)):
        for task in tasks.items_of("task"):
            yield from find_task_files(task) if task.state is not State.CANCELLED else ()


def find_planned_globs(project: Project) -> Iterator[str]:
    """Yield the globs of what is still to be written, as documents state them.

    That is what specs may change until they are implemented, and what tasks write until they are
    done.
    """
    for spec in map(project.node_of, project.documents_of("spec")):
        if not spec.is_over:
            done = maturity_of(spec.document.status) >= FINISHED
            yield from () if done else find_scopes(spec.document)
            for tasks in project.tasks_of(spec):
                for task in tasks.items_of("task"):
                    yield from () if task.state in _ENDED else find_task_files(task)


def _keep_inside(written: Iterable[str]) -> list[str]:
    return [path for path in map(normalize_path, written) if path and not is_outside(path)]
