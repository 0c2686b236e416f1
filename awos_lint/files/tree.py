"""Where the bytes of a repository come from: the work tree, the index, a commit, memory.

Every tree names its files by paths relative to the top of the repository, with ``/``. Bytes of a
name that are not UTF-8 are surrogate escapes (``os.fsdecode``). A path is a regular file, or else
it stands in ``skipped`` with the reason why awos does not look into it.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol

from awos_lint.core.model.files import Files
from awos_lint.files import ABSENT, LINK, REPOSITORY, Reader, Unread, too_large, walk_folder
from awos_lint.git import (
    Checkout,
    Entry,
    Git,
    GitError,
    GitMissingError,
    ObjectTooLargeError,
    open_repository,
)

__all__ = [
    "CommitTree",
    "IndexTree",
    "MemoryTree",
    "OverlayTree",
    "Tree",
    "Unread",
    "WorkTree",
    "open_work_tree",
]

WALKED: Final = 200_000  # entries listed at most where no git lists them

MODULE: Final = "it is a submodule, and awos does not look into other repositories"
CONFLICT: Final = "it has merge conflicts: resolve them and stage the file"

# A pointer starts with this line and is shorter than 1024 bytes (git-lfs, docs/spec.md).
_LFS: Final = b"version https://git-lfs.github.com/spec/v1\n"
_LFS_BYTES: Final = 1024


class Tree(Protocol):
    """A source of files."""

    @property
    def paths(self) -> frozenset[str]:
        """The regular files."""

    @property
    def skipped(self) -> Mapping[str, str]:
        """What is listed but is no regular file, or cannot be read as one, with the reason."""

    def read(self, path: str, limit: int) -> bytes | Unread:
        """Return a file's content of at most ``limit`` bytes, or why it was not read."""

    def read_many(self, paths: Iterable[str], limit: int) -> dict[str, bytes | Unread]:
        """Return what ``read`` returns for each path, in one go where that is cheaper."""

    def has_path(self, path: str) -> bool:
        """Return whether a file or folder has exactly this path, letter case included.

        The root is the empty path. What lies behind something in ``skipped`` is taken to exist,
        because awos does not look there.
        """


@dataclass(frozen=True)
class Listing:
    """What a tree holds: files, what is no file, and the git objects that hold content.

    ``gone`` are the files that git tracks and the disk has no more.
    """

    paths: frozenset[str]
    skipped: Mapping[str, str] = field(default_factory=dict)
    oids: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    @cached_property
    def _known(self) -> Files:
        return Files(self.paths | self.skipped.keys())

    def has_path(self, path: str) -> bool:
        """Return what ``Tree.exists`` promises."""
        return self._known.has_path(path) or any(
            above in self.skipped for above in _list_parents(path)
        )


class _Listed(ABC):
    """What follows from a listing and from reading many files."""

    @property
    @abstractmethod
    def listing(self) -> Listing:
        """What the tree holds."""

    @abstractmethod
    def read_many(self, paths: Iterable[str], limit: int) -> dict[str, bytes | Unread]:
        """Return the content of each file, or why it was not read."""

    @property
    def paths(self) -> frozenset[str]:
        """The regular files."""
        return self.listing.paths

    @property
    def skipped(self) -> Mapping[str, str]:
        """What is listed but is no regular file, or cannot be read as one, with the reason."""
        return self.listing.skipped

    def has_path(self, path: str) -> bool:
        """Return whether a file or folder has exactly this path; see ``Tree``."""
        return self.listing.has_path(path)

    def read(self, path: str, limit: int) -> bytes | Unread:
        """Return a file's content of at most ``limit`` bytes, or why it was not read."""
        return self.read_many([path], limit)[path]


@dataclass(frozen=True)
class WorkTree(_Listed):
    """The files on the disk, those that git ignores left out; every file without git.

    ``root`` is the top of the repository, or any folder when ``git`` is None. What a sparse
    checkout keeps off the disk is read from the index. A path that git does not track may turn out
    to be a link when it is read.
    """

    root: str
    git: Git | None = None

    @cached_property
    def listing(self) -> Listing:
        """What the work tree holds; raises ``GitError`` when git does not answer."""
        if self.git:
            return _checked_out(self.root, self.git.list_checkout())
        paths, skipped = walk_folder(self.root, WALKED)
        return Listing(frozenset(paths), skipped)

    def read_many(self, paths: Iterable[str], limit: int) -> dict[str, bytes | Unread]:
        """Return the content of each file; also of one that is not listed, below the root."""
        found: dict[str, bytes | Unread] = dict.fromkeys(paths, ABSENT)
        with Reader(self.root) as reader:
            for path in sorted(found):
                found[path] = _check_fetched(reader.read(path, limit))
        missing = [path for path, content in found.items() if content is ABSENT]
        if self.git and missing:
            found |= _read_blobs(self.git, self.listing, missing, limit)
        return found


@dataclass(frozen=True)
class IndexTree(_Listed):
    """What is staged, in the index that ``GIT_INDEX_FILE`` names."""

    git: Git

    @cached_property
    def listing(self) -> Listing:
        """What the index holds; raises ``GitError`` when git does not answer."""
        return _make_listing(self.git.list_index())

    def read_many(self, paths: Iterable[str], limit: int) -> dict[str, bytes | Unread]:
        """Return the content of each file; raises ``GitError`` when git does not answer."""
        return _read_blobs(self.git, self.listing, paths, limit)


@dataclass(frozen=True)
class CommitTree(_Listed):
    """The files of a commit, named by its full hash."""

    git: Git
    sha: str

    @cached_property
    def listing(self) -> Listing:
        """What the commit holds; raises ``GitError`` when git does not answer."""
        return _make_listing(self.git.list_commit(self.sha))

    def read_many(self, paths: Iterable[str], limit: int) -> dict[str, bytes | Unread]:
        """Return the content of each file; raises ``GitError`` when git does not answer."""
        return _read_blobs(self.git, self.listing, paths, limit)


