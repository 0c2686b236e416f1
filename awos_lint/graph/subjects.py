"""What rules are given: the project, alone or with what git, files and a step say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from awos_lint.core.config import Config
from awos_lint.core.diagnostic import Skip
from awos_lint.core.model.contents import Contents
from awos_lint.core.model.document import Document, Suppression
from awos_lint.core.model.history import Commit, Evidence, History, Touch
from awos_lint.graph.diff import Edition
from awos_lint.graph.project import Project


@dataclass(frozen=True, slots=True)
class Accepted:
    """One entry of a baseline: a finding that the project accepted.

    One that was written with version 1 of the file has no fingerprint that means anything today:
    it is the empty string, and ``message`` says which finding it was.
    """

    rule: str
    path: str
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Code:
    """The project with the text of the files that its decisions make statements about.

    ``contents`` is asked for only when a decision makes one, because the files may be many.
    """

    project: Project
    contents: Callable[[], Contents]


def _no_day() -> Skip:
    return Skip("dates of review", "nobody said as of which day to judge them")


@dataclass(frozen=True, slots=True)
class Past:
    """The project with what git knows about it.

    ``history`` is asked for only when something needs it, because one walk over a long history
    takes longer than everything else; it answers with the reason where nothing can be known.
    ``policy`` is the configuration that decides about approvals, from the base in a pull request.
    ``day`` is the day as of which dates are judged, as ``YYYY-MM-DD``: the one that was asked for,
    else that of the commit; the empty string before the first commit. It is never today's.
    """

    project: Project
    policy: Config
    evidence: Evidence
    history: Callable[[], History | Skip]
    day: Callable[[], str | Skip] = _no_day


@dataclass(frozen=True, slots=True)
class Change:
    """The step between two commits: the project before and after, and what lies between.

    ``touches`` are the files that differ; where the head is the work tree, only those that
    documents or the policy speak of. ``commits`` are those of the step, newest first. ``editions``
    are the ones that changed a document which got an approval, oldest first, by its path; they are
    there only when the policy asks for them. ``unknown`` says why some of these may be missing.

    ``policy`` is the configuration of the base: a change must not loosen the rules that judge it;
    ``config`` is what it is now, and ``origin`` its file. Where the base has none to judge by,
    ``policy`` is that of now too, and ``governed`` is false. ``after`` has what either of them
    reads; ``left`` are the documents in it that the base read and that will not be read any more,
    files of agents included. ``is_named`` says that the caller named the one configuration of both
    ends, and ``newly_accepted`` counts what the baseline of now accepts and that of the base does
    not.

    ``tip`` is the project where the base branch is today, which may be further than where the step
    began. ``archived`` are the paths of documents that moved to where their layout keeps what is
    over. ``earlier`` are the texts that documents with a new approval had before the step, by path;
    ``earlier_unknown`` says why there may be more.
    """

    before: Project
    after: Project
    policy: Config
    config: Config
    origin: str = ""
    touches: tuple[Touch, ...] = ()
    commits: tuple[Commit, ...] = ()
    unknown: str = ""
    editions: Mapping[str, tuple[Edition, ...]] = field(default_factory=dict)
    tip: Project | None = None
    archived: frozenset[str] = frozenset()
    governed: bool = True
    left: tuple[Document, ...] = ()
    is_named: bool = False
    newly_accepted: int = 0
    earlier: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    earlier_unknown: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known once the other rules have run, for rules about suppressions and baselines.

    ``known`` holds the rules that each name means: of a rule, a former one, a family, or ``all``.
    ``ran`` are the rules that ran, by name; ``used`` the suppressions that silenced something.
    ``stale`` are the entries of the baseline at ``baseline`` that no finding matched.
    """

    documents: tuple[Document, ...]
    known: Mapping[str, frozenset[str]]
    ran: frozenset[str]
    used: frozenset[tuple[str, Suppression]]
    baseline: str = ""
    stale: tuple[Accepted, ...] = ()
