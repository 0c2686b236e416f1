"""The commands that the flow names, in one place.

Ids and paths are strangers' text that somebody may copy into a shell, so they are quoted for one.
"""

from __future__ import annotations

from shlex import quote
from typing import Final

CHECK: Final = "awos check"
"""The command that checks everything."""

DECIDE: Final = "awos adr new TITLE"
"""The command that begins a decision."""


def approve_command(key: str) -> str:
    """Return the command by which a person approves a document."""
    return f"awos approve {quote(key)}"


def write_command(kind: str, owner: str = "") -> str:
    """Return the command that begins a document from its template, for what it belongs to."""
    return f"awos new {kind} {quote(owner)}" if owner else f"awos new {kind}"


def finish_command(path: str) -> str:
    """Return the command that says what a draft still lacks."""
    return f"awos check {quote(path)}"


def start_command(kind: str, key: str) -> str:
    """Return the command that begins a feature or a task."""
    return f"awos {kind} start {quote(key)}"


def done_command(key: str) -> str:
    """Return the command that ends a task."""
    return f"awos task done {quote(key)}"


def reopen_command(key: str) -> str:
    """Return the command that takes a task up again."""
    return f"awos task reopen {quote(key)}"


def close_command(kind: str, key: str) -> str:
    """Return the command that says that a spec or a feature is finished."""
    return f"awos {kind} {'implemented' if kind == 'spec' else 'done'} {quote(key)}"


def context_command(key: str) -> str:
    """Return the command that prints what is enough to know."""
    return f"awos context {quote(key)}"
