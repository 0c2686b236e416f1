"""``awos completion``: the script that teaches a shell the commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from awos_lint.cli.root import awos

SHELLS = ("bash", "fish", "zsh")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script for a shell.

    For bash: eval "$(awos completion bash)"
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(awos, {}, "awos", "_AWOS_COMPLETE").source())
