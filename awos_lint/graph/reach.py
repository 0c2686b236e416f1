"""How far a change reaches: the documents whose findings it may have caused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from awos_lint.graph.globs import stated
from awos_lint.graph.links import targets
from awos_lint.graph.project import Project
from awos_lint.model.document import Document
from awos_lint.model.files import Files
from awos_lint.model.history import Touch


def reached(before: Project, after: Project, touches: Iterable[Touch]) -> frozenset[str]:
    """Return the paths that changed, and those of the documents that depend on what changed.

    A document depends on what it links to, before the change or after it, and on whether there is
    a file where it says so. What agents read is judged together: one file names what others are.
    """
    found = list(touches)
    paths = frozenset(touch.path for touch in found)
    come_or_gone = Files(frozenset(t.path for t in found if t.added or t.deleted))
    near = {*_linking(before, paths), *_linking(after, paths), *_speaking(after, come_or_gone)}
    prompts = (*before.prompts, *after.prompts)
    asked = any(prompt.path in paths for prompt in prompts)
    named = (p.path for p in prompts if asked or _names(p, come_or_gone))
    return frozenset({*paths, *near, *named})


def _names(prompt: Document, files: Files) -> bool:
    return any(path in prompt.source.text for path in files.paths)


def _linking(project: Project, paths: frozenset[str]) -> Iterator[str]:
    for edge in project.edges:
        if edge.target and edge.target.document.path in paths:
            yield edge.source.document.path
    for target in targets(project):
        if target.path in paths:
            yield target.document.path


def _speaking(project: Project, come_or_gone: Files) -> Iterator[str]:
    for document in project.documents:
        if any(come_or_gone.any(project.files.full(glob)) for glob in stated(document)):
            yield document.path
