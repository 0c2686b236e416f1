"""Carry out an import, and check what comes out of it."""

from __future__ import annotations

from dataclasses import replace

from awos_lint.core.diagnostic import Report
from awos_lint.core.model.document import NATIVE
from awos_lint.files import write_new
from awos_lint.files.tree import OverlayTree, Tree
from awos_lint.linter.check import check
from awos_lint.project.load import Loaded, load
from awos_lint.scaffold.migrate import Plan


def outcome(tree: Tree, loaded: Loaded, plan: Plan) -> Report:
    """Return what a check of the native documents says once a plan is carried out."""
    config = loaded.settings.config.model_copy(update={"layouts": [NATIVE]})
    buffers = {new.path: new.text for new in plan.new}
    after = load(OverlayTree(tree, buffers), replace(loaded.settings, config=config))
    return check(after)


def carry_out(root: str, plan: Plan) -> None:
    """Write the documents of a plan; no file that is there is touched.

    Raises :class:`awos_lint.files.WriteError` at the first one that cannot be written.
    """
    for new in plan.new:
        write_new(root, new.path, new.text.encode("utf-8", "replace"))
