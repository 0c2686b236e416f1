"""What git knows about a project, asked for when a rule needs it and then once."""

from __future__ import annotations

import datetime
from functools import cache

from awos_lint.core.diagnostic import Skip
from awos_lint.core.model.history import History
from awos_lint.files.tree import CommitTree, Tree
from awos_lint.git import GitError, UnknownRevisionError
from awos_lint.graph.subjects import Past
from awos_lint.project.approval_evidence import Sources, asks_for_commits, gather_evidence
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place


def load_past(
    place: Place,
    loaded: Loaded,
    as_of: str | None = None,
    *,
    base: Tree | None = None,
    every: bool = False,
) -> Past:
    """Return a project with its history, up to the commit that is checked or checked out.

    ``as_of`` is the day, as ``YYYY-MM-DD``, to judge dates by instead of that commit's. ``base`` is
    the tree that the policy is from, the one that is checked when there is no step. Where approvals
    came from is looked up when the policy asks for it, in a step, and for ``every`` caller that
    wants to know.
    """

    @cache
    def read_past() -> History | Skip:
        return _read_history(place)

    def find_past_day() -> str | Skip:
        return _find_day(place) if as_of is None else as_of

    project, policy = loaded.project, loaded.settings.config
    sources = Sources(project, policy, base or place.tree, loaded.reader)
    wanted = every or base is not None or asks_for_commits(policy.approvals)
    evidence = gather_evidence(sources, place.git, read_past() if wanted else None)
    return Past(project, policy, evidence, read_past, find_past_day)


def _read_history(place: Place) -> History | Skip:
    git, tree = place.git, place.tree
    if git is None:
        return Skip("the history", "there is no git repository here, or no git")
    try:
        return git.read_history(
            tree.sha if isinstance(tree, CommitTree) else git.resolve_revision("HEAD")
        )
    except UnknownRevisionError:
        return History("")
    except GitError as error:
        return Skip("the history", str(error))


def _find_day(place: Place) -> str | Skip:
    """Return the day of the commit, in UTC, so that the same commit gives the same result."""
    git, tree = place.git, place.tree
    if git is None:
        return _skip_dates("there is no git repository here, or no git")
    try:
        sha = tree.sha if isinstance(tree, CommitTree) else git.resolve_revision("HEAD")
        time = git.read_time(sha)
    except UnknownRevisionError:
        return ""
    except GitError as error:
        return _skip_dates(str(error))
    if time is None:
        return _skip_dates("the commit has a date that is none")
    return datetime.datetime.fromtimestamp(time, datetime.UTC).date().isoformat()


def _skip_dates(why: str) -> Skip:
    return Skip("dates of review", f"{why}; name the day with --as-of DATE")
