"""``awos task``: how far a task is."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands

COMMANDS = {
    "block": "Say that a task waits, and for what.",
    "done": "End a task, with the evidence for it.",
    "reopen": "Take a tick, a beginning or a block back.",
    "start": "Begin a task, or go on with one that was blocked.",
}


@click.group("task", cls=Commands, table=COMMANDS, home="awos_lint.cli.task")
def command() -> None:
    """Begin, end, block and reopen tasks."""
