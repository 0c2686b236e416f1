"""``awos next``: what may be started now."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import read_with, viewed
from awos_lint.cli.outer import incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.workflow.backlog import Ladder
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.next_steps import KINDS, as_json, following, text
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
    loaded = session.load()
    remaining = Remaining(Ladder(Gates(viewed(loaded))), read_with(session, loaded))
    answer = following(remaining, kind or "")
    machine = format == "json"
    emit(as_json(answer) if machine else text(answer), machine=machine)
    return incomplete(remaining.reading.skipped, "not read")
