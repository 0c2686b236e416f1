"""``awos status``: where the product stands."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import viewed
from awos_lint.cli.outer import incomplete
from awos_lint.cli.session import Session, colored, columns, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.core.diagnostic import Skip, failures
from awos_lint.linter.check import check
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.load import Loaded
from awos_lint.workflow.reading import reading_of
from awos_lint.workflow.screen import as_json, brief, text
from awos_lint.workflow.status import Status, status


@click.command("status")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "agent"]),
    default="text",
    help="How to write it; agent is at most 1.5 KB.",
)
@reads_tree
def command(session: Session, format: str) -> int:  # noqa: A002
    """Print where the product stands.

    Shows the phase of the flow, each feature with its spec, approval and tasks, what blocks it,
    which decisions to look at, and what to do next.
    """
    loaded = session.load()
    found, skipped = status_of(session, loaded)
    emit(_written(session, found, format), machine=format != "text")
    return incomplete(skipped, "not read")


def status_of(session: Session, loaded: Loaded) -> tuple[Status, tuple[Skip, ...]]:
    """Return where a product stands that was read, with what a check finds in it.

    With it comes what could not be read, and what a bug kept from being checked.
    """
    accepted = read_baseline(session.tree, loaded.settings.config.baseline)
    report = check(loaded, accepted=accepted)
    reading = reading_of(loaded, accepted, failures(report.skipped))
    return status(viewed(loaded), report.diagnostics, reading), reading.skipped


def _written(session: Session, found: Status, form: str) -> str:
    if form == "json":
        return as_json(found)
    if form == "agent":
        return brief(found)
    return text(found, color=colored(session.color), width=columns())
