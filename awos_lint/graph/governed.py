"""Which decisions govern what a step changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from awos_lint.core.diagnostic import Related
from awos_lint.core.model.document import Address, Document
from awos_lint.core.model.files import matches_glob
from awos_lint.core.model.history import Touch
from awos_lint.core.text import Place, escape_text
from awos_lint.graph.decisions import in_force
from awos_lint.graph.project import Project

_SHOWN = 5
"""Files that a finding names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Governed:
    """A decision in force, where it says what it governs, and what of that was changed.

    ``place`` is the first glob that a changed file matches.
    """

    document: Document
    place: Place
    touches: tuple[Touch, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """How many of the files a finding shows, where it does not show all."""
        count = len(self.touches)
        return (f"{_SHOWN} of {count} files are shown",) if count > _SHOWN else ()

    def list_related(self, label: Callable[[Touch], str]) -> tuple[Related, ...]:
        """Return the changed files that a finding shows, each with what is said of it."""
        return tuple(Related(Place(touch.path), label(touch)) for touch in self.touches[:_SHOWN])

    @property
    def what(self) -> str:
        """The changed file, or how many they are."""
        count = len(self.touches)
        return f"{count} files" if count > 1 else escape_text(self.touches[0].path)


def find_governed(project: Project, touches: Iterable[Touch], asks: str) -> Iterator[Governed]:
    """Yield the decisions that govern changed files and ask for something then.

    ``asks`` is what their ``on_change`` says, ``notice`` where it says nothing. Documents are not
    governed: a decision about all files is not about itself.
    """
    documents = {document.path for document in project.documents}
    changed = [touch for touch in touches if touch.path not in documents]
    for document in in_force(project):
        if document.fields.get("on_change", "notice") == asks:
            globs = [
                (address, project.files.resolve_path(g)) for address, g in _list_globs(document)
            ]
            hit = tuple(t for t in changed if any(matches_glob(g, t.path) for _, g in globs))
            if hit:
                yield Governed(document, _find_first_place(document, globs, hit), hit)


def _find_first_place(
    document: Document, globs: list[tuple[Address, str]], hit: tuple[Touch, ...]
) -> Place:
    found = (a for a, glob in globs if any(matches_glob(glob, touch.path) for touch in hit))
    return document.find_place(*next(found))


def _list_globs(document: Document) -> Iterator[tuple[Address, str]]:
    yield from document.list_strings("applies_to")
    anchors = document.fields.get("anchors")
    for index, anchor in enumerate(anchors if isinstance(anchors, list) else ()):
        path = anchor.get("path") if isinstance(anchor, dict) else None
        if isinstance(path, str):
            yield ("anchors", index, "path"), path
