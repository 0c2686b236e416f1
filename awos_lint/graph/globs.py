"""The files of a repository that documents speak of."""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.graph.project import Project
from awos_lint.graph.writes import is_outside, tidy
from awos_lint.model.document import Document

_KEYS = ("applies_to", "touches")


def globs(project: Project) -> Iterator[str]:
    """Yield the paths and globs that documents state, relative to the repository root."""
    for document in project.documents:
        for written in (*scopes(document), *files(document)):
            yield project.files.full(written)


def scopes(document: Document) -> list[str]:
    """Return the globs of the files that a document governs or may change, as they were written."""
    written = [value for key in _KEYS for _, value in document.strings(key)]
    return [path for path in map(tidy, written) if path and not is_outside(path)]


def files(document: Document) -> list[str]:
    """Return the files that the tasks of a document write, as they were written."""
    written = [value for item in document.of("task") for value in item.values("files")]
    return [path for path in map(tidy, written) if path and not is_outside(path)]
