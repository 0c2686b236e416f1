"""What is governed where the project cannot be read: taken from the configuration file alone."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator

from awos_lint.core.model.files import matches_glob
from awos_lint.core.model.policy import CONFIGURATIONS
from awos_lint.core.text import escape_text
from awos_lint.files import Reader
from awos_lint.project.settings import LIMIT

_ALL = "**"


def explain_unjudged(full: str, why: str) -> str:
    """Return why a file must not be edited because of what awos cannot read; empty when it may be.

    ``full`` is its absolute path, and ``why`` a sentence about what cannot be read. Where nobody
    can tell what is governed, everything below the configuration is.
    """
    for folder in _list_upward(os.path.dirname(full)):
        globs = _read_globs(folder)
        if globs is None:
            continue
        path = os.path.relpath(full, folder).replace(os.sep, "/")
        if any(matches_glob(glob, path) for glob in globs):
            return (
                f"{escape_text(path, 200)} is governed, and awos cannot tell whether it may be "
                "edited:"
                f" {why}; ask the person you work for to mend that"
            )
        return ""
    return ""


def _list_upward(folder: str) -> Iterator[str]:
    """Yield a folder and those above it, up to the top of the repository."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder or os.path.lexists(os.path.join(folder, ".git")):
            return
        folder = above


def _read_globs(folder: str) -> list[str] | None:
    """Return what the configuration in a folder governs; ``None`` where there is none."""
    with Reader(folder) as reader:
        for name in CONFIGURATIONS:
            data = reader.read(name, LIMIT)
            globs = _read_governed(name, data) if isinstance(data, bytes) else None
            if globs is not None:
                return globs
    return None


def _read_governed(name: str, data: bytes) -> list[str] | None:
    own = name != "pyproject.toml"
    if not own and b"tool.awos" not in data:
        return None
    try:
        table = tomllib.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return [_ALL] if b"governed" in data else []
    for key in ("governed",) if own else ("tool", "awos", "governed"):
        found = table.get(key)
        table = found if isinstance(found, dict) else {}
    paths = table.get("paths")
    return [glob for glob in paths if isinstance(glob, str)] if isinstance(paths, list) else []
