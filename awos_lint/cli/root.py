"""The ``awos`` group: its commands by name, imported only when one of them is needed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from awos_lint import __version__
from awos_lint.core.commands import COMMANDS
from awos_lint.core.suggestion import ask_meant


class Commands(click.Group):
    """Commands that live in modules of their own, named like them, in the package ``home``."""

    def __init__(
        self,
        *given: Any,
        table: Mapping[str, str] = COMMANDS,
        home: str = "awos_lint.cli",
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.table = table
        self.home = home

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, sorted."""
        return sorted(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in self.table:
            return None
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        module = import_module(f"{self.home}.{name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; propose the nearest when there is none."""
        if args[0] not in self.table and not ctx.resilient_parsing:
            hint = ask_meant(args[0], self.table, f"`{ctx.command_path} --help` lists them all")
            ctx.fail(f"no command is called `{args[0]}`; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(self.table.items()))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-C",
    "directory",
    metavar="DIR",
    default=".",
    type=click.Path(exists=True, file_okay=False),
    help="Run as if started in DIR.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour; auto follows NO_COLOR, FORCE_COLOR and the terminal.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def awos(ctx: click.Context, /, **given: Any) -> None:
    """Check missions, roadmaps, decisions, specs and tasks as one graph.

    Exit codes: 0 checked and clean, 1 findings, 2 wrong use or configuration, 3 something could not
    be checked, 4 a bug in awos.
    """
    ctx.obj = given
