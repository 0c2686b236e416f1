"""``awos upgrade``: renew what was installed, and keep every edit."""

from __future__ import annotations

from typing import Any

import click

from awos_lint import __version__
from awos_lint.actions.install import Site
from awos_lint.actions.starter_documents import first_texts
from awos_lint.cli.installing import (
    as_json,
    format_steps,
    is_newer,
    select_changes,
    select_steps,
    show_differences,
)
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import open_to_write, read_today
from awos_lint.scaffold.lock import Lock
from awos_lint.scaffold.plan import Fate


@click.command("upgrade")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--diff", is_flag=True, help="Only show what would change, line by line.")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
@click.pass_obj
def command(
    given: dict[str, Any],
    /,
    dry_run: bool,
    diff: bool,
    format: str,  # noqa: A002
) -> int:
    """Renew what `awos init` installed, and keep every edit that was made since.

    A file that was edited is merged line by line, and conflicts are marked as git does. What was
    deleted stays deleted, what was renamed is followed. Exits with 1 where conflicts are left.
    """
    found = Site(open_to_write(given["directory"]))
    lock = require_installed(found)
    plan = found.plan_changes(lock.given, first_texts(found, read_today()))
    if format == "json":
        write_output(as_json(plan, written=not (dry_run or diff)), machine=True)
    else:
        write_output(f"awos {lock.awos} is installed, this is {__version__}\n\n")
        write_output("".join(format_steps(plan.steps)))
        write_output("" if select_changes(plan.steps) else "  nothing to renew\n")
    if diff:
        show_differences(plan)
    if not (dry_run or diff):
        found.carry_out(plan)
    left = select_steps(plan.steps, Fate.CONFLICT)
    for step in left:
        write_message(f"{step.path}: {step.why}, between `<<<<<<<` and `>>>>>>>`")
    return 1 if left else 0


def require_installed(found: Site) -> Lock:
    """Return what was installed; refuse where nothing was, or by a later version."""
    lock = found.lock
    if lock is None:
        raise click.ClickException("awos is not installed here: `awos init` does that")
    if lock.unfinished:
        raise click.ClickException("`awos init` was interrupted here: run it again first")
    if is_newer(lock, __version__):
        said = f"awos {lock.awos} was installed here; this is {__version__}"
        raise click.ClickException(f"{said}: `uv tool upgrade awos-lint` first")
    return lock
