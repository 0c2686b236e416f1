"""What the commands share that write documents: the work tree, the name, the day, the question."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click

from awos_lint.approvals.transitions import (
    Word,
    document_of,
    name_of,
)
from awos_lint.cli.session import Session
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Person
from awos_lint.core.text import escape_text
from awos_lint.core.wording import join_names
from awos_lint.files import remove_temporaries
from awos_lint.files.tree import WorkTree
from awos_lint.graph import Project
from awos_lint.project.place import Place, open_place
from awos_lint.project.workspace import Workspace

_BLANK = re.compile(r"\W*|<[^>]*>|\W*(?:TEXT|REASON|WHY|TODO|TBD)\W*")
_LONGEST = 200
"""Nobody's name is longer; what is given by mistake, such as a whole file, is."""


def writes_documents(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a command a :class:`Session` on the work tree."""

    @click.pass_obj
    def open_session(given: dict[str, Any], /, config: str | None, **more: Any) -> Any:
        folder = given["directory"]
        workspace = Workspace(open_to_write(folder), config)
        return command(Session(folder, workspace, given["color"], writes=True), **more)

    open_session.__name__, open_session.__doc__ = command.__name__, command.__doc__
    open_session.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return click.option("--config", metavar="FILE", help="Use this configuration file.")(
        open_session
    )


def open_to_write(directory: str) -> Place:
    """Open the work tree around a directory, without what a killed awos left in it."""
    place = open_place(directory)
    paths = (*place.tree.paths, *place.tree.skipped)
    return open_place(directory) if remove_temporaries(place.root, paths) else place


def documents_of(session: Session, project: Project, written: Iterable[str]) -> list[Document]:
    """Return the documents that ids or paths name, each once."""
    found = (document_of(project, name, session.resolve_path(name)) for name in written)
    return list({document.path: document for document in found}.values())


def make_word(
    session: Session, name: str | None, reason: str = "", editorial: bool = False
) -> Word:
    """Return who says something today, and why.

    The name is the one given, else the one that git is configured with.
    """
    by = one_line("--as", name if name is not None else _find_author(session))
    return Word(by, read_today(), require_reason(reason) if reason else "", editorial)


def read_today() -> str:
    """Return the day on which something is written down; no verdict rests on it."""
    return datetime.date.today().isoformat()


def _find_author(session: Session) -> str:
    git = session.tree.git if isinstance(session.tree, WorkTree) else None
    who = git.read_identity() if git else Person("", "")
    if not who.name.strip():
        raise click.UsageError("say who approves with --as NAME, or set user.name in git")
    return f"{who.name.strip()} <{who.mail.strip()}>" if who.mail else who.name


def one_line(option: str, given: str, longest: int = _LONGEST) -> str:
    """Return one line of visible text that was given, without blanks around it."""
    text = given.strip()
    if not text or len(text) > longest or escape_text(text) != text:
        raise click.UsageError(
            f"{option} must be one line of visible text of at most {longest} characters"
        )
    return text


def require_reason(given: str) -> str:
    """Return a reason that was given; one that only stands for a reason is refused."""
    text = one_line("--reason", given, 1000)
    if _BLANK.fullmatch(text):
        raise click.UsageError(f"--reason {text} says nothing: write why in its place")
    return text


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def ask_agreement(question: str, yes: bool) -> bool:
    """Ask, unless ``--yes`` was given; without a terminal there is nobody to ask."""
    if yes:
        return True
    if not is_terminal():
        raise click.UsageError("nobody can be asked here, because there is no terminal: pass --yes")
    return click.confirm(question, err=True)


def join_documents(documents: Iterable[Document]) -> str:
    """Return documents as a sentence names them."""
    return join_names(map(name_of, documents))
