"""A step as what rules judge: the project before and after, and what lies between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from awos_lint.diagnostic import Failure, Skip, failures
from awos_lint.git import Git
from awos_lint.git.errors import UNSHALLOW
from awos_lint.graph.versions import departed
from awos_lint.rules import Change
from awos_lint.tree import CommitTree
from awos_lint.workspace.declared import find_archived, find_lost
from awos_lint.workspace.editions import editions
from awos_lint.workspace.load import Loaded, load_commit
from awos_lint.workspace.parses import Parses
from awos_lint.workspace.place import Place
from awos_lint.workspace.settings import Settings, settings_at
from awos_lint.workspace.step import Step
from awos_lint.workspace.touched import touches


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step that was read, with what could not be."""

    change: Change
    skipped: tuple[Skip, ...] = ()


def policy_of(place: Place, step: Step, now: Settings, explicit: str | None = None) -> Settings:
    """Return the configuration of a step's base, as :func:`settings_at` finds it."""
    return settings_at(CommitTree(_git(place), step.base), place.folder, now, explicit)


def load_change(
    place: Place, loaded: Loaded, step: Step, policy: Settings, parses: Parses
) -> Stepped:
    """Read the base of a step, and what lies between it and what was loaded from the place.

    Raises ``GitError`` when git does not answer.
    """
    git, after = _git(place), loaded.project
    base = CommitTree(git, step.base)
    before = tip = load_commit(base, policy, parses)
    if step.tip != step.base:
        tip = load_commit(CommitTree(git, step.tip), policy, parses)
    history = git.history(step.head, until=(step.base,))
    change = Change(
        before=before.project,
        after=after,
        policy=policy.config,
        config=loaded.settings.config,
        origin=loaded.settings.path,
        touches=touches(git, base, place.tree, (before.project, after), policy.config),
        commits=history.commits,
        unknown=""
        if history.complete
        else f"not all commits of {step.named} are here: {UNSHALLOW}",
        tip=tip.project,
        archived=find_archived(before, base, loaded, place.tree),
    )
    if policy.config.changes.separate_commits:
        found, unread = editions(git, change)
        change = replace(change, editions=found, unknown=change.unknown or unread)
    lost = _lost(before, loaded, change, step)
    return Stepped(change, (*_unread(before, change, step), *lost, *_failed(before, tip, loaded)))


def _lost(before: Loaded, loaded: Loaded, change: Change, step: Step) -> Iterator[Skip]:
    """Yield the places that the base has documents in, unless they are known to be absent."""
    known = {skip.what for skip in loaded.absent()}
    gone = departed(change.before, change.after, change.archived)
    for skip in find_lost(before, loaded, gone, f"the base {step.base[:12]}"):
        if skip.what not in known:
            yield skip


def _git(place: Place) -> Git:
    assert place.git is not None, "a step was found, so there is a repository"
    return place.git


def _failed(before: Loaded, tip: Loaded, after: Loaded) -> list[Failure]:
    """Return what a bug kept from being read at the base alone."""
    known = set(after.skipped)
    every = dict.fromkeys(failures((*before.skipped, *tip.skipped)))
    return [failure for failure in every if failure not in known]


def _unread(before: Loaded, change: Change, step: Step) -> Iterator[Skip]:
    """Yield the changed documents of which the base could not be read."""
    paths = {touch.path for touch in change.touches}
    for skip in before.unreadable:
        if skip.what in paths:
            yield Skip(f"{skip.what} at {step.base[:12]}", skip.why)
