"""Globs: what they match, and that no pattern makes matching explode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.model.files import Files, globs_meet, matches_glob

PATHS = st.lists(st.sampled_from(["a", "b", "ab", "src", "x.py"]), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/deep/a.py", False),
        ("src/**/*.py", "src/a.py", True),
        ("src/**/*.py", "src/x/y/a.py", True),
        ("**/a.py", "a.py", True),
        ("src", "src/deep/a.py", True),
        ("src/", "src/a.py", True),
        ("src", "srcs/a.py", False),
        ("**", "any/thing", True),
        ("src/[ab].py", "src/b.py", True),
        ("src/?.py", "src/ab.py", False),
        ("src/a.py", "src/A.py", False),
        ("a/**/b/**/c", "a/x/b/y/z/b/c", True),
        ("a/**/b", "a/b/c", True),
    ],
)
def test_matches(pattern: str, path: str, expected: bool) -> None:
    assert matches_glob(pattern, path) is expected


@given(PATHS, PATHS)
def test_two_stars_cross_any_folders(head: list[str], tail: list[str]) -> None:
    assert matches_glob(f"{head[0]}/**/{tail[-1]}", "/".join([head[0], *head[1:], *tail]))


@given(PATHS)
def test_a_path_matches_itself_and_its_folder(parts: list[str]) -> None:
    path = "/".join(parts)
    assert matches_glob(path, path)
    assert matches_glob(parts[0], path)


def test_many_stars_end() -> None:
    pattern = "/".join(["**", "*a*a*a*a*b"] * 20)
    assert not matches_glob(pattern, "/".join(["a" * 200] * 60))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("src/store/**", "src/store/db.py", True),
        ("src/store/**", "src/store", True),
        ("src/store/**", "src/**/*.sql", True),
        ("src/*/a.py", "src/store/*", True),
        ("src/*.py", "src/a*", True),
        ("src", "src/", True),
        ("**/tests/**", "src/**/x.py", True),
        ("src/*.py", "src/*.sql", False),
        ("src/a*.py", "src/b*.py", False),
        ("src/*.py", "src/deep/*.py", False),
        ("src/store/**", "src/stores/db.py", False),
        ("src/[ab].py", "src/b.py", True),
        ("src/[ab].py", "src/c.py", False),
        ("/".join("a" * 65), "/".join("a" * 65), False),
    ],
)
def test_globs_meet(one: str, other: str, expected: bool) -> None:
    assert globs_meet(one, other) is expected
    assert globs_meet(other, one) is expected


GLOBS = st.lists(
    st.sampled_from(["a", "b", "ab", "*", "**", "a*", "*b", "?", "[ab]", "[!a]b"]),
    min_size=1,
    max_size=5,
).map("/".join)


@given(GLOBS, GLOBS, st.lists(st.sampled_from(["a", "b", "ab", "bb"]), min_size=1, max_size=6))
def test_globs_that_match_one_path_meet(one: str, other: str, parts: list[str]) -> None:
    path = "/".join(parts)
    assert globs_meet(one, other) or not (matches_glob(one, path) and matches_glob(other, path))


def test_files_know_folders_and_other_spellings() -> None:
    files = Files(frozenset({"docs/Guide.md", "docs/deep/x.md"}))
    assert files.has_path("docs/deep")
    assert files.has_path("")
    assert not files.has_path("docs/guide.md")
    assert files.other_case("docs/guide.md") == "docs/Guide.md"
    assert files.other_case("docs/Guide.md") is None


def test_globs_are_relative_to_the_configuration() -> None:
    files = Files(frozenset({"app/src/a.py", "src/a.py"}), base="app")
    assert files.match_glob("src/*.py") == ["app/src/a.py"]
    assert files.matches_any("src/a.py")
    assert not files.matches_any("lib")
