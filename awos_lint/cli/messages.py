"""What the commands share that read a commit message for a hook."""

from __future__ import annotations

import os
from typing import Final

import click

from awos_lint.cli.session import Session
from awos_lint.files import write_anywhere
from awos_lint.project.place import open_place
from awos_lint.project.settings import Settings
from awos_lint.project.workspace import Workspace

_MOST: Final = 1_048_576  # bytes; no message is longer, with the patch of `commit --verbose` in it

FILE = click.argument("file", type=click.Path())


def open_index(given: dict[str, str]) -> tuple[Session, Settings]:
    """Return a session on the index, and the configuration there."""
    folder = given["directory"]
    workspace = Workspace(open_place(folder, staged=True))
    session = Session(folder, workspace, given["color"], on_disk=False)
    return session, session.load_settings()


def read_message(session: Session, file: str) -> str:
    """Return the text of a message file; bytes that are not UTF-8 are surrogate escapes.

    One that cannot be read whole is wrong use: it must not be judged, nor written back.
    """
    try:
        with open(_resolve_path(session, file), "rb") as opened:
            data = opened.read(_MOST + 1)
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}") from None
    if len(data) > _MOST:
        raise click.UsageError(f"{file} is longer than {_MOST} bytes")
    return data.decode("utf-8", "surrogateescape")


def write_message(session: Session, file: str, text: str) -> None:
    """Write what :func:`read_message` read, with changes."""
    write_anywhere(_resolve_path(session, file), text.encode("utf-8", "surrogateescape"))


def _resolve_path(session: Session, file: str) -> str:
    return os.path.join(os.path.abspath(session.directory), file)
