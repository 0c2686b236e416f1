"""What ``awos init`` says of uncommitted work and of undoing, and ``awos init --undo``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from awos_lint.actions.install import Site
from awos_lint.actions.starter_documents import first_texts
from awos_lint.actions.uninstall import Undoing, plan_undoing, remove_installed
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import ask_agreement, read_today
from awos_lint.core.escape import show_text, to_json
from awos_lint.core.wording import count_noun
from awos_lint.files.tree import WorkTree
from awos_lint.git import GitError
from awos_lint.project.changed_files import find_uncommitted
from awos_lint.scaffold.plan import Plan

_SHOWN = 5


def how_to_undo(plan: Plan) -> Iterator[str]:
    """Yield how to undo what a plan wrote, with the files that were there before."""
    shared = sorted(path for path, before in plan.before.items() if before is not None)
    new = len(plan.texts) - len(shared)
    yield f"To undo: `awos init --undo` removes the {count_noun(new, 'new file')}"
    if shared:
        yield f" and takes what was added out of {', '.join(map(show_text, shared))}"
    yield ".\n`awos init --undo --dry-run` names each of them. What you edit until then stays.\n"


def warn_uncommitted(found: Site) -> Iterator[str]:
    """Yield a warning about work that is in no commit, where git can tell."""
    place = found.place
    if place.git is None or not isinstance(place.tree, WorkTree):
        return
    try:
        paths = find_uncommitted(place.git, place.tree)
    except GitError:
        return  # there is no commit yet, or git does not say
    known = [path for path in paths if not path.startswith(".awos/")]
    if known:
        more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
        yield f"warning: uncommitted changes in {', '.join(map(show_text, known[:_SHOWN]))}{more}"
        yield "commit them first to see in `git diff` only what awos writes"


def undo_installation(found: Site, *, yes: bool, only: bool, format: str) -> int:  # noqa: A002
    """Show what undoing an installation does, ask, and do it; return the exit code."""
    lock = found.lock
    if lock is None:
        raise click.ClickException("awos is not installed here: there is nothing to undo")
    plan = plan_undoing(found, found.find_parts(lock.given, first_texts(found, read_today())))
    if format == "json":
        write_output(_as_json(plan, written=not only), machine=True)
    else:
        write_output("".join(_format_plan(plan)))
    if only:
        return 0
    if not ask_agreement("Undo this?", yes):
        write_message("nothing was changed")
        return 0
    remove_installed(found, plan)
    return 0


def _format_plan(plan: Undoing) -> Iterator[str]:
    for path in sorted(plan.removed):
        yield f"  remove    {show_text(path)}\n"
    for path in sorted(plan.changed):
        yield f"  restore   {show_text(path)}\n"
    for path, why in plan.kept:
        yield f"  keep      {show_text(path)}: {show_text(why)}\n"
    yield f"  remove    .awos/  {count_noun(len(plan.records), 'file')}\n"


def _as_json(plan: Undoing, *, written: bool) -> str:
    return to_json(
        {
            "version": 1,
            "removed": sorted([*plan.removed, *plan.records]),
            "restored": sorted(plan.changed),
            "kept": [{"path": path, "why": why} for path, why in plan.kept],
            "written": written,
        }
    )
