"""Comments in Markdown that silence rules: where they apply, and which are malformed."""

from __future__ import annotations

import pytest

from tests.support.texts import at, body


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a <!-- awos: ignore[x] why -->\nb\n", (1, 1)),
        ("<!-- awos: ignore[x] why -->\n\nb\n", (3, 3)),
        ("<!-- awos: ignore[x] why --> b\n", (1, 1)),
        ("<!-- awos: ignore[x]\nwhy\n-->\nb\n", (4, 4)),
        ("a <!-- awos: ignore[x]\nwhy -->\nb\n", (1, 2)),
        ("> <!-- awos: ignore[x] why -->\n>\n> b\n", (3, 3)),
        ("- a\n  <!-- awos: ignore[x] why -->\n- b\n", (3, 3)),
        ("a\n\n<!-- awos: ignore[x] why -->\n", (3, 3)),
        ("<!-- awos: ignore-file[x] why -->\nb\n", (0, 0)),
        ("| a <!-- awos: ignore[x] why --> |\n|---|\n", (1, 1)),
        ("<!--awos:ignore[x]why-->\nb\n", (2, 2)),
    ],
)
def test_lines(text: str, lines: tuple[int, int]) -> None:
    for newline in ("\n", "\r\n"):
        found = body(text.replace("\n", newline))
        (suppression,) = found.suppressions
        assert (suppression.first, suppression.last) == lines
        assert suppression.reason == "why"
        assert not found.problems


def test_comments_below_one_another_are_about_the_same_line() -> None:
    text = "<!-- awos: ignore[x] one -->\n<!-- awos: ignore[y] two -->\n\ntext\n"
    assert [s.first for s in body(text).suppressions] == [4, 4]


def test_rules_and_places() -> None:
    text = "a <!-- awos: ignore[task-vague, adr] it is\n  fine --> b\n"
    (suppression,) = body(text).suppressions
    rules = [(rule.value, at(text, rule.span)) for rule in suppression.rules]
    assert rules == [("task-vague", "task-vague"), ("adr", "adr")]
    assert suppression.reason == "it is fine"
    assert at(text, suppression.span) == text[2:-3]


@pytest.mark.parametrize(
    ("comment", "word"),
    [
        ("awos: ignore[x]", "no reason"),
        ("awos: ignore[x] ", "no reason"),
        ("awos: ignore why", "no rule"),
        ("awos: ignore[] why", "no rule"),
        ("awos: ignore[ , ] why", "no rule"),
        ("awos: ignore[x y] why", "`x y`"),
        ("awos: ignore[X] why", "`X`"),
        ("awos: drop[x] why", "`drop`"),
        ("awos: ignore[x why", "no rule"),
        ("awos:", "not `ignore`"),
    ],
)
def test_malformed(comment: str, word: str) -> None:
    text = f"a <!-- {comment} -->\n"
    found = body(text)
    assert found.suppressions == ()
    (problem,) = found.problems
    assert problem.rule == "suppression-malformed"
    assert word in problem.message
    assert at(text, problem.span) == f"<!-- {comment} -->"


@pytest.mark.parametrize(
    "text",
    [
        "<!-- awos -->\n",
        "<!-- ignore[x] why -->\n",
        "`<!-- awos: ignore[x] why -->`\n",
        "```\n<!-- awos: ignore[x] why -->\n```\n",
        "    <!-- awos: ignore[x] why -->\n",
        "# awos: ignore[x] why\n",
    ],
)
def test_not_for_awos(text: str) -> None:
    found = body(text)
    assert found.suppressions == ()
    assert found.problems == ()
