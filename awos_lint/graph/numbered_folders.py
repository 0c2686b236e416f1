"""Numbered folders of features in layouts where nothing but the folder has the number."""

from __future__ import annotations

import re
from typing import NamedTuple

from awos_lint.core.model.document import Document
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


def next_number(folder: NumberedFolder, *projects: Project, given: int = 0) -> str:
    """Return the next number that no folder beside this one has in any of some projects.

    ``given`` are those that others beside it were told to take.
    """
    taken = [f.key[1] for p in projects for f in find_numbered_folders(p) if f.home == folder.home]
    return str(max(taken, default=0) + 1 + given).zfill(len(folder.digits))
