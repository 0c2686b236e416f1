"""``awos feature reopen``: open a feature again."""

from __future__ import annotations

import click

from awos_lint.cli.moving import find_ground, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.cascades import take_back


@click.command("reopen")
@click.argument("id")
@writes_documents
def command(session: Session, id: str) -> int:  # noqa: A002
    """Take a tick or a beginning back.

    A feature that is done is in progress again, one that was begun is open.
    """
    here = find_ground(session, id, ("feature",))
    return take_step(here, take_back(here.gates, here.node))
