"""Which paths tasks share, by what they declare."""

from __future__ import annotations

import pytest

from awos_lint.core.model.document import Item, Text
from awos_lint.core.text import Span
from awos_lint.graph.writes import (
    find_entry,
    find_meeting,
    find_shared_paths,
    is_outside,
    normalize_path,
)


def writing(*paths: str) -> Item:
    values = tuple(Text(path, Span(n + 1, n + 2)) for n, path in enumerate(paths))
    return Item(
        "task", "T-1", Text("", Span(0, 0)), Span(0, 0), Span(0, 0), fields={"files": values}
    )


def writers(*tasks: Item) -> dict[str, set[int]]:
    found = find_shared_paths(enumerate(tasks))
    return {path: {n for n in range(len(tasks)) if who >> n & 1} for path, who in found.items()}


def test_a_folder_and_a_glob_meet_the_paths_in_them() -> None:
    found = writers(writing("src/a/b.py"), writing("src/"), writing("src/**/*.py"), writing("x.py"))
    assert found["src/a/b.py"] == {0, 1, 2}
    assert found["x.py"] == {3}


def test_globs_meet_when_one_matches_the_other() -> None:
    assert writers(writing("src/*.py"), writing("src/a*.py"))["src/*.py"] == {0, 1}
    assert writers(writing("src/*.py"), writing("docs/*.md"))["src/*.py"] == {0}


def test_globs_that_meet_what_is_written() -> None:
    assert find_meeting(["src/**", "docs/**", "a.py"], ["src/x.py", "a.py"]) == {
        "src/**",
        "a.py",
    }
    many = [f"x/*.{n}" for n in range(1001)]
    assert find_meeting([*many, "a"], [*many, "x/1.1"]) == set(many)


def test_entry_of_a_folder() -> None:
    assert find_entry(writing("x.py", "src"), "src/a/b.py") == Span(2, 3)


def test_a_name_that_begins_alike_is_another_file() -> None:
    assert writers(writing("src/cart"), writing("src/cart.py"))["src/cart.py"] == {1}


def test_very_many_globs_are_equal_only_when_written_alike() -> None:
    many = writing(*(f"*.{n}" for n in range(1001)))
    found = writers(many, writing("a.1", "*.2"))
    assert found["a.1"] == {1}
    assert found["*.2"] == {0, 1}


@pytest.mark.parametrize(
    ("written", "path"), [("./a/", "a"), ("././a/b", "a/b"), ("a", "a"), (".a", ".a"), ("./", "")]
)
def test_tidy(written: str, path: str) -> None:
    assert normalize_path(written) == path


@pytest.mark.parametrize("path", ["/etc/x", "~/x", "C:/x", "a\\b", "../x", "a/../b", ".."])
def test_outside(path: str) -> None:
    assert is_outside(path)


@pytest.mark.parametrize("path", ["a/b.py", "./a", "a..b/c", "...", "a/*:b"])
def test_inside(path: str) -> None:
    assert not is_outside(path)


def test_entry_prefers_the_path_itself() -> None:
    item = writing("src/**", "./src/a.py")
    assert find_entry(item, "src/a.py") == Span(2, 3)
    assert find_entry(item, "src/b.py") == Span(1, 2)
    assert find_entry(item, "x") == item.anchor
