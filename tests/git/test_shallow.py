"""What a cut history lets one conclude is true of the whole one, wherever it was cut."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.git.shallow import certain_base, certain_range, find_reachable
from tests.support.histories import Plan, plans
from tests.support.profiles import scale_examples

Parents = dict[str, tuple[str, ...]]


def whole(history: tuple[Plan, ...]) -> Parents:
    return {str(i): tuple(map(str, plan.parents)) for i, plan in enumerate(history)}


def cut(parents: Parents, depth: int) -> tuple[Parents, frozenset[str]]:
    """Keep what is fewer than ``depth`` generations behind the last commit, as git does."""
    near = {str(len(parents) - 1)}
    ring = near
    for _ in range(depth - 1):
        ring = {above for sha in ring for above in parents[sha]} - near
        near = near | ring
    boundary = {sha for sha in near if not near.issuperset(parents[sha])}
    seen = {sha: () if sha in boundary else parents[sha] for sha in near}
    return seen, frozenset(boundary)


def bases(parents: Parents, one: str, other: str) -> set[str]:
    common = find_reachable(parents, one) & find_reachable(parents, other)
    return {c for c in common if not any(c in find_reachable(parents, d) for d in common - {c})}


@settings(max_examples=scale_examples(300))
@given(plans(12), st.integers(1, 5))
def test_a_certain_merge_base_is_the_one_of_the_whole(
    history: tuple[Plan, ...], depth: int
) -> None:
    full = whole(history)
    seen, boundary = cut(full, depth)
    for one, other in combinations(sorted(seen), 2):
        found = bases(seen, one, other)
        if len(found) == 1 and certain_base(seen, boundary, (one, other), *found):
            assert found == bases(full, one, other)


@settings(max_examples=scale_examples(300))
@given(plans(12), st.integers(1, 5))
def test_a_certain_range_is_the_one_of_the_whole(history: tuple[Plan, ...], depth: int) -> None:
    full = whole(history)
    seen, boundary = cut(full, depth)
    head = str(len(full) - 1)
    for base in seen:
        listed = find_reachable(seen, head) - find_reachable(seen, base)
        if certain_range(seen, boundary, base, listed):
            assert listed == find_reachable(full, head) - find_reachable(full, base)


def test_where_nothing_was_cut_off_everything_is_certain() -> None:
    line = {"c": ("b",), "b": ("a",), "a": ()}
    assert certain_base(line, frozenset(), ("c", "b"), "b")
    assert certain_range(line, frozenset(), "a", ["c", "b"])


def test_a_branch_that_left_within_the_clone_is_certain() -> None:
    # 1 is where the clone ends; 2 left the line after it.
    seen: Parents = {"4": ("3",), "3": ("1",), "2": ("1",), "1": ()}
    boundary = frozenset({"1"})
    assert certain_base(seen, boundary, ("4", "2"), "1")
    assert certain_range(seen, boundary, "4", ["2"])
    assert not certain_range(seen, frozenset({"1", "2"}), "4", ["2"])


def test_a_way_that_is_hidden_may_lead_to_a_better_merge_base() -> None:
    # In whole, `a` comes from `x` by way of `p` and `q`; the clone ends at `p`.
    full: Parents = {
        "head": ("a", "x"),
        "a": ("p", "m"),
        "p": ("q",),
        "q": ("x",),
        "x": ("m",),
        "m": (),
    }
    seen = {sha: full[sha] for sha in ("head", "a", "x", "m")} | {"p": ()}
    assert bases(full, "a", "x") == {"x"}
    assert bases(seen, "a", "x") == {"m"}
    assert not certain_base(seen, frozenset({"p"}), ("a", "x"), "m")
