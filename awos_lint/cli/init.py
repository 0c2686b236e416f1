"""``awos init``: the whole workflow in one command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    show_differences,
)
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.undoing import how_to_undo, undo_installation, warn_uncommitted
from awos_lint.cli.upgrade import require_installed
from awos_lint.cli.writing import ask_agreement, is_terminal, open_to_write, read_today
from awos_lint.core.escape import show_text
from awos_lint.core.text import escape_text
from awos_lint.hosts import load_hosts
from awos_lint.linter.check import check_project
from awos_lint.scaffold.answers import PREFIXES, SERVERS, Answers
from awos_lint.scaffold.plan import Fate, Plan
from awos_lint.scaffold.prompts.render import call_command

_NAMES = tuple(load_hosts())
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the flags say; ``None`` where they say nothing."""

    agents: tuple[str, ...] = ()
    documents: str | None = None
    pre_commit: bool | None = None
    github: bool | None = None
    prefix: str | None = None
    servers: tuple[str, ...] = ()


@click.command("init")
@click.option(
    "--agent",
    "agents",
    multiple=True,
    type=click.Choice(_NAMES),
    help="An agent to set up; may be given several times.",
)
@click.option("--documents", metavar="DIR", help="The folder that holds the documents.")
@click.option("--pre-commit/--no-pre-commit", default=None, help="Set up pre-commit.")
@click.option("--github/--no-github", default=None, help="Set up a workflow on GitHub.")
@click.option(
    "--prefix", metavar="TEXT", help='What commands are called by; "" gives them bare names.'
)
@click.option(
    "--server",
    "servers",
    multiple=True,
    type=click.Choice(SERVERS),
    help="An MCP server to set up; may be given several times.",
)
@click.option("--undo", is_flag=True, help="Remove what was installed and nobody edited.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option("--dry-run", is_flag=True, help="Only show the plan.")
@click.option("--diff", is_flag=True, help="Only show the plan, and every line of it.")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write the plan."
)
@click.pass_obj
def command(
    given: dict[str, Any],
    /,
    undo: bool,
    yes: bool,
    dry_run: bool,
    diff: bool,
    format: str,  # noqa: A002
    **wishes: Any,
) -> int:
    """Set up the whole workflow: documents, commands, subagents, hooks, pre-commit and CI.

    Asks which agents you use, where documents live, and whether to set up pre-commit and GitHub;
    then shows the plan, asks, and writes it at the top of the repository. Files that are there are
    added to where their format allows it, and left alone elsewhere. Without a terminal, pass --yes
    or every answer. --undo removes what was written, and keeps what was edited since.
    """
    found = Site(open_to_write(given["directory"]))
    if undo:
        return undo_installation(found, yes=yes, only=dry_run or diff, format=format)
    if found.lock and found.lock.awos != __version__:
        # Refuses a later version.
        version = require_installed(found).awos
        raise click.ClickException(f"awos {version} is installed here: `awos upgrade` first")
    answers = _collect_answers(found, Wishes(**wishes), yes or dry_run or diff or format == "json")
    plan = found.plan_changes(answers, first_texts(found, read_today()))
    only = dry_run or diff
    if format == "json":
        write_output(as_json(plan, written=not only), machine=True)
    else:
        _show_plan(found, answers, plan)
    if diff:
        show_differences(plan)
    if only:
        return 0
    if format == "text":
        for line in warn_uncommitted(found):
            write_message(line)
    silent = yes or format == "json" or not select_changes(plan.steps)
    if not silent and is_terminal() and not ask_agreement("Write this?", yes):
        write_message("nothing was written")
        return 0
    found.carry_out(plan)
    if format == "text":
        _show_next_steps(given["directory"], answers, plan)
    return 1 if select_steps(plan.steps, Fate.REFUSED) else 0


def _collect_answers(found: Site, wishes: Wishes, quiet: bool) -> Answers:
    """Return the answers: what flags say, what was answered before, what a person says now."""
    lock = found.lock
    before = lock.given if lock else Answers(found.detected or ("claude",))
    added = (name for name in wishes.agents if name not in before.agents)
    answers = Answers(
        (*before.agents, *added) if lock else wishes.agents or before.agents,
        _find_home(found)
        if wishes.documents is None
        else _check_documents(found, wishes.documents),
        before.pre_commit if wishes.pre_commit is None else wishes.pre_commit,
        before.github if wishes.github is None else wishes.github,
        before.prefix if wishes.prefix is None else _check_prefix(wishes.prefix),
        wishes.servers or before.servers,
    )
    return answers if lock or quiet else _ask_answers(found, answers, wishes)


def _find_home(found: Site) -> str:
    """Return the folder of documents: as configured, or as a killed installation was told."""
    lock = found.lock
    begun = lock is not None and lock.unfinished and not found.loaded.settings.path
    return lock.given.documents if lock and begun else found.loaded.settings.config.documents


def _check_prefix(given: str) -> str:
    """Return a prefix that names of skills can begin with."""
    if not re.fullmatch(PREFIXES, given):
        raise click.UsageError(
            f"--prefix {given!r} cannot begin the name of a skill: use small letters, digits and"
            " single hyphens, such as `awos-`"
        )
    return given


