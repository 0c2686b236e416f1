"""Two tasks may run side by side exactly when neither waits for the other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.model.document import Item, Text
from awos_lint.core.text import Span
from awos_lint.graph.parallel import side_by_side

COUNT = 7
TASK = Item("task", "T-1", Text("", Span(0, 0)), Span(0, 0), Span(0, 0))
# A later task comes after an earlier one, so that there is no ring.
PAIRS = st.lists(
    st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).map(
        lambda pair: (max(pair), min(pair))
    ),
    max_size=10,
).map(lambda pairs: [pair for pair in pairs if pair[0] != pair[1]])


def tasks(*parents: int) -> list[Item]:
    return [replace(TASK, parent=parent) for parent in parents]


def free(items: list[Item], after: list[tuple[int, int]]) -> list[set[int]]:
    found = side_by_side(items, after)
    return [{n for n in range(len(items)) if mask >> n & 1} for mask in found]


@given(PAIRS)
def test_free_are_those_that_no_chain_connects(pairs: list[tuple[int, int]]) -> None:
    earlier = [{task} for task in range(COUNT)]
    for task in range(COUNT):
        for later, first in pairs:
            if later == task:
                earlier[task] |= earlier[first]
    expected = [
        {b for b in range(COUNT) if b not in earlier[a] and a not in earlier[b]}
        for a in range(COUNT)
    ]
    assert free(tasks(*[-1] * COUNT), pairs) == expected


@given(PAIRS)
def test_being_free_is_mutual_with_parts_too(pairs: list[tuple[int, int]]) -> None:
    found = free(tasks(-1, 0, 0, -1, 3, 4, -1), pairs)
    assert all(a in found[b] for a in range(COUNT) for b in found[a])


def test_parts_wait_for_what_the_whole_waits_for() -> None:
    # 0 holds 1 and 2; 3 comes after 0 and holds 4.
    assert free(tasks(-1, 0, 0, -1, 3), [(3, 0)]) == [set(), {2}, {1}, set(), set()]


def test_an_order_between_parts_leaves_the_others_free() -> None:
    found = free(tasks(-1, 0, 0, -1), [(2, 1)])
    assert found == [{3}, {3}, {3}, {0, 1, 2}]


def test_a_link_to_the_own_whole_means_nothing() -> None:
    assert free(tasks(-1, 0, 0), [(1, 0), (0, 2)]) == [set(), {2}, {1}]


def test_nothing_is_free_where_tasks_wait_in_a_ring() -> None:
    assert free(tasks(-1, -1, -1), [(0, 1), (1, 0)]) == [set(), set(), set()]


def test_no_tasks() -> None:
    assert side_by_side([], []) == []
