"""``awos spec implemented``: say that a spec is implemented."""

from __future__ import annotations

import click

from awos_lint.cli.moving import first_move, ground, take
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.cascades import closed, implement, waiting
from awos_lint.workflow.transitions import Move


@click.command("implemented")
@click.argument("id")
@writes_documents
def command(session: Session, id: str) -> int:  # noqa: A002
    """Say that a spec is implemented, once its tasks are done.

    It approves nothing. The feature follows, if nothing else of it is left.
    """
    here = ground(session, id, ("spec",))
    owner = here.node

    def follow(gates: Gates) -> Move | None:
        return closed(gates, owner)

    move = first_move(here, lambda: implement(here.gates, owner), follow)
    return take(here, move, follow, lambda gates: waiting(gates, owner))
