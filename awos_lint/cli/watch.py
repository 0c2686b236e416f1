"""``awos check --watch``: check again whenever something in the tree changes."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import partial
from time import sleep

import click

from awos_lint.cli.outer import explain_error
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_message
from awos_lint.git import GitError

PAUSE = 0.5
"""Seconds between two looks at the files."""

_State = frozenset[tuple[str, int, int]]


def watch_files(
    session: Session,
    once: Callable[[Session], int],
    wait: Callable[[], None] = lambda: sleep(PAUSE),
) -> int:
    """Run ``once`` now and after each change until the user interrupts; return its last code.

    What is wrong with the configuration, or keeps git from answering, is said and waited out.
    """
    gc.enable()  # unlike other commands, this one goes on and on
    code, seen = 0, None
    while True:
        now, run = _look_once(session, once)
        if now != seen:
            seen = now
            code = _run_again(run)
        try:
            wait()
        except KeyboardInterrupt:
            return code


def _look_once(
    session: Session, once: Callable[[Session], int]
) -> tuple[_State | str, Callable[[], int]]:
    """Return what there is now, or why nobody can tell, and what to do about it."""
    try:
        fresh = session.reopen_tree()
        return _read_state(fresh), partial(once, fresh)
    except GitError as error:
        return str(error), partial(explain_error, error)


def _run_again(run: Callable[[], int]) -> int:
    click.clear()
    try:
        return run()
    except Exception as error:
        return explain_error(error)
    finally:
        write_message("watching for changes; stop with Ctrl-C")


def _read_state(session: Session) -> _State:
    """Return what a change of any file's name, size or time would alter."""
    return frozenset(_stamp_file(session.place.root, path) for path in session.tree.paths)


def _stamp_file(root: str, path: str) -> tuple[str, int, int]:
    try:
        found = os.lstat(os.path.join(root, path))
    except OSError:
        return path, -1, -1
    return path, found.st_size, found.st_mtime_ns
