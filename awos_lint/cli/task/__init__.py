"""``awos task``: how far a task is."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands
from awos_lint.core.commands import GROUPS


@click.group("task", cls=Commands, table=GROUPS["task"], home="awos_lint.cli.task")
def command() -> None:
    """Begin, end, block and reopen tasks."""
