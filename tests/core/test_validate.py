"""What is said about a front matter, and which of it a tool may correct."""

from __future__ import annotations

import pytest

from awos_lint.core.model.document import Address, Data, Mark, Problem
from awos_lint.core.model.kinds import KINDS
from awos_lint.core.model.validate import find_problems, judge_kind
from awos_lint.core.text import Span


def judged(kind: str, fields: dict[str, Data]) -> list[Problem]:
    spans = (Span(10 * n, 10 * n + 5) for n in range(1, 100))
    marks: dict[Address, Mark] = {(key,): Mark(next(spans), next(spans)) for key in fields}
    return list(find_problems(KINDS[kind], fields, marks, Span(0, 3)))


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        ("adr", "approved", "accepted"),
        ("adr", "aproved", "accepted"),
        ("adr", "draft", "proposed"),
        ("spec", "accepted", "approved"),
        ("spec", "done", "implemented"),
        ("tasks", "implemented", "done"),
        ("mission", "inreview", "in-review"),
    ],
)
def test_a_status_of_another_kind_is_translated_but_never_written(
    kind: str, said: str, meant: str
) -> None:
    [problem] = judged(kind, {"status": said})
    assert problem.rule == "document-unknown-status"
    assert problem.help == f"did you mean `{meant}`?"
    assert problem.fix is None


@pytest.mark.parametrize("said", ["In Review", "IN_REVIEW", "In-review"])
def test_another_spelling_of_a_status_is_corrected(said: str) -> None:
    assert [problem.fix for problem in judged("mission", {"status": said})] == ["in-review"]


def test_a_word_like_no_status_gets_the_whole_list() -> None:
    [problem] = judged("mission", {"status": "purple"})
    assert problem.help == "write one of draft, in-review, approved"


@pytest.mark.parametrize("value", ["Mara", "src/**/*.py", "Mara <mara@ledgerly.example>"])
def test_a_single_entry_gets_its_brackets(value: str) -> None:
    assert [problem.fix for problem in judged("adr", {"owners": value})] == [f"[{value}]"]


@pytest.mark.parametrize(
    "value", ["*.py", "a: b", "a, b", "- a", "&a", "a #b", "a]", "a:", "x" * 99]
)
def test_brackets_are_not_put_around_what_they_would_change(value: str) -> None:
    [problem] = judged("adr", {"owners": value})
    assert problem.fix is None
    assert "`owners` must be a list" in problem.message


def test_a_key_that_is_there_already_is_not_suggested() -> None:
    [problem] = judged("adr", {"owner": "Mara", "owners": ["Jonas"]})
    assert (problem.message, problem.fix) == ("kind `adr` has no key `owner`", None)
    assert "owners" not in problem.help


def test_what_is_quoted_is_short_and_visible() -> None:
    for key, value in (("id", "\x1b" * 500), ("status", "\x1b" * 500), ("\x1b" * 500, "a")):
        [problem] = judged("adr", {key: value})
        assert "\x1b" not in problem.message + problem.help
        assert len(problem.message) < 500


@pytest.mark.parametrize(
    ("said", "implied", "kind", "rule"),
    [
        ("adr", "spec", "adr", "document-misplaced"),
        ("adrs", "spec", "spec", "document-unknown-kind"),
        ("purple", "spec", "spec", "document-unknown-kind"),
        ("adrs", "", "adr", "document-unknown-kind"),
    ],
)
def test_a_disputed_kind(said: str, implied: str, kind: str, rule: str) -> None:
    found = judge_kind(said, implied, KINDS, Span(0, 3))
    assert found is not None
    assert (found[0], found[1].rule) == (kind, rule)


@pytest.mark.parametrize(("said", "implied"), [("adr", "adr"), ("adr", ""), ("Deployment", "")])
def test_an_undisputed_kind(said: str, implied: str) -> None:
    assert judge_kind(said, implied, KINDS, Span(0, 3)) is None
