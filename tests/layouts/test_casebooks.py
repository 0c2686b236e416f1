"""Every layout's casebook is a test: the marks in a world equal all findings of all rules in it."""

from __future__ import annotations

from pathlib import Path

import pytest

import awos_lint.layouts
from awos_lint.core.diagnostic import Diagnostic
from awos_lint.layouts import load_layouts
from awos_lint.linter.casebook import Expected, World, read_casebook
from tests.support.worlds import judged, loaded

LAYOUTS = load_layouts()
FOLDER = Path(awos_lint.layouts.__file__).parent
BOOKS = {
    path.parent.name: read_casebook(path.read_text("utf-8"))
    for path in FOLDER.glob("*/casebook.md")
}
WORLDS = [
    pytest.param(name.replace("_", "-"), world, id=f"{name}:{world.title}")
    for name, book in sorted(BOOKS.items())
    for world in book.worlds
]


def _matches(expected: Expected, found: Diagnostic) -> bool:
    return (
        (expected.path, expected.line, expected.rule) == (found.at.path, found.at.line, found.rule)
        and expected.column in (0, found.at.column)
        and expected.words in found.message
    )


@pytest.mark.parametrize(("name", "world"), WORLDS)
def test_world(name: str, world: World) -> None:
    report = judged(world.files)
    missed = list(world.expected)
    surplus = []
    for diagnostic in report.diagnostics:
        mark = next((m for m in missed if _matches(m, diagnostic)), None)
        if mark:
            missed.remove(mark)
        else:
            surplus.append((diagnostic.at, diagnostic.rule, diagnostic.message))
    assert (missed, surplus, report.skipped) == ([], [], ())


@pytest.mark.parametrize(("name", "world"), WORLDS)
def test_world_is_read_in_its_layout(name: str, world: World) -> None:
    # A world in which nothing was recognised would stay silent for the wrong reason.
    project = loaded(world.files).project
    assert name in {document.layout for document in (*project.documents, *project.prompts)}


@pytest.mark.parametrize("name", LAYOUTS)
def test_casebook_fires_and_stays_silent(name: str) -> None:
    book = BOOKS[name.replace("-", "_")]
    assert book.rule == name
    assert len(book.prose.split()) > 20
    assert any(world.expected for world in book.worlds)
    assert any(not world.expected for world in book.worlds)


def test_each_layout_has_a_casebook_and_each_casebook_a_layout() -> None:
    assert {name.replace("_", "-") for name in BOOKS} == set(LAYOUTS)
