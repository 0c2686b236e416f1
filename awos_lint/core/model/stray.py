"""Files that look like documents and are not read as ones."""

from __future__ import annotations

from dataclasses import dataclass

from awos_lint.core.text import Source, Span


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that looks like a document of some kind, in a place where it is not read.

    ``id`` is what others would call it by. ``span`` is where the front matter shows what it is;
    without one its path does. ``form`` is what the path of such a document looks like. Moving
    ``moved``, the file or the folder above it, to ``place`` makes it one. ``place`` is in two
    pieces where a number that is still free belongs between them, and empty where the kind has no
    place.
    """

    source: Source
    kind: str
    id: str = ""
    span: Span | None = None
    form: str = ""
    moved: str = ""
    place: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The path from the repository root, with ``/``."""
        return self.source.path
