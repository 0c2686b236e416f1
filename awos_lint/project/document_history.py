"""The texts that documents had on the way through a step, commit by commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from awos_lint.approvals.authorship import find_gained, gained_records
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Commit
from awos_lint.git import Git
from awos_lint.graph.diff import Edition, find_added, find_changed
from awos_lint.graph.subjects import Change
from awos_lint.project.parses import Reader

Found = Mapping[str, tuple[Edition, ...]]


def read_editions(git: Git, change: Change, reader: Reader) -> tuple[Found, str]:
    """Return the commits that changed the documents which got an approval, by the path of each.

    Oldest first. A merge counts only where it says what none of its parents says. With them comes
    why a text could not be read, if one could not. Raises ``GitError`` when git does not answer.
    """
    wanted = dict(find_approved(change))
    touched = [
        (path, commit, *_find_oids(commit, names))
        for path, names in wanted.items()
        for commit in reversed(change.commits)
        if is_own_change(git, commit, names)
    ]
    oids = {oid for _, _, old, new in touched for oid in (old, new) if oid}
    blobs = git.read_blobs(sorted(oids), change.config.limits.document_bytes)
    like = {document.path: document for document in change.after.documents}
    found: dict[str, list[Edition]] = {path: [] for path in wanted}
    for path, commit, old, new in touched:
        texts = (reader.read_version(like[path], blobs.get(oid)) for oid in (old, new))
        found[path].append(Edition(commit, *texts))
    unread = [str(blob) for blob in blobs.values() if not isinstance(blob, bytes)]
    texts_ = (text for several in found.values() for e in several for text in (e.old, e.new))
    unread += [text.failure.why for text in texts_ if text and text.failure]
    return {path: tuple(several) for path, several in found.items()}, next(iter(unread), "")


def find_approved(change: Change) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the documents that got an approval in a step, with the paths that each had."""
    return _find_gained(change, find_gained)


def find_recorded(change: Change) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield those that got an approval or an acknowledgement."""
    return _find_gained(change, gained_records)


def _find_gained(
    change: Change, gained_in: Callable[[Document | None, Document], Sequence[object]]
) -> Iterator[tuple[str, frozenset[str]]]:
    for old, new in find_changed(change.before, change.after):
        if gained_in(old, new):
            yield new.path, frozenset({old.path, new.path})
    for new in find_added(change.before, change.after):
        if not new.broken and gained_in(None, new):
            yield new.path, frozenset({new.path})


def is_own_change(git: Git, commit: Commit, paths: frozenset[str]) -> bool:
    """Return whether a commit itself changed one of the paths."""
    if not any(touch.path in paths for touch in commit.touches):
        return False
    others = (git.compare_trees(parent, commit.sha) for parent in commit.parents[1:])
    return all(any(touch.path in paths for touch in step) for step in others)


def _find_oids(commit: Commit, paths: frozenset[str]) -> tuple[str, str]:
    """Return what one of the paths held before and after a commit; renamed, it is two touches."""
    mine = [touch for touch in commit.touches if touch.path in paths]
    old = next((touch.old for touch in mine if touch.old), "")
    return old, next((touch.new for touch in mine if touch.new), "")
