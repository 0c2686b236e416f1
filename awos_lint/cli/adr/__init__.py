"""``awos adr``: decisions, from the first draft to the page of what is in force."""

from __future__ import annotations

import click

from awos_lint.cli.root import Commands

COMMANDS = {
    "digest": "Write one page of what is in force.",
    "new": "Begin a decision under the next free number.",
    "review": "Accept decisions as they are today.",
    "supersede": "Put one decision in the place of another.",
}


@click.group("adr", cls=Commands, table=COMMANDS, home="awos_lint.cli.adr")
def command() -> None:
    """Write, replace, review and sum up decisions."""
