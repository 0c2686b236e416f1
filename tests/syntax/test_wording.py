"""Words and clauses are counted as a reader would count them, and the places are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.suggestion import measure_distance
from awos_lint.syntax.parse.imperatives import VERBS, find_imperatives
from awos_lint.syntax.parse.phrases import find_phrases

LETTERS = st.text("abc", max_size=6)


def clauses(title: str) -> list[str]:
    return [title[start:end].strip() for start, end in find_imperatives(title)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Add the table", ["Add the table"]),
        ("The store of carts", []),
        (
            "Add the table, write tests and update docs",
            ["Add the table", "write tests", "update docs"],
        ),
        ("Add a model, a view and a page", ["Add a model, a view and a page"]),
        ("Create it; then move it. Test it", ["Create it", "move it", "Test it"]),
        ("[P] Backend: add the table", ["add the table"]),
        ("**Backend:** add the table", ["add the table"]),
        ("Implement the view: show the sum", ["Implement the view: show the sum"]),
        ("Verify the page - run it, check the sum", ["Verify the page - run it", "check the sum"]),
        ("Configure tools (format, check, test)", ["Configure tools (format, check, test)"]),
        ("Rename, move and document it", ["Rename", "move", "document it"]),
        ("Add create, update and delete pages", ["Add create, update and delete pages"]),
        ("Add the create, update and delete pages", ["Add the create, update and delete pages"]),
        ("Add tests for create and update", ["Add tests for create and update"]),
        ("Write the test and add the page", ["Write the test", "add the page"]),
        ("Add create and delete pages and test them", ["Add create and delete pages", "test them"]),
        ("Command and standard", []),
        ("", []),
    ],
)
def test_clauses(title: str, expected: list[str]) -> None:
    assert clauses(title) == expected


def test_further_verbs() -> None:
    assert len(find_imperatives("Add it and backfill it", VERBS | {"backfill"})) == 2
    assert len(find_imperatives("Add it and backfill it")) == 1


@given(
    st.lists(st.sampled_from([*sorted(VERBS)[:9], "cart", ",", ";", "and", "then", ":", "(", ")"]))
)
def test_clauses_are_apart_and_begin_with_a_verb(words: list[str]) -> None:
    title = " ".join(words)
    end = 0
    for start, stop in find_imperatives(title):
        assert end <= start < stop <= len(title)
        assert title[start:].split()[0] in VERBS
        end = stop


def found(text: str, *phrases: str) -> list[str]:
    return [text[start:end] for start, end in find_phrases(text, phrases)]


def test_the_longer_phrase_is_meant() -> None:
    assert found("as appropriate", "appropriate", "as appropriate") == ["as appropriate"]


def test_phrases_are_whole_words_in_any_case_over_any_blanks() -> None:
    assert found("Clean  up, clean\nup", "clean up") == ["Clean  up", "clean\nup"]
    assert found("etcd, some-of, awesome, some_name", "etc", "some") == []


def test_names_and_quotes_are_left_out() -> None:
    assert found("Add the Polish words. Polish it", "polish") == ["Polish"]
    assert find_phrases("Add the Polish words. Polish it", ("polish",)) == [(22, 28)]
    assert found('show "some things" and “various” to some', "some", "various") == ["some"]


def test_no_phrases() -> None:
    assert find_phrases("some", ()) == []
    assert find_phrases("some", (" ",)) == []


@pytest.mark.parametrize(
    ("one", "two", "far"),
    [("after", "after", 0), ("afer", "after", 1), ("verfiy", "verify", 1), ("fields", "files", 2)],
)
def test_distance(one: str, two: str, far: int) -> None:
    assert measure_distance(one, two, 2) == far


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_distance_is_symmetric_and_zero_only_for_the_same(one: str, two: str, limit: int) -> None:
    far = measure_distance(one, two, limit)
    assert far == measure_distance(two, one, limit)
    assert (far == 0) == (one == two)
    assert far <= limit + 1
    assert far >= min(abs(len(one) - len(two)), limit + 1)
