"""JSON with places: the same values as the standard library, and where each one stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.syntax.parse.json_text import RULE, Value, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


def plain(value: Value) -> Any:
    if isinstance(value.data, list):
        return [plain(entry) for entry in value.data]
    if isinstance(value.data, dict):
        return {name: plain(member) for name, member in value.data.items()}
    return int(value.text) if value.number else value.data


def every(value: Value) -> list[Value]:
    members = list(value.data.values()) if isinstance(value.data, dict) else value.entries
    return [value, *(inner for member in members for inner in every(member))]


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_reads_what_the_standard_library_writes(
    value: Any, indent: int | None, ascii_: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    found = read_json(text, 100)
    assert found.problems == ()
    assert found.value is not None
    assert plain(found.value) == value
    for inner in every(found.value):
        # What stands at a value's place is the value, alone.
        assert json.loads(text[inner.span.start : inner.span.end]) == plain(inner)


@given(st.text(alphabet='{}[]":, \n\t0123456789.-+eEtruefalsn\\u"abc', max_size=24))
def test_refuses_what_the_standard_library_refuses(text: str) -> None:
    try:
        json.loads(text, strict=False, parse_constant=lambda name: pytest.fail(name))
        valid = True
    except (ValueError, pytest.fail.Exception):
        valid = False
    found = read_json(text, 100)
    assert (found.value is not None) == valid
    for problem in found.problems:
        assert problem.rule == RULE
        assert problem.span
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("", 0, "the file is empty"),
        ('{"a": 1,}', 8, "a name in quotes"),
        ('{"a" 1}', 5, "a colon"),
        ("[1 2]", 3, "`,` or `]`"),
        ("[1] x", 4, "something follows"),
        ('["open', 1, "a string is not closed"),
        ("[1, ", 4, "breaks off"),
        ("[1, ]", 4, "`]` begins no JSON value"),
    ],
)
def test_names_the_place(text: str, offset: int, words: str) -> None:
    found = read_json(text, 10)
    assert found.value is None
    (problem,) = found.problems
    assert problem.span
    assert problem.span.start == offset
    assert words in problem.message


def test_first_of_two_equal_names_counts() -> None:
    found = read_json('{"a": 1, "a": 2}', 10)
    assert found.value
    assert plain(found.value) == {"a": 1}
    assert [problem.message for problem in found.problems] == ["`a` stands twice in this object"]


def test_depth_is_a_limit() -> None:
    assert read_json("[[[]]]", 3).value is not None
    refused = read_json("[[[[]]]]", 3)
    assert (refused.value, refused.problems) == (None, ())
    assert "more than 3 levels" in refused.unread
    assert read_json("[" * 100_000, 100).unread


def test_half_a_character_is_replaced() -> None:
    found = read_json(r'"\ud800"', 10)
    assert found.value
    assert found.value.text == "\ufffd"
