"""``awos spec``: how far a spec is."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands

COMMANDS = {
    "implemented": "Say that a spec is implemented.",
}


@click.group("spec", cls=Commands, table=COMMANDS, home="awos_lint.cli.spec")
def command() -> None:
    """Say how far specs are."""
