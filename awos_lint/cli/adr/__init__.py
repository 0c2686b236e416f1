"""``awos adr``: decisions, from the first draft to the page of what is in force."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands
from awos_lint.core.commands import GROUPS


@click.group("adr", cls=Commands, table=GROUPS["adr"], home="awos_lint.cli.adr")
def command() -> None:
    """Write, replace, review and sum up decisions."""