def _check_documents(found: Site, written: str) -> str:
    """Return the folder of documents that was asked for; refuse one that is not configured."""
    folder, settings = _check_folder(found, written), found.loaded.settings
    if settings.path and folder != settings.config.documents:
        raise click.UsageError(
            f"{settings.path} names `{settings.config.documents}` as the folder of documents:"
            " change `documents` there"
        )
    return folder


def _check_folder(found: Site, written: str) -> str:
    """Return a folder from the root; refuse one that leads out of the repository."""
    inside = found.place.to_relative(written) or "."
    odd = escape_text(inside) != inside or "\\" in inside
    if odd or inside.split("/")[0].casefold() in (".git", ".awos"):
        raise click.UsageError(f"documents cannot live in {escape_text(inside)}: name a folder")
    if (first := inside.split("/")[0]).casefold() in _taken_folders():
        raise click.UsageError(
            f"documents cannot live in {escape_text(inside)}: {first} is a folder of coding "
            "agents or"
            " of GitHub; name another one, such as `context`"
        )
    return inside


def _taken_folders() -> set[str]:
    """Return the hidden folders at the top that belong to agents, in small letters."""
    paths = [
        path for host in load_hosts().values() for path in (host.skills, *host.reads, *host.signs)
    ]
    return {".github", *(p.split("/")[0].casefold() for p in paths if p.startswith("."))}


def _ask_answers(found: Site, answers: Answers, wishes: Wishes) -> Answers:
    missing = _list_unanswered(wishes)
    if missing and not is_terminal():
        raise click.UsageError(
            f"cannot prompt without a terminal; pass --yes, or {', '.join(missing)}"
        )
    if not wishes.agents:
        text = click.prompt(
            f"Which agents ({', '.join(_NAMES)})", default=",".join(answers.agents), err=True
        )
        answers = replace(answers, agents=_choose_hosts(text))
    if wishes.documents is None:
        folder = click.prompt("Where do documents live", default=answers.documents, err=True)
        answers = replace(answers, documents=_check_folder(found, folder))
    if wishes.pre_commit is None and wishes.github is None:
        both = click.Choice(["both", "pre-commit", "github", "none"])
        text = click.prompt("Set up pre-commit and GitHub", type=both, default="both", err=True)
        answers = replace(
            answers, pre_commit=text in ("both", "pre-commit"), github=text in ("both", "github")
        )
    return answers


def _list_unanswered(wishes: Wishes) -> list[str]:
    """Return the options that would answer what is still to be asked."""
    neither = wishes.pre_commit is None and wishes.github is None
    asked = {
        "--agent": not wishes.agents,
        "--documents": wishes.documents is None,
        "--pre-commit or --no-pre-commit": neither,
        "--github or --no-github": neither,
    }
    return [option for option, is_open in asked.items() if is_open]


def _choose_hosts(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.replace(",", " ").split()))
    for name in names:
        if name not in _NAMES:
            raise click.UsageError(f"no agent is called {name!r}; choose from {', '.join(_NAMES)}")
    return names


def _show_plan(found: Site, answers: Answers, plan: Plan) -> None:
    write_output(
        f"awos {__version__} for {join_titles(answers)}, in {show_text(found.place.root)}\n\n"
    )
    write_output("".join(format_steps(plan.steps)))
    if not select_changes(plan.steps):
        write_output("  everything is there\n")
    if found.foreign:
        names = ", ".join(found.foreign)
        write_message(
            f"documents of {names} are here and are read as they are: no mission is begun"
        )
        write_message("`awos import` plans a move; until then awos begins no documents of its own")
    if found.place.folder:
        write_message(
            "everything is written at the top of the repository, where agents and git look for it"
        )


def _show_next_steps(directory: str, answers: Answers, plan: Plan) -> None:
    """Say what is left for a person."""
    found = open_site(directory)
    if select_changes(plan.steps):
        write_output("\n" + "".join(how_to_undo(plan)))
    if refused := list(by_hand(plan.steps)):
        write_output("\nTo add by hand:\n" + "".join(refused))
    if notes := list(list_concerns(found, answers)):
        write_output("\nTo know:\n" + "".join(f"  {show_text(note)}\n" for note in notes))
    if told := [*_list_open(found), *_list_standards(plan)]:
        heading = "What `awos check` finds" if found.foreign else "To write, by a person"
        write_output(f"\n{heading}:\n" + "".join(told))
    write_output(f"\nNext: {_format_next(answers)}\n")


def _list_standards(plan: Plan) -> Iterator[str]:
    """Yield what becomes of the standards, which agents are shown as drafts until then."""
    made = [step.path for step in select_steps(plan.steps, Fate.CREATE)]
    drafts = [path for path in made if path.rpartition("/")[0].endswith("standards")]
    if drafts:
        yield f"  {', '.join(drafts)}: change and approve them, or delete them\n"


def _format_next(answers: Answers) -> str:
    """Return what begins the work: a command for the person, and one for the agent."""
    first = load_hosts()[answers.agents[0]]
    return (
        f"`awos status`, or ask {first.title} for {call_command('product', first, answers.prefix)}"
    )


def _list_open(found: Site) -> Iterator[str]:
    """Yield what a check of the documents finds, a line each."""
    diagnostics = check_project(found.loaded).diagnostics
    for diagnostic in diagnostics[:_SHOWN]:
        yield f"  {show_text(diagnostic.at.path)}: {show_text(diagnostic.message)}\n"
    if len(diagnostics) > _SHOWN:
        yield f"  and {len(diagnostics) - _SHOWN} more: `awos check`\n"
