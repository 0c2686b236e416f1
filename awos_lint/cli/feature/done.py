"""``awos feature done``: tick a feature."""

from __future__ import annotations

import click

from awos_lint.cli.moving import find_ground, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.cascades import close_feature


@click.command("done")
@click.argument("id")
@writes_documents
def command(session: Session, id: str) -> int:  # noqa: A002
    """Tick a feature whose specs are implemented.

    Refused while a spec of it, or a feature that it comes after, is not finished.
    """
    here = find_ground(session, id, ("feature",))
    return take_step(here, close_feature(here.gates, here.node))
