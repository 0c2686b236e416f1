"""The files that only a person changes: hooks, what awos installed, and the policy."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from awos_lint.core.config import ConfigError, read_layer
from awos_lint.core.model.policy import is_policy
from awos_lint.core.text import escape_text
from awos_lint.hosts import load_hosts

_GIT = (".git/hooks", ".git/config", ".git/config.worktree")
_GATES = (".pre-commit-config.yaml", ".github/workflows/awos.yml")
"""What `awos init` has judge each commit and each pull request."""
_ASK = "ask the person you work for to change it"


def refuse_protected(path: str, *, below: bool = False) -> str:
    """Return why no agent may write a file, by its path, as a sentence; empty when it may.

    With ``below``, a folder with all that is in it. Letter case is not looked at, because many
    disks do not.
    """
    name, folded = escape_text(path, 200), path.casefold()
    own = [*_GIT, *_GATES, *_list_hook_files()]
    above = below and any(file.startswith(f"{folded}/") for file in own)
    if above or any(_is_below(folded, file) for file in own):
        return f"{name} holds hooks that judge what you do: {_ASK}"
    if _is_below(folded, ".awos"):
        return f"{name} belongs to what awos installed: a person changes it with `awos upgrade`"
    if _is_shared(folded):
        return ""
    return refuse_policy(path) if is_policy(path) or is_policy(folded) else ""


def refuse_swept(written: str, paths: Iterable[str]) -> str:
    """Return why no agent may write all that a folder holds or a glob matches; empty when it may.

    ``written`` is how a command names it, ``paths`` are the files.
    """
    own = [path for path in paths if refuse_protected(path)]
    if not own:
        return ""
    name, first = escape_text(written, 200), escape_text(own[0], 200)
    held, them = (f"{first} and others", "them") if own[1:] else (first, "it")
    return (
        f"`{name}` holds {held}, which only a person changes or takes away:"
        f" name the files that you mean, without {them}"
    )


def refuse_policy(path: str) -> str:
    """Return why no agent may change what decides about rules and approvals."""
    name = escape_text(path, 200)
    return f"{name} decides which rules apply and who may approve: {_ASK}"


@cache
def _list_hook_files() -> list[str]:
    """Return the files of hooks of all hosts."""
    known = (host.hooks for host in load_hosts().values())
    files = (path for hooks in known if hooks for path in (hooks.path, *hooks.beside))
    return [path.casefold() for path in files]


def _is_below(path: str, own: str) -> bool:
    """Return whether a path is a file, or lies in a folder, of which the end is known."""
    return f"/{own}/" in f"/{path}/"


def _is_shared(path: str) -> bool:
    return path.rpartition("/")[2] == "pyproject.toml"


def refuse_loosened(path: str, before: str, after: str | None) -> str:
    """Return why a change of a file that holds more than the policy must not be made.

    ``after`` is ``None`` where nobody can tell what the file will hold.
    """
    if not _is_shared(path.casefold()):
        return ""
    old = _read_table(before)
    if after is None:
        unknown = f"awos cannot tell what this does to [tool.awos] in {escape_text(path, 200)}"
        return f"{unknown}: write the file with your tool for edits" if old is not None else ""
    return refuse_policy(path) if _read_table(after) != old else ""


def _read_table(text: str) -> object:
    """Return the table of awos in a ``pyproject.toml``; none where there is none."""
    try:
        layer = read_layer("pyproject.toml", text.replace("\r\n", "\n"))
    except ConfigError:
        # Text that awos could not read would not be governed by what stands in it.
        return "broken" if "tool.awos" in text else None
    return layer.table if layer else None
