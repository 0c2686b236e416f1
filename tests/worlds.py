"""Run a small repository that lives in memory."""

from __future__ import annotations

from collections.abc import Mapping

from awos_lint.diagnostic import Report
from awos_lint.tree import MemoryTree
from awos_lint.workspace import Loaded, check, find_settings, load, read_baseline


def judged(files: Mapping[str, str | bytes]) -> Report:
    """Check a world as ``awos check`` would at its root."""
    tree = MemoryTree(dict(files))
    settings = find_settings(tree)
    kept = settings.config.baseline
    return check(load(tree, settings), accepted=read_baseline(tree, kept) if kept else ())


def loaded(files: Mapping[str, str | bytes]) -> Loaded:
    """Read a world as ``awos check`` would at its root."""
    tree = MemoryTree(dict(files))
    return load(tree, find_settings(tree))
