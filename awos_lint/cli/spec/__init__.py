"""``awos spec``: how far a spec is."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands
from awos_lint.core.commands import GROUPS


@click.group("spec", cls=Commands, table=GROUPS["spec"], home="awos_lint.cli.spec")
def command() -> None:
    """Say how far specs are."""
