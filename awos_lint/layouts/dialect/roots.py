"""Where a foreign layout lies in a repository, of which a monorepo has several."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

_FOREIGN = frozenset(
    {".git", ".venv", "bower_components", "dist", "fixtures", "__fixtures__", "node_modules"}
    | {"site-packages", "target", "template", "templates", "testdata", "test-data", "third_party"}
    | {"third-party", "vendor", "vendors", "venv", "worktrees", ".worktrees"}
)
"""Folders of which the documents are somebody else's, or patterns for documents."""


MISNAMED = "misnamed"
"""The key under which a claim says that its task list is not called as tools expect."""


class Rooted(NamedTuple):
    """A path in a layout: the folder in which the layout lies, and what follows its own folder."""

    path: str
    root: str
    rest: str


def is_foreign(folder: str) -> bool:
    """Return whether a folder holds other people's files, copies or templates."""
    return not _FOREIGN.isdisjoint(folder.split("/"))


def find_rooted(paths: Sequence[str], folder: str) -> Iterator[Rooted]:
    """Yield the paths below a folder of some name, the outermost one where they are nested."""
    for path in paths:
        if folder in path:
            parts = path.split("/")
            if folder in parts[:-1]:
                at = parts.index(folder)
                root = "/".join(parts[:at])
                if not is_foreign(root):
                    yield Rooted(path, root, "/".join(parts[at + 1 :]))


def qualify_name(root: str, name: str) -> str:
    """Return a name as it is unique in the repository: with its root, unless that is the top."""
    return f"{root}/{name}" if root else name


def is_misnamed_list(path: str, known: Container[str]) -> bool:
    """Return whether a file is called almost like the task list that is not beside it."""
    folder, _, name = path.rpartition("/")
    return name == "task.md" and f"{folder}/tasks.md" not in known
