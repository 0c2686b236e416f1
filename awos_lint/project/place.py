"""Where a run takes place: the repository, the folder in it, and the tree that is read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from awos_lint.core.errors import AwosError
from awos_lint.core.text import Source, escape_text
from awos_lint.files import remove_file, write_anywhere, write_atomic, write_new, write_whole
from awos_lint.files.tree import CommitTree, IndexTree, Tree, WorkTree, find_top, open_work_tree
from awos_lint.git import Git, open_repository

MARK: Final = b"\xef\xbb\xbf"  # the byte order mark, which text and offsets are without


class WrongPathError(AwosError):
    """A path on the command line that cannot be meant; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """``root`` is absolute, ``folder`` relative to it (the empty string for the root itself)."""

    root: str
    folder: str
    tree: Tree

    def to_relative(self, path: str) -> str:
        """Return a path that a user wrote in ``folder``, relative to the root.

        Raises :class:`WrongPathError` when it leads out of the repository.
        """
        full = os.path.normpath(os.path.join(self.root, self.folder, path))
        inside = _path_below(self.root, full)
        if inside is None and os.path.isabs(path):
            # The repository itself may have been reached through a link, as in /tmp on macOS.
            parent, name = os.path.split(full)
            inside = _path_below(self.root, os.path.join(os.path.realpath(parent), name))
        if inside is None:
            raise WrongPathError(f"{escape_text(path)} lies outside {escape_text(self.root)}")
        return inside

    @property
    def git(self) -> Git | None:
        """The repository; ``None`` where there is none, or no git."""
        tree = self.tree
        return tree.git if isinstance(tree, WorkTree | IndexTree | CommitTree) else None

    def resolve_named(self, path: str) -> str:
        """Return :meth:`to_relative` of a path, or the path itself where only that is in the tree.

        What awos prints are paths from the root, and somebody may copy one into a folder below it.
        """
        inside = self.to_relative(path)
        return path if not self.tree.has_path(inside) and self.tree.has_path(path) else inside

    def resolve_existing(self, path: str) -> str:
        """Return :meth:`resolve_named` of a path that the tree holds, else say that it does not."""
        inside = self.resolve_named(path)
        if self.tree.has_path(inside):
            return inside
        if os.path.lexists(os.path.join(self.root, inside)):
            raise WrongPathError(
                f"{escape_text(path)} is on the disk, but not in what git lists here"
            )
        raise WrongPathError(f"{escape_text(path)} does not exist")

    def rewrite_document(self, source: Source, text: str) -> None:
        """Replace a document's text on disk; the byte order mark is kept.

        Raises :class:`awos_lint.files.WriteError` when the file changed meanwhile or is refused.
        """
        mark = self._read_mark(source)
        write_atomic(self.root, source.path, mark + text.encode(), mark + source.text.encode())

    def copy_document(self, source: Source, path: str, text: str) -> None:
        """Write a document's text to another path, with the mode and the mark of the old file.

        Raises :class:`awos_lint.files.WriteError`.
        """
        write_new(self.root, path, self._read_mark(source) + text.encode(), source.path)

    def remove_document(self, source: Source) -> None:
        """Remove a document from the disk, with the folders that it leaves empty.

        Raises :class:`awos_lint.files.WriteError` when the file changed meanwhile or is refused.
        """
        remove_file(self.root, source.path, self._read_mark(source) + source.text.encode())

    def _read_mark(self, source: Source) -> bytes:
        """Return the byte order mark that the file of a text begins with, if it does."""
        found = self.tree.read(source.path, len(MARK) + len(source.text.encode()))
        return MARK if isinstance(found, bytes) and found.startswith(MARK) else b""

    def create_document(self, path: str, text: str) -> None:
        """Write a document that is not there yet, at a path from the root, with its folders.

        Raises :class:`awos_lint.files.WriteError`.
        """
        write_new(self.root, path, text.encode())

    def save_file(self, path: str, text: str) -> None:
        """Write a file that the user named in ``folder``, anywhere, in UTF-8.

        In the repository no link is followed: a stranger may have put it there. Raises
        :class:`awos_lint.files.WriteError`.
        """
        data = text.encode(errors="backslashreplace")
        try:
            inside = self.to_relative(path)
        except WrongPathError:
            write_anywhere(os.path.join(self.root, self.folder, path), data)
        else:
            write_whole(self.root, inside, data)


def open_place(directory: str, *, staged: bool = False, revision: str | None = None) -> Place:
    """Open the work tree, the index or a commit around a directory.

    Raises :class:`awos_lint.git.GitError` when git is needed and does not answer, and
    :class:`WrongPathError` where there is no repository to take an index or a commit from.
    """
    start = _find_start(directory)
    if not staged and revision is None:
        tree = open_work_tree(start)
        return Place(tree.root, _path_inside(start, tree.root), tree)
    git = open_repository(start)
    if git is None:
        wish = "--staged" if staged else "--at"
        raise WrongPathError(f"{wish} needs a git repository, and {escape_text(start)} is in none")
    chosen: Tree = (
        IndexTree(git) if staged else CommitTree(git, git.resolve_revision(revision or ""))
    )
    return Place(git.root, _path_inside(start, git.root), chosen)


def _find_start(directory: str) -> str:
    try:
        return os.path.realpath(directory)
    except FileNotFoundError:
        raise WrongPathError("the folder that awos was started in is not there any more") from None


def open_folder(directory: str) -> Place:
    """Open the files around a directory without asking git, to write where it does not answer."""
    start = _find_start(directory)
    root = find_top(start)
    return Place(root, _path_inside(start, root), WorkTree(root))


def _path_inside(start: str, root: str) -> str:
    return _path_below(os.path.realpath(root), start) or ""


def _path_below(root: str, full: str) -> str | None:
    """Return a path relative to a root, the empty string for the root; None when it is outside."""
    inside = os.path.relpath(full, root).replace(os.sep, "/")
    if inside == ".." or inside.startswith("../"):
        return None
    return "" if inside == "." else inside
