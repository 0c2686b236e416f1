"""The next free number is above all that are taken, and nobody else is given it."""

from __future__ import annotations

from itertools import islice

import pytest

from awos_lint.graph.numbered_folders import FreeFolderNumbers, find_numbered_folders
from awos_lint.graph.numbers import FreeNumbers, free_numbers
from tests.support.worlds import judged, loaded


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], [1, 2]),
        (["0001", "7", "0003"], [8, 9]),
        (["", "x", "1" * 10, "٣"], [1, 2]),
    ],
)
def test_numbers_are_counted_on_from_the_highest(taken: list[str], free: list[int]) -> None:
    assert list(islice(free_numbers(taken), 2)) == free


def test_each_id_is_given_once_and_as_wide_as_asked() -> None:
    decision = "---\nstatus: proposed\n---\n\n# A\n"
    project = loaded({"context/decisions/0002-a.md": decision}).project
    free = FreeNumbers(project)
    assert [free.find_next(key) for key in ("ADR-0002", "ADR-2", "T-01", "STD-python")] == [
        "ADR-0003",
        "ADR-4",
        "T-01",
        "",
    ]


def test_folders_are_counted_beside_one_another() -> None:
    spec = "# Feature Specification: A\n\n**Status**: Draft\n"
    files: dict[str, str | bytes] = {
        f"{path}/spec.md": spec for path in ("specs/002-a", "specs/009-b", "specs/area/01-c")
    }
    files[".specify/memory/constitution.md"] = "# Constitution\n\nShort.\n"
    first, *others = (loaded(files).project, loaded({**files, "specs/011-d/spec.md": spec}).project)
    folders = {folder.path: folder for folder in find_numbered_folders(first)}
    free = FreeFolderNumbers(first, *others)
    assert [free.find_next(folders["specs/002-a"]) for _ in range(2)] == ["012", "013"]


def test_each_decision_that_collides_is_given_another_number() -> None:
    files: dict[str, str | bytes] = {
        f"docs/adr/0002-{name}.md": f"# 2. {name}\n\n## Status\n\nAccepted\n" for name in "abcd"
    }
    found = [d.help for d in judged(files).diagnostics if d.rule == "adr-number-collision"]
    assert [text.split(", ")[1] for text in found] == ["0003", "0004", "0005"]
