"""What the commands share that look at a step: which one it is, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from awos_lint.cli.session import Session
from awos_lint.files.tree import CommitTree, Tree
from awos_lint.graph.subjects import Past
from awos_lint.project.history import load_past
from awos_lint.project.load import Loaded
from awos_lint.project.revision_range import Step, choose_step
from awos_lint.project.settings import Settings, keep_settings
from awos_lint.project.workspace import Workspace

if TYPE_CHECKING:
    from awos_lint.project.diff import Stepped

_OPTIONS = (
    click.option("--diff", metavar="BASE...HEAD", help="The step between two commits."),
    click.option("--since", metavar="REF", help="The step from where REF was left."),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The project that a run is about, and the step that led to it, if the run is about one."""

    workspace: Workspace
    loaded: Loaded
    step: Step | None = None
    stepped: Stepped | None = None


def takes_step(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name a step."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def open_step(session: Session, diff: str | None, since: str | None) -> Opened:
    """Read the step that the options name, else the pull request or push that the run is about."""
    if diff and since:
        raise click.UsageError("--diff and --since exclude each other")
    place, step = choose_step(session.place, diff or "", since or None)
    return open_project(session.workspace.move_to(place), step)


def open_project(
    workspace: Workspace,
    step: Step | None,
    apply: Callable[[Settings], Settings] = keep_settings,
    tree: Tree | None = None,
) -> Opened:
    """Read a project with a step, or without one as it is in the workspace or in another tree.

    ``apply`` adds what the command line says to a configuration.
    """
    if step is None:
        return Opened(workspace, workspace.load_project(tree, apply(workspace.load_settings())))
    from awos_lint.project.diff import load_step

    stepped = load_step(workspace, step, apply)
    return Opened(workspace, stepped.after, step, stepped)


def load_evidence(opened: Opened, file: str | None, as_of: str | None = None) -> Past:
    """Return what is known about the past, with what a file says about reviews."""
    place, step = opened.workspace.place, opened.step
    base = CommitTree(place.git, step.base) if place.git and step else None
    past = load_past(place, opened.loaded, as_of, base=base)
    if not file:
        return past
    from awos_lint.actions.fetch_reviews import with_reviews

    return replace(past, evidence=with_reviews(past.evidence, place, file))
