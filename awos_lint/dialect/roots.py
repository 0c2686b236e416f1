"""Where a foreign layout lies in a repository, of which a monorepo has several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FOREIGN = frozenset(
    {".git", ".venv", "bower_components", "dist", "fixtures", "__fixtures__", "node_modules"}
    | {"site-packages", "target", "template", "templates", "testdata", "test-data", "third_party"}
    | {"third-party", "vendor", "vendors", "venv", "worktrees", ".worktrees"}
)
"""Folders of which the documents are somebody else's, or patterns for documents."""


class Rooted(NamedTuple):
    """A path in a layout: the folder in which the layout lies, and what follows its own folder."""

    path: str
    root: str
    rest: str


def foreign(folder: str) -> bool:
    """Return whether a folder holds other people's files, copies or templates."""
    return not _FOREIGN.isdisjoint(folder.split("/"))


def rooted(paths: Sequence[str], folder: str) -> Iterator[Rooted]:
    """Yield the paths below a folder of some name, the outermost one where they are nested."""
    for path in paths:
        if folder in path:
            parts = path.split("/")
            if folder in parts[:-1]:
                at = parts.index(folder)
                root = "/".join(parts[:at])
                if not foreign(root):
                    yield Rooted(path, root, "/".join(parts[at + 1 :]))


def qualified(root: str, name: str) -> str:
    """Return a name as it is unique in the repository: with its root, unless that is the top."""
    return f"{root}/{name}" if root else name
