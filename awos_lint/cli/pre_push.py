"""``awos pre-push``: check what is pushed, as git's hook tells it."""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

import click

from awos_lint.cli.outer import run_command
from awos_lint.git.allowed import is_oid
from awos_lint.project.place import open_place
from awos_lint.project.revision_range import find_push_base

_MOST = 1_048_576  # bytes; a line is about one branch
_ZEROS = re.compile(r"0+")


class _Pushed(NamedTuple):
    """A branch that is pushed: what it will be, and what the remote has, if it has it."""

    new: str
    old: str


@click.command("pre-push")
@click.argument("remote")
@click.argument("url", required=False)
@click.pass_obj
def command(given: dict[str, str], remote: str, url: str | None) -> int:
    """Check what is pushed to REMOTE, as git's pre-push hook tells it on standard input.

    Each branch is checked as it is pushed, whatever is checked out: the step from what the remote
    has, or from where a new branch left what it has. Call it from a pre-push hook, and hand its
    arguments and its input on.
    """
    place = open_place(given["directory"])
    if place.git is None:
        raise click.UsageError("there is no git repository here")
    code = 0
    for pushed in _read_input():
        base = pushed.old or find_push_base(place.git, remote, pushed.new)
        step = ["--diff", f"{base}...{pushed.new}"] if base else ["--at", pushed.new]
        options = ["-C", given["directory"], "--color", given["color"]]
        code = max(code, run_command([*options, "check", *step]))
    return code


def _read_input() -> list[_Pushed]:
    """Return the branches that git names, deleted ones and tags left out (githooks(5))."""
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("git's pre-push hook gives the input: call this from the hook")
    found = []
    for line in sys.stdin.read(_MOST).split("\n"):
        if not line:
            continue
        fields = line.split(" ")
        if len(fields) != 4 or not is_oid(fields[1]) or not is_oid(fields[3]):
            raise click.UsageError("the input is not that of a pre-push hook: hand it on unchanged")
        _, new, branch, old = fields
        if branch.startswith("refs/heads/") and not _ZEROS.fullmatch(new):
            found.append(_Pushed(new, "" if _ZEROS.fullmatch(old) else old))
    return found
