"""Carry out an import, and check what comes out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from awos_lint.core.diagnostic import Report
from awos_lint.core.model.document import IMPORTED_FROM, NATIVE
from awos_lint.core.model.files import Files
from awos_lint.files import write_new
from awos_lint.files.tree import OverlayTree, Tree
from awos_lint.linter.check import check_project
from awos_lint.project.load import Loaded, load_project
from awos_lint.project.workspace import Workspace
from awos_lint.scaffold.migrate import Left, Plan, make_import_plan


def plan_import(workspace: Workspace, loaded: Loaded, layouts: Iterable[str]) -> Plan:
    """Return what an import would do; what a killed run has begun is gone on with.

    That is so where every document that was imported is what an import into the repository without
    them would write there: then numbers and links are those that the killed run gave.
    """
    folder, chosen = loaded.settings.config.documents, tuple(layouts)
    made = {d.path: d.source.text for d in loaded.project.documents if IMPORTED_FROM in d.fields}
    if made:
        tree = OverlayTree(workspace.tree, {}, frozenset(made))
        without = workspace.load_project(tree, loaded.settings)
        without.must_be_readable()
        whole = make_import_plan(without.project, folder, chosen)
        texts = {new.path: new.text for new in whole.new}
        rest = [new for new in whole.new if new.path not in made]
        if rest and made.items() <= texts.items():
            return Plan(rest, whole.left)
    plan = make_import_plan(loaded.project, folder, chosen)
    before = (
        Left(old, f"it was imported before, as {new}") for old, new in loaded.imported.items()
    )
    return Plan(plan.new, [*plan.left, *before])


def find_removable(tree: Tree, imported: Collection[str]) -> list[str]:
    """Return the files that were imported; a folder in which nothing else lies stands for them."""
    others = Files(tree.paths - set(imported)).folders
    found = set()
    for path in imported:
        parts = path.split("/")
        above = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        found.add(next((folder for folder in above if folder not in others), path))
    return sorted(found)


def preview_check(tree: Tree, loaded: Loaded, plan: Plan) -> Report:
    """Return what a check of the native documents says once a plan is carried out."""
    config = loaded.settings.config.model_copy(update={"layouts": [NATIVE]})
    buffers = {new.path: new.text for new in plan.new}
    after = load_project(OverlayTree(tree, buffers), replace(loaded.settings, config=config))
    return check_project(after)


def carry_out(root: str, plan: Plan) -> None:
    """Write the documents of a plan; no file that is there is touched.

    Raises :class:`awos_lint.files.WriteError` at the first one that cannot be written.
    """
    for new in plan.new:
        write_new(root, new.path, new.text.encode("utf-8", "replace"))
