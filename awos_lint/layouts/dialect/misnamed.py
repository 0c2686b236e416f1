"""Task lists in files that the tools of a layout do not look for: ``task.md``."""

from __future__ import annotations

from shlex import quote

from awos_lint.core.model.document import Problem
from awos_lint.core.text import escape_text
from awos_lint.syntax.parse import Body


def has_boxes(body: Body) -> bool:
    """Return whether there is a checkbox among the list items of a text."""
    return any(entry.mark and not entry.quoted for entry in body.entries)


def misnamed_list(path: str) -> Problem:
    """Report a task list whose file is not called ``tasks.md``."""
    folder, _, name = path.rpartition("/")
    right = f"{folder}/tasks.md"
    return Problem(
        "document-misplaced",
        f"this is a task list, but tools look for tasks.md and not for {name}",
        help=f"run `git mv {quote(escape_text(path))} {quote(escape_text(right))}`",
        subject=(),
    )
