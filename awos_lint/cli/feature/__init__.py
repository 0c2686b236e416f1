"""``awos feature``: how far a feature is."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands

COMMANDS = {
    "done": "Tick a feature whose specs are implemented.",
    "reopen": "Take a tick or a beginning back.",
    "start": "Begin a feature.",
}


@click.group("feature", cls=Commands, table=COMMANDS, home="awos_lint.cli.feature")
def command() -> None:
    """Begin, end and reopen features of the roadmap."""
