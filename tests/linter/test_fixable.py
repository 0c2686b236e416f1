"""What is called fixable is fixed, in every world of every casebook."""

from __future__ import annotations

from pathlib import Path

import pytest

import awos_lint.layouts
import awos_lint.rules
from awos_lint.linter.casebook import World, read_casebook
from awos_lint.linter.fixes import apply_fixes
from tests.support.worlds import judged, loaded

FOLDERS = [Path(module.__file__ or "").parent for module in (awos_lint.layouts, awos_lint.rules)]
WORLDS = [
    pytest.param(world, id=f"{path.parent.name}-{path.stem}:{world.title}")
    for folder in FOLDERS
    for path in sorted(folder.glob("*/*.md"))
    for world in read_casebook(path.read_text("utf-8")).worlds
]


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_fixable_is_gone_after_the_fix(world: World) -> None:
    offered = [found for found in judged(world.files, world.day).diagnostics if found.is_fixable]
    if not offered:
        return
    project = loaded(world.files).project
    sources = {one.path: one.source for one in (*project.documents, *project.prompts)}
    texts = apply_fixes(offered, sources)
    after = judged({**world.files, **texts}, world.day).diagnostics
    assert [(found.rule, found.at) for found in after if found.is_fixable] == []
