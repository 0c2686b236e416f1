"""Which files differ between the base of a step and the tree that is being checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from awos_lint.core.config import Config
from awos_lint.core.model.files import Files
from awos_lint.core.model.history import Touch
from awos_lint.core.model.policy import is_policy
from awos_lint.decisions import claims
from awos_lint.files import ABSENT
from awos_lint.files.tree import CommitTree, IndexTree, Tree, Unread, WorkTree
from awos_lint.git import Git
from awos_lint.git.records import blob_oid
from awos_lint.graph import Project
from awos_lint.graph.globs import find_globs

_LIMIT: Final = 64 * 1024 * 1024
_TOGETHER: Final = 256  # files held in memory at once
_COMPARED: Final = 20_000  # files whose bytes are compared to find uncommitted work
_COMPARED_BYTES: Final = 1024 * 1024
_CONVERTING: Final = re.compile(rb"\b(?:filter|ident|working-tree-encoding)\b")


def find_touches(
    git: Git, base: CommitTree, tree: Tree, projects: Iterable[Project], policy: Config
) -> tuple[Touch, ...]:
    """Return what differs from the base.

    A commit and the index are compared by git. On the disk, where git would start programs for it,
    awos compares the documents of ``projects`` and the files that they or the policy speak of; the
    rest is taken to be what is staged. Raises ``GitError``.
    """
    if isinstance(tree, CommitTree):
        return git.compare_trees(base.sha, tree.sha)
    staged = git.staged_step(base.sha)
    if isinstance(tree, IndexTree):
        return staged
    assert isinstance(tree, WorkTree), "a step ends in something that git knows"
    found = {touch.path: touch for touch in staged}
    named = _list_named(base, tree, projects, policy)
    for touch in compare_on_disk(base, tree, named, git.object_format()):
        found[touch.path] = touch
    return tuple(touch for _, touch in sorted(found.items()) if touch.old != touch.new)


def find_uncommitted(git: Git, tree: WorkTree) -> list[str]:
    """Return the files on the disk that differ from the commit that is checked out.

    They are compared as bytes, because git would start programs for it. So where a filter changes
    what git keeps, and from a number of files on, what is staged is taken for what is on the disk.
    Raises ``GitError``, also where there is no commit yet.
    """
    head = CommitTree(git, git.resolve_revision("HEAD"))
    found = {touch.path for touch in git.staged_step(head.sha)} | {*git.list_untracked()}
    attributes = [path for path in tree.paths if path.rpartition("/")[2] == ".gitattributes"]
    texts = tree.read_many(attributes, _COMPARED_BYTES).values()
    if not any(isinstance(text, bytes) and _CONVERTING.search(text) for text in texts):
        paths = islice(sorted(head.paths - found), _COMPARED)
        differing = compare_on_disk(head, tree, paths, git.object_format(), _COMPARED_BYTES)
        found |= {touch.path for touch in differing if touch.old != touch.new}
    return sorted(found)


def _list_named(
    base: Tree, tree: Tree, projects: Iterable[Project], policy: Config
) -> Iterator[str]:
    """Yield the paths, in either tree, of documents and of what they and the policy name."""
    both = Files(base.paths | tree.paths)
    named = set(filter(is_policy, both.paths)) | policy.approvals.files
    named |= {policy.baseline} if policy.baseline else set()
    for project in projects:
        named |= {document.path for document in (*project.documents, *project.prompts)}
        named |= {stray.path for stray in project.strays}
        named |= claims.Scopes(project).all_files()
        for glob in find_globs(project):
            named.update(both.match_glob(glob))
    for glob in policy.governed.paths:
        named.update(both.match_glob(glob))
    yield from sorted(named)


def compare_on_disk(
    base: CommitTree, tree: WorkTree, paths: Iterator[str], form: str, limit: int = _LIMIT
) -> Iterator[Touch]:
    """Yield what the disk holds of some files, whether it differs or not."""
    while batch := list(islice(paths, _TOGETHER)):
        # What is no regular file, or kept off the disk by a sparse checkout, is as it is staged.
        batch = [p for p in batch if p not in tree.skipped and p not in tree.listing.oids]
        found = tree.read_many([path for path in batch if path in tree.paths], limit)
        for path in batch:
            old = base.listing.oids.get(path, "")
            yield Touch(path, old, _compute_oid(old, found.get(path, ABSENT), form))


def _compute_oid(old: str, data: bytes | Unread, form: str) -> str:
    """Return the name of what a file holds: the old one where it holds that, or is not read.

    Git may keep other line endings than the disk has.
    """
    if isinstance(data, Unread):
        return "" if data.missing else old
    names = [blob_oid(text, form) for text in (data, data.replace(b"\r\n", b"\n"))]
    return old if old in names else names[0]
