"""What most commands begin with: a repository, a tree in it, and the configuration."""

from __future__ import annotations

import datetime
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import click

from awos_lint.files.tree import Tree
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place, WrongPathError, open_place
from awos_lint.project.settings import Settings
from awos_lint.project.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command: where it runs, what it reads, and how it may write.

    ``writes`` says that the command changes documents, and so must be able to read them all.
    """

    directory: str
    workspace: Workspace
    color: str
    on_disk: bool = True
    writes: bool = False

    @property
    def place(self) -> Place:
        """Where the run takes place."""
        return self.workspace.place

    @property
    def tree(self) -> Tree:
        """Where bytes come from."""
        return self.place.tree

    def reopen_tree(self) -> Session:
        """Return the same session as the work tree is now."""
        return replace(self, workspace=self.workspace.move_to(open_place(self.directory)))

    def resolve_path(self, written: str) -> str | None:
        """Return the path that somebody may have meant, ``None`` where it cannot be one."""
        try:
            return self.place.resolve_named(written)
        except WrongPathError:
            return None

    def load_settings(self) -> Settings:
        """Return the configuration that applies here."""
        return self.workspace.load_settings()

    def load_project(self) -> Loaded:
        """Read the project."""
        loaded = self.workspace.load_project()
        if self.writes:
            loaded.must_be_readable()
        return loaded


def reads_tree(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what is read, and hand the command a :class:`Session`."""

    @click.pass_obj
    def open_session(
        given: dict[str, Any], /, staged: bool, at: str | None, config: str | None, **more: Any
    ) -> Any:
        if staged and at is not None:
            raise click.UsageError("--staged and --at exclude each other")
        folder = given["directory"]
        place = open_place(folder, staged=staged, revision=at)
        on_disk = not staged and at is None
        return command(Session(folder, Workspace(place, config), given["color"], on_disk), **more)

    open_session.__name__, open_session.__doc__ = command.__name__, command.__doc__
    open_session.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(_OPTIONS):
        open_session = option(open_session)
    return open_session


_OPTIONS = (
    click.option("--staged", is_flag=True, help="Read the index, as a commit hook must."),
    click.option("--at", metavar="REV", help="Read a commit."),
    click.option("--config", metavar="FILE", help="Use this configuration file."),
)


def rule_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the rules and families that a shell may offer for what was typed so far."""
    from awos_lint.rules import all_rules, rules_by_name

    names = rules_by_name(all_rules().values())
    return [name for name in names if name.startswith(incomplete)]


def parse_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Return a day that was given as ``YYYY-MM-DD``, and refuse anything else."""
    if value is None:
        return None
    try:
        # Python also takes 20260131 and 2026-W05-6, which a document could not say.
        if datetime.date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date; write it as YYYY-MM-DD") from None
    return value


def use_color(wish: str) -> bool:
    """Return whether to colour: the flag, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def find_width() -> int:
    """Return the width of the terminal to write for."""
    return shutil.get_terminal_size((100, 24)).columns
