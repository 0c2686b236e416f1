"""What `init`, `upgrade` and `doctor` share: the site, the plan as text, what to know besides."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby

from awos_lint.actions.install import Site
from awos_lint.cli.streams import write_output
from awos_lint.core.escape import show_text, to_json
from awos_lint.git import Git, GitError
from awos_lint.hosts import Fact, load_hosts
from awos_lint.linter.fixes import write_diff
from awos_lint.project.place import open_place
from awos_lint.scaffold.answers import Answers
from awos_lint.scaffold.hook_managers import find_missing_hooks
from awos_lint.scaffold.lock import Lock
from awos_lint.scaffold.plan import WRITING, Fate, Plan, Step

_MANY = 3
"""More files than this that share a folder and a fate stand on one line."""


def open_site(directory: str) -> Site:
    """Return the repository around a directory."""
    return Site(open_place(directory))


def is_newer(lock: Lock, version: str) -> bool:
    """Return whether a lock was written by a later version of awos than this one."""
    return _parse_version(lock.awos) > _parse_version(version)


def _parse_version(version: str) -> list[int]:
    parts = version.split("+")[0].split(".")
    return [int("".join(c for c in part if c.isdigit()) or "0") for part in parts]


def format_steps(steps: Iterable[Step]) -> Iterator[str]:
    """Yield a plan: the pieces of a file on one line, and so are many files of one folder."""
    told = [step for step in steps if step.fate is not Fate.SAME or step.why]
    for (fate, folder), group in groupby(_by_file(told), _group_by_folder):
        several = list(group)
        if folder and len(several) > _MANY:
            yield f"  {fate:<9} {show_text(folder)}/  {len(several)} files\n"
        else:
            yield from map(_format_step, several)


def _by_file(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps, those that write pieces of one file, or leave them for one reason, as one."""
    for (path, _, why), group in groupby(steps, _group_by_file):
        several = list(group)
        names = ", ".join(step.name for step in several if step.name)
        yield Step(path, several[0].fate, names, why)


def _group_by_file(step: Step) -> tuple[str, bool, str]:
    return step.path, step.fate in WRITING, step.why


def _group_by_folder(step: Step) -> tuple[Fate, str]:
    parts = step.path.split("/")
    plain = not step.name and not step.why and len(parts) > 2
    return step.fate, "/".join(parts[:2]) if plain else ""


def _format_step(step: Step) -> str:
    name = f"  {show_text(step.name)}" if step.name else ""
    why = f": {show_text(step.why)}" if step.why else ""
    return f"  {step.fate:<9} {show_text(step.path)}{name}{why}\n"


def show_differences(plan: Plan) -> None:
    """Print what would change, as git does."""
    for path, text in plan.texts.items():
        before = plan.before[path] or ""
        patch = write_diff(path, before, text)
        write_output(
            "".join(f"{show_text(line.expandtabs())}\n" for line in patch.split("\n")[:-1])
        )


def as_json(plan: Plan, **more: object) -> str:
    """Return a plan as JSON."""
    steps = [
        {"path": step.path, "action": str(step.fate), "name": step.name, "why": step.why}
        for step in plan.steps
    ]
    return to_json({"version": 1, "steps": steps, **more})


def list_concerns(found: Site, answers: Answers) -> Iterator[str]:
    """Yield what a person must know or do for the installation to work."""
    git = found.place.git
    if git is None:
        yield "there is no git repository here: `git init` first, or nothing can be undone"
    if shutil.which("awos") is None:
        yield "hooks call `awos`, which is not on PATH: `uv tool install awos-lint`"
    if "serena" in answers.servers and shutil.which("serena") is None:
        yield "the server Serena is started as `serena`: `uv tool install serena-agent`"
    if answers.pre_commit and git is not None and not _has_hook(git):
        yield "git does not call pre-commit yet: `pre-commit install -t pre-commit -t pre-push`"
    yield from find_missing_hooks(found.place.tree)
    if git is not None and (ignored := found.list_ignored()):
        more = f" and {len(ignored) - 1} more" if len(ignored) > 1 else ""
        yield f"git ignores {ignored[0]}{more}, so nobody else gets what was installed there"
    for name in answers.agents:
        host = load_hosts()[name]
        yield from (_cite_fact(fact) for fact in (host.ended, host.trust) if fact)
        yield from host.unsure


def _cite_fact(fact: Fact) -> str:
    """Return a fact with where it stands and when it was read there."""
    return f"{fact.text} ({fact.source}, read {fact.as_of})"


def _has_hook(git: Git) -> bool:
    """Return whether a hook stands where git looks for it unless ``core.hooksPath`` is set."""
    try:
        # Not the path of `hooks`: that obeys core.hooksPath, which is turned off for this git.
        folder = os.path.dirname(git.private_path("config"))
    except GitError:
        return False
    return os.path.isfile(os.path.join(folder, "hooks", "pre-commit"))


def by_hand(steps: Iterable[Step]) -> Iterator[str]:
    """Yield what could not be written, and what a person would have to add."""
    for step in select_steps(steps, Fate.REFUSED):
        yield f"  {show_text(step.path)}: {show_text(step.why)}\n"
        yield from (f"    {show_text(line)}\n" for line in step.text.splitlines())


def select_steps(steps: Iterable[Step], *fates: Fate) -> list[Step]:
    """Return the steps that have one of some fates."""
    return [step for step in steps if step.fate in fates]


def select_changes(steps: Iterable[Step]) -> list[Step]:
    """Return the steps that write."""
    return select_steps(steps, *WRITING)


def join_titles(answers: Answers) -> str:
    """Return the agents as a sentence lists them."""
    return ", ".join(load_hosts()[name].title for name in answers.agents)
