"""``awos task block``: say that a task waits."""

from __future__ import annotations

import click

from awos_lint.cli.moving import find_ground, read_reason, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.transitions import block_task, find_seat


@click.command("block")
@click.argument("id")
@click.option("--reason", metavar="TEXT", required=True, help="What it waits for.")
@writes_documents
def command(session: Session, id: str, reason: str) -> int:  # noqa: A002
    """Say that a task waits, and for what.

    Its checkbox stays; `awos next`, `awos status` and `awos plan` show the reason until the task is
    started or reopened.
    """
    here = find_ground(session, id, ("task",))
    return take_step(here, block_task(find_seat(here.gates, here.node), read_reason(reason)))
