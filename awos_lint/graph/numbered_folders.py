"""Numbered folders of features in layouts where nothing but the folder has the number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.core.model.document import Document
from awos_lint.graph.numbers import free_numbers
from awos_lint.graph.project import Project
from awos_lint.layouts import NUMBERED

_DIGITS = re.compile(r"\d+")


class NumberedFolder(NamedTuple):
    """A folder such as ``specs/004-name``; ``document`` is its spec, else another one in it."""

    path: str
    document: Document

    @property
    def home(self) -> str:
        """The folder in which it lies."""
        return self.path.rpartition("/")[0]

    @property
    def digits(self) -> str:
        """The number as it is written."""
        match = _DIGITS.match(self.path.rpartition("/")[2])
        return match[0] if match else ""

    @property
    def key(self) -> tuple[str, int]:
        """What no two folders have in common: where it lies, and its number."""
        return self.home, int(self.digits or 0)

    @property
    def called(self) -> str:
        """The id of its spec, else its path."""
        return self.document.id if self.document.kind == "spec" else self.path


def find_numbered_folders(project: Project) -> list[NumberedFolder]:
    """Return the numbered folders of features, by path."""
    found: dict[str, Document] = {}
    for document in project.documents:
        path = document.implied.get(NUMBERED, "")
        if path and (path not in found or document.kind == "spec"):
            found[path] = document
    return [NumberedFolder(path, found[path]) for path in sorted(found)]


class FreeFolderNumbers:
    """Hands out numbers that no folder beside another has in any of some projects, each once."""

    def __init__(self, *projects: Project) -> None:
        self._projects = projects
        self._free: dict[str, Iterator[int]] = {}

    def find_next(self, folder: NumberedFolder) -> str:
        """Return the next free number beside a folder, as wide as its own."""
        home = folder.home
        if home not in self._free:
            found = (f for project in self._projects for f in find_numbered_folders(project))
            self._free[home] = free_numbers(f.digits for f in found if f.home == home)
        return f"{next(self._free[home]):0{len(folder.digits)}}"
