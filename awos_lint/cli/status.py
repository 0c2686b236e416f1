"""``awos status``: where the product stands."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import view_project
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, find_width, reads_tree, use_color
from awos_lint.cli.streams import write_output
from awos_lint.core.diagnostic import Skip, select_failures
from awos_lint.linter.check import check_project
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.load import Loaded
from awos_lint.workflow.reading import reading_of
from awos_lint.workflow.screen import as_json, write_brief, write_screen
from awos_lint.workflow.status import Status, collect_status


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
    loaded = session.load_project()
    found, skipped = status_of(session, loaded)
    write_output(_format_status(session, found, format), machine=format != "text")
    return report_incomplete(skipped, "not read")


def status_of(session: Session, loaded: Loaded) -> tuple[Status, tuple[Skip, ...]]:
    """Return where a product stands that was read, with what a check finds in it.

    With it comes what could not be read, and what a bug kept from being checked.
    """
    accepted = read_baseline(session.tree, loaded.settings.config.baseline)
    report = check_project(loaded, accepted=accepted)
    reading = reading_of(loaded, accepted, select_failures(report.skipped))
    return collect_status(view_project(loaded), report.diagnostics, reading), reading.skipped


def _format_status(session: Session, found: Status, form: str) -> str:
    if form == "json":
        return as_json(found)
    if form == "agent":
        return write_brief(found)
    return write_screen(found, color=use_color(session.color), width=find_width())
