"""``awos feature start``: begin a feature."""

from __future__ import annotations

import click

from awos_lint.cli.moving import find_ground, take_step
from awos_lint.cli.session import Session
from awos_lint.cli.writing import writes_documents
from awos_lint.workflow.cascades import begin_feature


@click.command("start")
@click.argument("id")
@writes_documents
def command(session: Session, id: str) -> int:  # noqa: A002
    """Begin a feature.

    Refused while anything holds it back; `awos next feature` says what does.
    """
    here = find_ground(session, id, ("feature",))
    return take_step(here, begin_feature(here.gates, here.node))
