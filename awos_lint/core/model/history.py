"""What git recorded, as values: rules about the past judge these and never call git."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Person:
    """An identity as a commit states it, without mailmap: free text that proves nothing."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Touch:
    """One path that a commit or a step changed; an empty hash means that it was not there."""

    path: str
    old: str
    new: str

    @property
    def is_addition(self) -> bool:
        """Whether the path was not there before."""
        return not self.old

    @property
    def is_deletion(self) -> bool:
        """Whether the path is gone."""
        return not self.new


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and what it changed against its first parent, merges included.

    ``time`` is the committer's, in seconds since 1970 UTC, or ``None`` when it is no number a date
    can be made of.
    """

    sha: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    time: int | None
    message: str
    touches: tuple[Touch, ...]


@dataclass(frozen=True)
class History:
    """The commits reachable from ``head``, newest first, from one walk.

    ``complete`` is false where a shallow clone has cut commits off: what lies behind those in
    ``boundary`` is not known, nor what they changed themselves, so they have no touches. A branch
    without a commit has the empty history, with the empty string for its head.
    """

    head: str
    commits: tuple[Commit, ...] = ()
    complete: bool = True
    boundary: frozenset[str] = frozenset()

    @cached_property
    def by_path(self) -> Mapping[str, tuple[Commit, ...]]:
        """The commits that changed each path, newest first."""
        return _by_path(self.commits)

    @cached_property
    def _by_sha(self) -> Mapping[str, Commit]:
        return {commit.sha: commit for commit in self.commits}

    @cached_property
    def mainline(self) -> tuple[Commit, ...]:
        """The head, its first parent, that one's first parent and so on, as far as is known.

        Together their touches are all that ever happened to a path, because a merge states what it
        brought in. The order of other commits depends on clocks; this one does not.
        """
        line = []
        commit = self._by_sha.get(self.head)
        while commit and self.is_known(commit):
            line.append(commit)
            commit = self._by_sha.get(commit.parents[0]) if commit.parents else None
        return tuple(line)

    @cached_property
    def from_the_start(self) -> bool:
        """Whether the main line is known down to a commit without parents."""
        return not self.head or bool(self.mainline and not self.mainline[-1].parents)

    @cached_property
    def _line_by_path(self) -> Mapping[str, tuple[Commit, ...]]:
        return _by_path(self.mainline)

    def find_changes(self, path: str) -> tuple[Commit, ...]:
        """Return the commits of the main line that changed a path, newest first.

        They are all of them only :attr:`from_the_start`; the newest ones are always right.
        """
        return self._line_by_path.get(path, ())

    @cached_property
    def now(self) -> int | None:
        """The committer's time of the head: the only clock that verdicts may use."""
        return next((commit.time for commit in self.commits if commit.sha == self.head), None)

    def is_known(self, commit: Commit) -> bool:
        """Return whether what a commit changed can be believed."""
        return commit.sha not in self.boundary


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record of approval came from, as far as git knows.

    ``commits`` are all that added it as it stands; none of them while it is not committed.
    ``writers`` are those who wrote or committed the text, at any time. ``unknown`` says why either
    may be incomplete.
    """

    commits: tuple[Commit, ...] = ()
    writers: frozenset[Person] = frozenset()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was verified outside the documents, by the hands, for rules to judge.

    ``origins`` maps a document's path, the list that a record is in, and its index there to where
    that came from; none are there when nobody asked. ``signers`` maps a commit to the principals
    whose signature on it was verified against the allowed signers of the base. ``signatures`` maps
    the line that a record's signature is about to the principals whose signature of it verified.
    ``reviews`` maps the line of a text's digest, or of an acknowledgement's seal, to the people
    whose platform review of that text stands.
    ``rosters`` maps a roster's path to whom it names, ``owners`` a document's path to its code
    owners. What could not be known is in ``unknown`` with the reason: *signatures*, *reviews*, or
    the path of a file.
    """

    origins: Mapping[tuple[str, str, int], Origin] = field(default_factory=dict)
    signers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signatures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reviews: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rosters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


def _by_path(commits: Iterable[Commit]) -> dict[str, tuple[Commit, ...]]:
    found: dict[str, list[Commit]] = {}
    for commit in commits:
        for touch in commit.touches:
            found.setdefault(touch.path, []).append(commit)
    return {path: tuple(touching) for path, touching in found.items()}
