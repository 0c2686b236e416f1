"""What a step did to documents: which is which, what was rewritten, and what goes back."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.model.kinds import KINDS
from awos_lint.graph.diff import (
    find_added,
    find_moved,
    find_removed,
    find_reused,
    find_vanished,
    pair_versions,
)
from awos_lint.graph.lifecycle import explain_reversal
from awos_lint.graph.sections import find_rewriting
from tests.support.worlds import loaded

ADR = "context/decisions/0001-a.md"


def paths(before: dict[str, str], after: dict[str, str]) -> tuple[object, ...]:
    """Return what was kept, added, removed and reused, by path."""
    old, new = loaded(before).project, loaded(after).project
    return (
        [(pair.old.path, pair.new.path) for pair in pair_versions(old, new)],
        [document.path for document in find_added(old, new)],
        [document.path for document in find_removed(old, new)],
        [pair.new.path for pair in find_reused(old, new)],
    )


# Which is which.


def test_a_document_is_known_by_its_id_wherever_it_lies() -> None:
    here, there = ADR, "context/decisions/old/0001-b.md"
    text = "---\nid: ADR-0001\nkind: adr\n---\n# T\n"
    assert paths({here: text}, {there: text}) == ([(here, there)], [], [], [])


def test_a_document_whose_id_changed_is_known_by_its_file() -> None:
    old, new = ("---\nid: ADR-0001\n---\n", "---\nid: ADR-0002\n---\n")
    assert paths({ADR: old}, {ADR: new}) == ([(ADR, ADR)], [], [], [])


def test_two_documents_may_swap_their_files() -> None:
    one, two = "context/decisions/0001-a.md", "context/decisions/0002-b.md"
    first, second = "---\nid: ADR-0001\n---\n", "---\nid: ADR-0002\n---\n"
    kept = [(two, one), (one, two)]
    assert paths({one: first, two: second}, {one: second, two: first}) == (kept, [], [], [])


def test_one_new_document_takes_the_place_of_one() -> None:
    text = "---\nstatus: proposed\n---\n# Boats\n\nA boat has one owner and one berth.\n"
    old = {f"context/decisions/000{n}-boats.md": text for n in (1, 2, 3)}
    new = {"context/decisions/0009-boats.md": text}
    before, after = loaded(old).project, loaded(new).project
    assert [pair.new.path for pair in find_moved(before, after)] == list(new)
    assert len(find_vanished(before, after)) == 2


def test_an_id_that_two_documents_have_tells_nothing() -> None:
    twin = "context/decisions/0001-b.md"
    assert paths({ADR: "", twin: ""}, {ADR: "", "context/decisions/0001-c.md": ""}) == (
        [(ADR, ADR)],
        ["context/decisions/0001-c.md"],
        [twin],
        [],
    )


def test_a_text_that_cannot_be_read_is_neither_new_nor_gone() -> None:
    assert paths({ADR: "---\nid: [\n---\n"}, {ADR: "# T\n"}) == ([], [], [], [])


# What was rewritten.

WORDS = st.lists(st.sampled_from(["use", "one", "file", "for", "all", "books"]), min_size=1)


def decision(body: str) -> str:
    return f"---\nstatus: accepted\n---\n\n# Title\n\n## Decision\n\n{body}\n\n## After\n\nText.\n"


def said(old: str, new: str, *, amendable: bool = False) -> list[str]:
    one, other = (loaded({ADR: text}).project.documents[0] for text in (old, new))
    return [what for _, what in find_rewriting(one, other, amendable=amendable)]


@given(WORDS, st.lists(st.sampled_from([" ", "\n", "  ", "\r\n"]), min_size=60, max_size=60))
def test_setting_the_same_words_otherwise_rewrites_nothing(
    words: list[str], gaps: list[str]
) -> None:
    other = "".join(f"{word}{gap}" for word, gap in zip(words, gaps, strict=False))
    same = words[: len(gaps)]
    assert said(decision(" ".join(same)), decision(other)) == []
    assert said(decision(" ".join(same)), decision(f"**{same[0]}** {' '.join(same[1:])}")) == []


@given(WORDS, st.integers(0), st.sampled_from(["not", "two"]))
def test_one_other_word_is_enough(words: list[str], at: int, word: str) -> None:
    other = [*words]
    other[at % len(words)] = word
    assert said(decision(" ".join(words)), decision(" ".join(other))) == ["rewrites `Decision`"]


@pytest.mark.parametrize("title", ["Amendments", "Changelog", "3. Revision history"])
def test_only_amendments_may_grow_where_they_may(title: str) -> None:
    old = decision("one file")
    new = f"{old}\n## {title}\n\nMore.\n\n### 2026\n\nEven more.\n"
    assert said(old, new, amendable=True) == []
    assert said(old, new)[0] == f"adds `{title}`"
    assert said(new, old, amendable=True) == []
    assert said(old, f"{new}\n## Sequel\n\nText.\n", amendable=True) == ["adds `Sequel`"]


def test_sections_may_not_go_but_may_change_places() -> None:
    old = decision("one file")
    assert said(old, old.replace("## After\n\nText.\n", "")) == ["removes `After`"]
    head, first, second = old.partition("## Decision")[0], "\n\none file\n\n", "\n\nText.\n"
    assert said(old, f"{head}## After{second}\n## Decision{first}") == []


# What goes back.

FORBIDDEN = {
    "adr": {
        ("accepted", "proposed"),
        ("accepted", "rejected"),
        ("deprecated", "accepted"),
        ("deprecated", "proposed"),
        ("rejected", "accepted"),
    },
    "spec": {
        ("implemented", "approved"),
        ("implemented", "draft"),
        ("implemented", "in-review"),
        ("retired", "approved"),
        ("retired", "draft"),
        ("retired", "implemented"),
        ("retired", "in-review"),
    },
    "tasks": {("done", "approved"), ("done", "draft"), ("done", "in-review")},
    "standard": {("retired", "approved"), ("retired", "draft"), ("retired", "in-review")},
}
HOME = {
    "mission": "context/mission.md",
    "roadmap": "context/roadmap.md",
    "adr": ADR,
    "requirements": "context/specs/001-c/requirements.md",
    "spec": "context/specs/001-c/spec.md",
    "tasks": "context/specs/001-c/tasks.md",
    "standard": "context/standards/python.md",
}


@pytest.mark.parametrize("kind", KINDS)
def test_which_steps_between_statuses_go_back(kind: str) -> None:
    done = {"context/specs/001-c/tasks.md": "---\nstatus: done\n---\n- [x] **T-01** Do it\n"}

    def world(status: str) -> dict[str, str]:
        text = f"---\nstatus: {status}\n---\n- [x] **T-01** Do it\n"
        return {**done, HOME[kind]: text}

    found = set()
    for old, new in product(KINDS[kind].statuses, repeat=2):
        before, after = loaded(world(old)).project, loaded(world(new)).project
        pair = next(p for p in pair_versions(before, after) if p.new.path == HOME[kind])
        if old != new and explain_reversal(before, after, pair):
            found.add((old, new))
    assert found == FORBIDDEN.get(kind, set())


def test_a_reversal_is_seen_behind_a_new_number() -> None:
    text = "---\nstatus: {}\n---\n# Boats\n\nA boat has one owner and one berth.\n"
    before = loaded({ADR: text.format("accepted")}).project
    after = loaded({"context/decisions/0005-a.md": text.format("rejected")}).project
    (pair,) = find_moved(before, after)
    assert explain_reversal(before, after, pair)
