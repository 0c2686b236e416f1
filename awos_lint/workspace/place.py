"""Where a run takes place: the repository, the folder in it, and the tree that is read."""

from __future__ import annotations

import os
from dataclasses import dataclass

from awos_lint.disk import write_atomic
from awos_lint.git import open_repository
from awos_lint.text import Source, visible
from awos_lint.tree import CommitTree, IndexTree, Tree, open_work_tree


class WrongPathError(Exception):
    """A path on the command line that cannot be meant; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """``root`` is absolute, ``folder`` relative to it (the empty string for the root itself)."""

    root: str
    folder: str
    tree: Tree

    def relative(self, path: str) -> str:
        """Return a path that a user wrote in ``folder``, relative to the root.

        Raises :class:`WrongPathError` when it leads out of the repository.
        """
        full = os.path.normpath(os.path.join(self.root, self.folder, path))
        inside = os.path.relpath(full, self.root).replace(os.sep, "/")
        if inside == ".." or inside.startswith("../"):
            raise WrongPathError(f"{visible(path)} lies outside {visible(self.root)}")
        return "" if inside == "." else inside

    def existing(self, path: str) -> str:
        """Return :meth:`relative` of a path that the tree holds, else say that it does not."""
        inside = self.relative(path)
        if not self.tree.exists(inside):
            raise WrongPathError(f"{visible(path)} does not exist")
        return inside

    def rewrite(self, source: Source, text: str) -> None:
        """Replace a document's text on disk; the byte order mark is kept.

        Raises :class:`awos_lint.disk.WriteError` when the file changed meanwhile or is refused.
        """
        path = source.path
        with open(os.path.join(self.root, path), "rb") as file:
            mark = b"\xef\xbb\xbf" if file.read(3) == b"\xef\xbb\xbf" else b""
        old, new = source.text.encode(), text.encode()
        write_atomic(self.root, path, mark + new, mark + old)


def open_place(directory: str, *, staged: bool = False, revision: str | None = None) -> Place:
    """Open the work tree, the index or a commit around a directory.

    Raises :class:`awos_lint.git.GitError` when git is needed and does not answer, and
    :class:`WrongPathError` where there is no repository to take an index or a commit from.
    """
    start = os.path.realpath(directory)
    if not staged and revision is None:
        tree = open_work_tree(start)
        return Place(tree.root, _inside(start, tree.root), tree)
    git = open_repository(start)
    if git is None:
        wish = "--staged" if staged else "--at"
        raise WrongPathError(f"{wish} needs a git repository, and {visible(start)} is in none")
    chosen: Tree = IndexTree(git) if staged else CommitTree(git, git.resolve(revision or ""))
    return Place(git.root, _inside(start, git.root), chosen)


def _inside(start: str, root: str) -> str:
    inside = os.path.relpath(start, os.path.realpath(root)).replace(os.sep, "/")
    return "" if inside == "." or inside.startswith("../") else inside
