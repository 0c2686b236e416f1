"""What rules say is whole: no message or help stops in the middle, in any world of any casebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import awos_lint.layouts
import awos_lint.rules
from awos_lint.core.diagnostic import Diagnostic
from awos_lint.linter.casebook import World, read_casebook
from tests.support.worlds import judged, judged_world

FOLDERS = [Path(module.__file__ or "").parent for module in (awos_lint.layouts, awos_lint.rules)]
WORLDS = [
    pytest.param(world, id=f"{path.parent.name}-{path.stem}:{world.title}")
    for folder in FOLDERS
    for path in sorted(folder.glob("*/*.md"))
    for world in read_casebook(path.read_text("utf-8")).worlds
]

_DANGLING = re.compile(r"(?:\b(?:a|an|and|at|by|is|or|the|with)|[:,;(])\s*\Z")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


def faults(text: str) -> list[str]:
    """Return what is wrong with a message, a note or a help."""
    found = []
    outside = _CODE.sub("x", text)
    if "`" in outside:
        found.append("back-ticks that do not close")
    if not text.strip() or text != text.strip():
        found.append("blanks around it")
    if "  " in outside:
        found.append("two blanks")
    if _DANGLING.search(outside):
        found.append("it stops in the middle")
    if text.count("${") != text.count("}") and "${" in text:
        found.append("a placeholder that does not close")
    return found


def texts(found: Diagnostic) -> list[str]:
    return [text for text in (found.message, found.help, *found.notes) if text]


@pytest.mark.parametrize("world", WORLDS)
def test_every_text_is_whole(world: World) -> None:
    said = [text for found in judged_world(world).diagnostics for text in texts(found)]
    assert [(text, faults(text)) for text in said if faults(text)] == []


def test_each_collision_is_given_another_number() -> None:
    spec = "# Feature Specification: {}\n\n**Status**: Draft\n"
    names = ("a", "b", "c", "d")
    files: dict[str, str | bytes] = {
        f"specs/002-{name}/spec.md": spec.format(name) for name in names
    }
    files[".specify/memory/constitution.md"] = "# Constitution\n\nShort.\n"
    found = [d.help for d in judged(files).diagnostics if d.rule == "document-number-collision"]
    assert [help_.rpartition(" ")[2] for help_ in found] == ["003", "004", "005"]


def test_a_link_is_called_by_the_label_that_the_dialect_gives_it() -> None:
    requirements = (
        "# Requirements\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN a THEN b\n"
    )
    tasks = "# Implementation Plan\n\n- [ ] 1. Send receipts\n  - _Requirements: 1.1, 6.7_\n"
    folder = ".kiro/specs/pay"
    report = judged({f"{folder}/requirements.md": requirements, f"{folder}/tasks.md": tasks})
    (message,) = [d.message for d in report.diagnostics if d.rule == "reference-dangling"]
    assert "names `6.7` in `Requirements`, but" in message
