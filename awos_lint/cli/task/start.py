"""``awos task start``: begin a task."""

from __future__ import annotations

import click

from awos_lint.cli.moving import find_ground, first_move, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.cascades import begin_upward
from awos_lint.workflow.transitions import Move, find_seat, start_task


@click.command("start")
@click.argument("id")
@writes_documents
def command(session: Session, id: str) -> int:  # noqa: A002
    """Begin a task, or go on with one that was blocked.

    Refused while anything holds it back; `awos next task` says what does. Its feature is begun with
    it, if it is open and may be.
    """
    here = find_ground(session, id, ("task",))
    found = find_seat(here.gates, here.node)

    def follow_up(gates: Gates) -> Move | None:
        return begin_upward(gates, found.owner)

    return take_step(here, first_move(here, lambda: start_task(found), follow_up), follow_up)
