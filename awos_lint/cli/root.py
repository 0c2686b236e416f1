"""The ``awos`` group: its commands by name, imported only when one of them is needed."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from awos_lint import __version__

COMMANDS = {
    "ack": "Keep an approval though a document above it changed.",
    "adr": "Write, replace, review and sum up decisions.",
    "approvals": "Show who approved what, and whether that still holds.",
    "approve": "Put on record who approved which text.",
    "check": "Check the documents and report what is wrong.",
    "commit-msg": "Check the trailers of a commit message, as a hook.",
    "completion": "Print the completion script for a shell.",
    "config": "Print the configuration that applies, and where it comes from.",
    "context": "Print what is enough to know for a task, a spec or a feature.",
    "doctor": "Print what is installed, edited, out of date, or would be ignored.",
    "feature": "Begin, end and reopen features of the roadmap.",
    "graph": "Print the document graph.",
    "hook": "Answer a coding agent's hook: JSON in, JSON out.",
    "import": "Turn the documents of another layout into native ones.",
    "init": "Set up documents, commands, subagents, hooks, pre-commit and CI.",
    "layout": "Print which layouts were found where, and what was left aside.",
    "matrix": "Print which task and which files serve which requirement.",
    "new": "Begin a document from its template.",
    "next": "Print what may be started now, and why nothing before it may.",
    "plan": "Print which tasks of a spec may run side by side.",
    "prepare-commit-msg": "Add the trailer of a branch to a commit message, as a hook.",
    "renumber": "Give a document another number, and rewrite every link to it.",
    "reviews": "Ask GitHub whose reviews stand for which approved text.",
    "revoke": "Take the approvals of documents back.",
    "rule": "Print a rule's manual page, or list the rules.",
    "schema": "Print the JSON Schema of a kind or of the configuration.",
    "spec": "Say how far specs are.",
    "status": "Print where the product stands.",
    "summary": "Print in Markdown what a step did to the plan.",
    "task": "Begin, end, block and reopen tasks.",
    "trace": "Print what something comes from and what it leads to.",
    "upgrade": "Renew what `init` installed, and keep every edit.",
}


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
            close = get_close_matches(args[0], self.table, 1)
            every = f"`{ctx.command_path} --help` lists them all"
            hint = f"did you mean `{close[0]}`?" if close else every
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
