"""``awos feature``: how far a feature is."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands
from awos_lint.core.commands import GROUPS


@click.group("feature", cls=Commands, table=GROUPS["feature"], home="awos_lint.cli.feature")
def command() -> None:
    """Begin, end and reopen features of the roadmap."""
