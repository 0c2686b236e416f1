"""Settle findings that have one right answer, in memory first."""

from __future__ import annotations

from collections.abc import Callable

from awos_lint.core.diagnostic import Report
from awos_lint.files.tree import OverlayTree, Tree
from awos_lint.linter.fixes import apply_fixes

_PASSES = 10
"""How often documents are judged anew, because one fix may make room for the next."""


def plan_fixes(tree: Tree, judge: Callable[[Tree], Report], report: Report) -> dict[str, str]:
    """Return the documents that fixing changes, as they would be; nothing is written.

    ``report`` is what ``judge`` says of ``tree``.
    """
    texts: dict[str, str] = {}
    for _ in range(_PASSES):
        changed = apply_fixes(report.diagnostics, report.sources)
        if not changed:
            break
        texts |= changed
        report = judge(OverlayTree(tree, texts))
    return texts
