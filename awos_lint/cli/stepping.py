"""What the commands share that look at a step: which one it is, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import click

from awos_lint.actions.fetch_reviews import with_reviews
from awos_lint.cli.session import Session
from awos_lint.files.tree import CommitTree
from awos_lint.graph.subjects import Past
from awos_lint.project.diff import Stepped, find_policy, load_change
from awos_lint.project.history import load_past
from awos_lint.project.load import Loaded, load
from awos_lint.project.parses import Parses
from awos_lint.project.place import Place
from awos_lint.project.revision_range import Step, own_step, range_step, since_step

_OPTIONS = (
    click.option("--diff", metavar="BASE...HEAD", help="The step between two commits."),
    click.option("--since", metavar="REF", help="The step from where REF was left."),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was read, and the project at its end; no step where a run is about none."""

    place: Place
    loaded: Loaded
    step: Step | None = None
    stepped: Stepped | None = None


def takes_step(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name a step."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def taken(session: Session, diff: str | None, since: str | None) -> Taken:
    """Read the step that the options name, else the pull request or push that the run is about."""
    place, step = _chosen(session, diff, since)
    session = replace(session, place=place)
    settings = session.settings()
    if step is None:
        return Taken(place, load(session.tree, settings))
    policy = find_policy(place, step, settings, named=session.config is not None)
    stepped = load_change(place, step, policy, Parses())
    return Taken(place, stepped.after, step, stepped)


def _chosen(session: Session, diff: str | None, since: str | None) -> tuple[Place, Step | None]:
    if diff and since:
        raise click.UsageError("--diff and --since exclude each other")
    if diff:
        return range_step(session.place, diff)
    if since:
        return session.place, since_step(session.place, since)
    return own_step(session.place)


def past_of(run: Taken, file: str | None) -> Past:
    """Return what is known about the past, with what a file says about reviews."""
    git, step = run.place.git, run.step
    base = CommitTree(git, step.base) if git and step else None
    past = load_past(run.place, run.loaded.project, run.loaded.settings.config, base=base)
    if not file:
        return past
    return replace(past, evidence=with_reviews(past.evidence, run.place, file))
