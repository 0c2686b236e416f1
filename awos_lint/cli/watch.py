"""``awos check --watch``: check again whenever something in the tree changes."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable

import click

from awos_lint.cli.session import Session

PAUSE = 0.5
"""Seconds between two looks at the files."""


def watch(
    session: Session,
    once: Callable[[Session], int],
    wait: Callable[[], None] = lambda: time.sleep(PAUSE),
) -> int:
    """Run ``once`` now and after each change until the user interrupts; return its last code."""
    code, seen = 0, None
    while True:
        session = session.reopened()
        now = _state(session)
        if now != seen:
            seen = now
            click.clear()
            code = once(session)
            gc.collect()
            click.echo("awos: watching for changes; stop with Ctrl-C", err=True)
        try:
            wait()
        except KeyboardInterrupt:
            return code


def _state(session: Session) -> frozenset[tuple[str, int, int]]:
    """Return what a change of any file's name, size or time would alter."""
    return frozenset(_stamp(session.place.root, path) for path in session.tree.paths)


def _stamp(root: str, path: str) -> tuple[str, int, int]:
    try:
        found = os.lstat(os.path.join(root, path))
    except OSError:
        return path, -1, -1
    return path, found.st_size, found.st_mtime_ns
