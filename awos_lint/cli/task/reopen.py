"""``awos task reopen``: take a task up again."""

from __future__ import annotations

import click

from awos_lint.cli.moving import first_move, ground, take, why
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.cascades import reopened
from awos_lint.workflow.transitions import Move, reopen, seat


@click.command("reopen")
@click.argument("id")
@click.option("--reason", metavar="TEXT", help="Why; needed where the task is done.")
@writes_documents
def command(session: Session, id: str, reason: str | None) -> int:  # noqa: A002
    """Take a tick, a beginning or a block back.

    What is finished only because its tasks were is not any more: the list, the spec, the feature.
    """
    here = ground(session, id, ("task",))
    found = seat(here.gates, here.node)

    def follow(gates: Gates) -> Move | None:
        return reopened(gates, found.owner)

    return take(here, first_move(here, lambda: reopen(found, why(reason)), follow), follow)
