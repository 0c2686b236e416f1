"""``awos next``: what may be started now."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import read_with, view_project
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.workflow.backlog import Ladder
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.next_steps import KINDS, as_json, find_next, write_text
from awos_lint.workflow.remaining import Remaining


@click.command("next")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
@reads_tree
def command(session: Session, kind: str | None, format: str) -> int:  # noqa: A002
    """Print what may be started now, and why nothing before it may.

    KIND asks for the next feature, spec or task; without it, whatever comes first.
    """
    loaded = session.load_project()
    remaining = Remaining(Ladder(Gates(view_project(loaded))), read_with(session, loaded))
    answer = find_next(remaining, kind or "")
    machine = format == "json"
    write_output(as_json(answer) if machine else write_text(answer), machine=machine)
    return report_incomplete(remaining.reading.skipped, "not read")
