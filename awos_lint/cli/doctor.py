"""``awos doctor``: what is installed, what was edited, what is out of date or would be ignored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from awos_lint import __version__
from awos_lint.actions.install import Site
from awos_lint.actions.starter_documents import first_texts
from awos_lint.cli.installing import (
    as_json,
    by_hand,
    format_steps,
    join_titles,
    list_concerns,
    open_site,
    select_changes,
    select_steps,
)
from awos_lint.cli.streams import write_output
from awos_lint.cli.upgrade import require_installed
from awos_lint.cli.writing import read_today
from awos_lint.core.diagnostic import Diagnostic
from awos_lint.core.escape import show_text
from awos_lint.linter.check import check_project
from awos_lint.scaffold.lock import Lock
from awos_lint.scaffold.plan import Fate, Plan


@click.command("doctor")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
@click.pass_obj
def command(given: dict[str, Any], /, format: str) -> int:  # noqa: A002
    """Print what is installed, what was edited, what is out of date, what a host would ignore.

    Exits with 1 when something is left to do.
    """
    found = open_site(given["directory"])
    lock = require_installed(found)
    plan = found.plan_changes(lock.given, first_texts(found, read_today()))
    told = list(list_concerns(found, lock.given))
    ignored = list(_find_findings(found))
    if format == "json":
        findings = [{"path": d.at.path, "rule": d.rule, "message": d.message} for d in ignored]
        more = {"installed": lock.awos, "awos": __version__, "notes": told, "findings": findings}
        write_output(as_json(plan, **more), machine=True)
    else:
        write_output("".join(_format_report(lock, plan, told, ignored)))
    left = [*select_changes(plan.steps), *select_steps(plan.steps, Fate.REFUSED), *ignored]
    return 1 if left else 0


def _format_report(
    lock: Lock, plan: Plan, told: list[str], ignored: list[Diagnostic]
) -> Iterator[str]:
    yield f"awos {lock.awos} is installed for {join_titles(lock.given)}; this is {__version__}\n\n"
    same = select_steps(plan.steps, Fate.SAME)
    yield f"  {len(same)} of {len(plan.steps)} parts are as awos wrote them\n"
    yield from format_steps(plan.steps)
    if select_changes(plan.steps):
        yield "\n`awos upgrade` renews what is out of date.\n"
    if refused := list(by_hand(plan.steps)):
        yield "\nTo add by hand:\n" + "".join(refused)
    if ignored:
        yield "\nWhat a host would ignore or refuse:\n"
        yield from (
            f"  {show_text(d.at.path)}: {show_text(d.message)} [{d.rule}]\n" for d in ignored
        )
    if told:
        yield "\nTo know:\n" + "".join(f"  {show_text(note)}\n" for note in told)


def _find_findings(found: Site) -> Iterator[Diagnostic]:
    """Yield what a check finds in the files that agents read."""
    loaded = found.loaded
    paths = {prompt.path for prompt in loaded.project.prompts}
    return (d for d in check_project(loaded).diagnostics if d.at.path in paths)
