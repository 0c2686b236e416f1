"""Plain front matter: what is read without the YAML parser is what that would have found."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Address, Data, Mark
from awos_lint.core.text import Span
from awos_lint.syntax.parse.events import Builder
from awos_lint.syntax.parse.plain_front import plain_front
from tests.support.texts import LIMITS

START = 4

SIGNS = st.sampled_from(list("aZ09é_ -:,#'\"?!&*@<>[]{}|%`~=+./()\\\t\r\u2028\U0001f600\x85\xa0"))
WORDS = st.sampled_from(["Ada", "no", "012", "1:30", "2026-01-31", "SPEC-001", "src/a.py", "<<"])
SCALARS = WORDS | st.text(SIGNS, max_size=6)
LISTS = st.lists(SCALARS, max_size=3)
KEYS = st.sampled_from(["id", "status", "depends_on", "no", "x-a", "owners", "é"]) | SCALARS
LINES = (
    st.builds("{}: {}\n".format, KEYS, SCALARS)
    | st.builds(lambda key, values: f"{key}: [{', '.join(values)}]\n", KEYS, LISTS)
    | st.builds("{}:\n".format, KEYS)
    | st.builds(lambda indent, value: f"{' ' * indent}- {value}\n", st.integers(0, 3), SCALARS)
    | st.text(SIGNS, max_size=8).map("{}\n".format)
)
BLOCKS = st.lists(LINES, max_size=6).map("".join)


def parsed(block: str) -> tuple[dict[str, Data], dict[Address, Mark]]:
    builder = Builder(START, LIMITS)
    builder.read_yaml(block)
    assert not builder.problems
    return builder.fields, builder.marks


@given(BLOCKS)
@example("a: b\nc:\n- d\n- e\nf: [g, h i]\n")
@example("a:\n  - b\n  - c d, e\n")
def test_what_is_read_is_what_the_parser_finds(block: str) -> None:
    found = plain_front(block, START, LIMITS)
    if found:
        assert (found.fields, found.marks) == parsed(block)


def test_what_most_documents_say_is_read() -> None:
    block = (
        "id: ADR-0007\ntitle: Use one file, and only one\nstatus: accepted\n"
        "owners: [Ada Lovelace <ada@example.org>, Grace]\ncreated: 2026-01-31\n"
        "applies_to:\n  - src/**\n  - tests/test_a.py\n"
    )
    with pytest.raises(AssertionError):
        parsed("a: no\n")
    found = plain_front(block, START, LIMITS)
    assert found
    assert (found.fields, found.marks) == parsed(block)
    assert found.fields["applies_to"] == ["src/**", "tests/test_a.py"]
    assert found.marks[("id",)] == Mark(Span(8, 16), Span(4, 6))


@pytest.mark.parametrize(
    "block",
    [
        "",
        "a: 012\n",
        "no: a\n",
        "a: 'b'\n",
        "a: b # c\n",
        "a: b\na: c\n",
        "a:\nb: c\n",
        "a:\n",
        "- a\n",
        "a:\n  - b\n - c\n",
        "a: b\n  c\n",
        "a: b: c\n",
        "a: &b c\n",
        "a: [b, [c]]\n",
        "a: {b: c}\n",
        "a: |\n  b\n",
        "a:\n  b: c\n",
        "a: b\r\n",
        "a:\tb\n",
        "a: b \n",
    ],
)
def test_what_is_not_certain_is_left_to_the_parser(block: str) -> None:
    assert plain_front(block, START, LIMITS) is None


@pytest.mark.parametrize(
    "limits", [{"front_events": 9}, {"front_depth": 1}, {"scalar": 10}], ids=str
)
def test_where_a_limit_is_near_the_parser_decides(limits: dict[str, int]) -> None:
    block = "a: [b, c]\nd: e\n"
    assert plain_front(block, START, LIMITS)
    assert plain_front(block, START, Limits().model_copy(update=limits)) is None
