"""``awos spec implemented``: say that a spec is implemented."""

from __future__ import annotations

import click

from awos_lint.cli.moving import find_ground, first_move, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.cascades import close_upward, explain_waiting, implement_spec
from awos_lint.workflow.transitions import Move


@click.command("implemented")
@click.argument("id")
@writes_documents
def command(session: Session, id: str) -> int:  # noqa: A002
    """Say that a spec is implemented, once its tasks are done.

    It approves nothing. The feature follows, if nothing else of it is left.
    """
    here = find_ground(session, id, ("spec",))
    owner = here.node

    def follow_up(gates: Gates) -> Move | None:
        return close_upward(gates, owner)

    move = first_move(here, lambda: implement_spec(here.gates, owner), follow_up)
    return take_step(here, move, follow_up, lambda gates: explain_waiting(gates, owner))