@dataclass(frozen=True)
class MemoryTree(_Listed):
    """Files given as values."""

    files: Mapping[str, bytes | str]

    @cached_property
    def listing(self) -> Listing:
        """What was given."""
        return Listing(frozenset(self.files))

    def read_many(self, paths: Iterable[str], limit: int) -> dict[str, bytes | Unread]:
        """Return the content of each file, text as UTF-8."""
        return {path: self._read(path, limit) for path in paths}

    def _read(self, path: str, limit: int) -> bytes | Unread:
        if path not in self.files:
            return ABSENT
        data = _encode_text(self.files[path])
        return _check_fetched(data if len(data) <= limit else too_large(limit))


@dataclass(frozen=True)
class OverlayTree(_Listed):
    """Another tree with some files replaced or added, such as an editor's unsaved buffers.

    ``removed`` are files that it is without.
    """

    base: Tree
    buffers: Mapping[str, bytes | str]
    removed: frozenset[str] = frozenset()

    @cached_property
    def listing(self) -> Listing:
        """What both hold together."""
        skipped = {p: why for p, why in self.base.skipped.items() if p not in self.buffers}
        return Listing((self.base.paths - self.removed) | self.buffers.keys(), skipped)

    def read_many(self, paths: Iterable[str], limit: int) -> dict[str, bytes | Unread]:
        """Return the content of each file, from the buffers where they hold it."""
        wanted = list(paths)
        own = MemoryTree(self.buffers).read_many(self.buffers.keys() & set(wanted), limit)
        hidden = dict.fromkeys(self.removed & set(wanted) - own.keys(), ABSENT)
        known = {**own, **hidden}
        rest = self.base.read_many([path for path in wanted if path not in known], limit)
        return {path: known[path] if path in known else rest[path] for path in wanted}


def open_work_tree(start: str) -> WorkTree:
    """Return the work tree that holds ``start``, as git sees it where there is git.

    Without a repository the root is ``start`` itself; without a git program it is the nearest
    folder above that holds ``.git``, else ``start``. Raises ``GitError`` when git refuses.
    """
    try:
        git = open_repository(start)
    except GitMissingError:
        return WorkTree(find_top(start))
    return WorkTree(git.root, git) if git else WorkTree(os.path.abspath(start))


def find_top(start: str) -> str:
    """Return the nearest folder at or above ``start`` that holds ``.git``, else ``start``."""
    at = first = os.path.abspath(start)
    while not os.path.lexists(os.path.join(at, ".git")):
        at, below = os.path.dirname(at), at
        if at == below:
            return first
    return at


def _list_parents(path: str) -> list[str]:
    """Return the folders above a path, the nearest first, without the root."""
    folders = []
    while path := path.rpartition("/")[0]:
        folders.append(path)
    return folders


def _make_listing(entries: Iterable[Entry]) -> Listing:
    """Return the listing of an index or a commit."""
    oids: dict[str, str] = {}
    skipped: dict[str, str] = {}
    for entry in entries:
        if entry.stage:
            skipped[entry.path] = CONFLICT
        elif entry.is_file:
            oids[entry.path] = entry.oid
        else:
            skipped[entry.path] = LINK if entry.is_link else MODULE
    return Listing(frozenset(oids), skipped, oids)


def _checked_out(root: str, checkout: Checkout) -> Listing:
    """Return the listing of a work tree; an unmerged path is read from the disk like any other."""
    with Reader(root) as reader:
        gone = {path for path in sorted(checkout.deleted) if reader.is_gone(path)}
    tracked = [entry for entry in checkout.tracked if entry.path not in gone]
    paths = {entry.path for entry in tracked if entry.is_file}
    skipped = {e.path: LINK if e.is_link else MODULE for e in tracked if not e.is_file}
    skipped |= {path[:-1]: REPOSITORY for path in checkout.untracked if path.endswith("/")}
    paths.update(path for path in checkout.untracked if not path.endswith("/"))
    oids = {e.path: e.oid for e in tracked if e.is_file and e.path in checkout.sparse}
    return Listing(frozenset(paths), skipped, oids, frozenset(gone))


def _read_blobs(
    git: Git, listing: Listing, paths: Iterable[str], limit: int
) -> dict[str, bytes | Unread]:
    """Read files whose content git holds, all in one batch."""
    wanted = list(paths)
    blobs = git.read_blobs([listing.oids[path] for path in wanted if path in listing.oids], limit)
    found: dict[str, bytes | Unread] = {}
    for path in wanted:
        if path in listing.oids:
            found[path] = _check_size(blobs[listing.oids[path]], limit)
        else:
            reason = listing.skipped.get(path)
            found[path] = Unread(reason) if reason else ABSENT
    return found


def _check_size(blob: bytes | GitError, limit: int) -> bytes | Unread:
    if isinstance(blob, ObjectTooLargeError):
        return too_large(limit)
    return _check_fetched(blob) if isinstance(blob, bytes) else Unread(str(blob))


def _check_fetched(content: bytes | Unread) -> bytes | Unread:
    """Refuse the pointer that stands where Git LFS has not fetched the content."""
    if isinstance(content, bytes) and len(content) < _LFS_BYTES and content.startswith(_LFS):
        return Unread("its content is in Git LFS and was not fetched: run `git lfs pull`")
    return content


def _encode_text(content: bytes | str) -> bytes:
    """Return text as UTF-8; a lone surrogate becomes bytes that are not, as it must."""
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
