"""Which step is judged: as the user names it, or as a pull request or a push is about it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from typing import Final

from awos_lint.core.text import escape_text
from awos_lint.files.tree import CommitTree, WorkTree
from awos_lint.git import Git, GitError, HistoryMissingError, UnknownRevisionError
from awos_lint.git.allowed import is_oid
from awos_lint.project.place import Place, WrongPathError

_RANGE = re.compile(r"(.*?)(\.{2,3})(.*)", re.DOTALL)
_EVENT_BYTES: Final = 16 * 1024 * 1024
_TWO_COMMITS: Final = "set `fetch-depth: 2` at actions/checkout (0 for rules that ask who did what)"


class UnknownStepError(GitError):
    """It cannot be told what a pull request or a push is about."""


@dataclass(frozen=True, slots=True)
class Step:
    """The step from the commit ``base`` to ``head``, both full hashes.

    What is judged is the tree of the run's place, which may hold more than ``head``. ``tip`` is
    where the base branch is today. ``named`` is how a message calls the step.
    """

    base: str
    head: str
    tip: str
    named: str


_SITE = re.compile(r"https://[\w.:-]+/[\w.-]+/[\w.-]+", re.ASCII)


def find_site() -> str:
    """Return the address of this state of the repository's files, where a workflow runs for it."""
    given = (os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA"))
    server, repository, commit = given
    home = f"{server}/{repository}"
    return f"{home}/blob/{commit}" if _SITE.fullmatch(home) and is_oid(commit) else ""


def is_range(text: str) -> bool:
    """Return whether a text names two commits, and not a path with a folder ``..`` in it."""
    parts = text.split("/")
    return ".." in text and not {".", ".."}.intersection(parts)


def range_step(place: Place, text: str) -> tuple[Place, Step]:
    """Return the step that ``BASE...HEAD`` or ``BASE..HEAD`` names, and the place of its head.

    Three dots begin where the two part, two dots at the base itself; an empty side means HEAD.
    Raises ``GitError``.
    """
    found = _RANGE.fullmatch(text)
    if not found:
        raise WrongPathError(f"{escape_text(text)} is no range; write BASE...HEAD")
    git = _require_git(place, "--diff")
    base, head = (_resolve_commit(git, side or "HEAD") for side in (found[1], found[3]))
    begin = git.merge_base(base, head) if found[2] == "..." else base
    return _place_at(place, git, head), Step(begin, head, base, text)


def since_step(place: Place, revision: str) -> Step:
    """Return the step from where a branch was left to the tree that is being checked."""
    git = _require_git(place, "--since")
    base = _resolve_commit(git, revision)
    head = place.tree.sha if isinstance(place.tree, CommitTree) else _resolve_commit(git, "HEAD")
    return Step(git.merge_base(base, head), head, base, f"{revision}...")


def choose_step(
    place: Place, range_: str = "", since: str | None = None
) -> tuple[Place, Step | None]:
    """Return the step that a user names, else the one that the run is about, and its place."""
    if range_:
        return range_step(place, range_)
    if since is not None:
        return place, since_step(place, since)
    return own_step(place)


def own_step(place: Place) -> tuple[Place, Step | None]:
    """Return what this run is about by itself: a pull request on GitHub, or a push in a hook.

    Elsewhere there is no step, and the place stays, as where somebody asked for the index or a
    commit. Raises ``GitError`` where there is a step that cannot be judged for what is missing.
    """
    git = place.git
    if git is None or not isinstance(place.tree, WorkTree):
        return place, None
    if os.environ.get("PRE_COMMIT") and "PRE_COMMIT_CHECKOUT_TYPE" not in os.environ:
        pushed = _find_pushed(place, git)
        if pushed:
            return pushed
    step = _find_requested(git)
    return (_place_at(place, git, step.head), step) if step else (place, None)


def _require_git(place: Place, option: str) -> Git:
    if place.git is None:
        where = escape_text(place.root)
        raise WrongPathError(f"{option} needs a git repository, and {where} is in none")
    return place.git


def _place_at(place: Place, git: Git, sha: str) -> Place:
    return replace(place, tree=CommitTree(git, sha))


def _resolve_commit(git: Git, revision: str) -> str:
    try:
        return git.resolve_revision(revision)
    except UnknownRevisionError:
        if not git.is_shallow():
            raise
        raise HistoryMissingError(f"revision {revision!r}") from None


# A push, in the words of pre-commit (pre_commit/commands/run.py).


def _find_pushed(place: Place, git: Git) -> tuple[Place, Step | None] | None:
    old, new = (os.environ.get(f"PRE_COMMIT_{side}_REF", "") for side in ("FROM", "TO"))
    if old and new:
        base, head = _resolve_commit(git, old), _resolve_commit(git, new)
        return _place_at(place, git, head), Step(
            git.merge_base(base, head), head, base, "this push"
        )
    # With the first push of a whole history it names the branch and nothing to compare with.
    branch = os.environ.get("PRE_COMMIT_LOCAL_BRANCH", "")
    return (_place_at(place, git, _resolve_commit(git, branch)), None) if branch else None


def find_push_base(git: Git, remote: str, new: str) -> str:
    """Return where a branch that a remote does not have leaves what it has.

    Empty where the remote is known to have none of it. Raises ``GitError``.
    """
    added = git.read_history(new, until=tuple(git.remote_tips(remote))).commits
    if not added:
        return new
    parents = git.find_parents(added[-1].sha)
    return parents[0] if parents else ""


# A pull request, in the words of GitHub (docs: events that trigger workflows, contexts).


def _find_requested(git: Git) -> Step | None:
    name = os.environ.get("GITHUB_EVENT_NAME", "")
    if name not in ("pull_request", "pull_request_review", "merge_group"):
        return None
    event, here = read_event(), _find_head(git)
    if name == "merge_group":
        base, head = (_read_sha(event, name, f"{side}_sha") for side in ("base", "head"))
        return _find_queued(git, here, base, head)
    base, head = (_read_sha(event, name, side, "sha") for side in ("base", "head"))
    return _find_merged(git, here, base, head)


def read_event() -> object:
    """Return what GitHub says about the event that the run is for; raises ``UnknownStepError``."""
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    try:
        with open(path, "rb") as file:
            return json.loads(file.read(_EVENT_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise UnknownStepError(
            f"the event of this pull request cannot be read from {escape_text(path)!r}"
            f" ({type(error).__name__}): name the step with --diff BASE...HEAD"
        ) from None


def _find_head(git: Git) -> str:
    try:
        return git.resolve_revision("HEAD")
    except UnknownRevisionError:
        return ""


def _read_sha(event: object, *path: str) -> str:
    """Return the hash that stands in an event; the empty string where none does."""
    for key in path:
        event = event.get(key) if isinstance(event, dict) else None
    return event if isinstance(event, str) and is_oid(event) else ""


def _find_queued(git: Git, here: str, base: str, head: str) -> Step | None:
    if not here or here != head:
        return None
    base = _resolve_fetched(git, base)
    return Step(base, here, base, "this merge group")


def _find_merged(git: Git, here: str, base: str, head: str) -> Step | None:
    """Return the step of a pull request, whose merge or whose head is checked out.

    Anything else that somebody checked out is not what the request is about.
    """
    merge = here and here == os.environ.get("GITHUB_SHA")
    parents = git.find_parents(here) if here else ()
    if len(parents) == 2 and (merge or parents[1] == head):
        return Step(parents[0], here, parents[0], "this pull request")
    if here and here == head:
        base = _resolve_fetched(git, base)
        return Step(git.merge_base(base, here), here, base, "this pull request")
    if merge and here in git.find_boundary():
        raise HistoryMissingError("the base of this pull request", _TWO_COMMITS)
    return None


def _resolve_fetched(git: Git, base: str) -> str:
    try:
        return _resolve_commit(git, base)
    except UnknownRevisionError:
        advice = f"run `git fetch origin {base}`"
        raise HistoryMissingError("the base of this pull request", advice) from None
