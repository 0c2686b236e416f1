"""``awos task start``: begin a task."""

from __future__ import annotations

import click

from awos_lint.cli.moving import first_move, ground, take
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.cascades import begun
from awos_lint.workflow.transitions import Move, seat, start


@click.command("start")
@click.argument("id")
@writes_documents
def command(session: Session, id: str) -> int:  # noqa: A002
    """Begin a task, or go on with one that was blocked.

    Refused while anything holds it back; `awos next task` says what does. Its feature is begun with
    it, if it is open and may be.
    """
    here = ground(session, id, ("task",))
    found = seat(here.gates, here.node)

    def follow(gates: Gates) -> Move | None:
        return begun(gates, found.owner)

    return take(here, first_move(here, lambda: start(found), follow), follow)
