"""``awos task reopen``: take a task up again."""

from __future__ import annotations

import click

from awos_lint.cli.moving import find_ground, first_move, read_reason, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.cascades import reopen_upward
from awos_lint.workflow.transitions import Move, find_seat, reopen_task


@click.command("reopen")
@click.argument("id")
@click.option("--reason", metavar="TEXT", help="Why; needed where the task is done.")
@writes_documents
def command(session: Session, id: str, reason: str | None) -> int:  # noqa: A002
    """Take a tick, a beginning or a block back.

    What is finished only because its tasks were is not any more: the list, the spec, the feature.
    """
    here = find_ground(session, id, ("task",))
    found = find_seat(here.gates, here.node)

    def follow_up(gates: Gates) -> Move | None:
        return reopen_upward(gates, found.owner)

    return take_step(
        here,
        first_move(here, lambda: reopen_task(found, read_reason(reason)), follow_up),
        follow_up,
    )
