"""``awos task reopen``: take a task up again."""

from __future__ import annotations

import click

from awos_lint.cli.moving import ground, take, why
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.cascades import reopened
from awos_lint.workflow.transitions import reopen, seat


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
    return take(here, reopen(found, why(reason)), lambda gates: reopened(gates, found.owner))
