"""Steps in the documents: what is legal, what follows, and that nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import ndiff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.actions.task_transition import Follow, gates_of, plan_journey
from awos_lint.core.diagnostic import Severity
from awos_lint.core.digest import compute_digest
from awos_lint.core.errors import RefusedError
from awos_lint.graph.project import Node
from awos_lint.workflow import cascades, transitions
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.next_steps import find_next, write_text
from awos_lint.workflow.remaining import Remaining
from awos_lint.workflow.screen import write_brief
from awos_lint.workflow.status import collect_status
from awos_lint.workflow.transitions import Move, Why, find_seat
from tests.support.products import (
    ROADMAP,
    feature,
    ladder,
    products,
    roadmap,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
    view,
)
from tests.support.worlds import judged, loaded, open_memory

SAID, SILENT = Why("because of the key", "2026-01-02"), Why("", "2026-01-02")
LINE = re.compile(
    r"status: [a-z-]+|remarks:|  - task: .*|    (?:state|at|reason): .*|[ >]*- \[[ xX-]\] .*"
)
"""The lines that a step may change."""

Step = tuple[Move, Follow]


def _none(_gates: Gates) -> None:
    return None


def _followed(follow: Callable[[Gates, Node], Move | None], owner: Node) -> Follow:
    return lambda gates: follow(gates, owner)


def step(gates: Gates, verb: str, key: str, why: Why = SAID) -> Step:
    """Return what a command does first, and what follows from it, as the command line has it."""
    node = gates.project.nodes[key]
    if node.kind == "feature":
        verbs = {
            "start": cascades.begin_feature,
            "done": cascades.close_feature,
            "reopen": cascades.take_back,
        }
        return verbs[verb](gates, node), _none
    if node.kind == "spec":
        return cascades.implement_spec(gates, node), _followed(cascades.close_upward, node)
    found = find_seat(gates, node)
    owner = found.owner
    if verb == "start":
        return transitions.start_task(found), _followed(cascades.begin_upward, owner)
    if verb == "done":
        return transitions.finish_task(found, why), _followed(cascades.close_upward, owner)
    if verb == "reopen":
        return transitions.reopen_task(found, why), _followed(cascades.reopen_upward, owner)
    return transitions.block_task(found, why), _none


def taken(files: Mapping[str, str], verb: str, key: str, why: Why = SAID) -> dict[str, str]:
    """Take a step; return the files after it."""
    found = loaded(files)
    first, follow = step(gates_of(found), verb, key, why)
    made = plan_journey(open_memory(files), found, first, follow)
    assert not made.worse.diagnostics, made.worse.diagnostics
    return {**files, **{p.document.path: p.text for p in made.proposals}}


def walk(files: dict[str, str], *steps: str) -> dict[str, str]:
    for said in steps:
        verb, key = said.split()
        files = taken(files, verb, key, SILENT)
    return files


def refusal(files: Mapping[str, str], verb: str, key: str, why: Why = SAID) -> str:
    with pytest.raises(RefusedError) as refused:
        taken(files, verb, key, why)
    return str(refused.value)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the lines that differ, each with its sign."""
    pairs = ((before.get(path, ""), after[path]) for path in sorted(after))
    lines = (line for old, new in pairs for line in ndiff(old.split("\n"), new.split("\n")))
    return [line[0] + line[2:] for line in lines if line[0] in "+-"]


# A task, from its beginning to its end.


def test_a_task_is_begun_with_its_feature_by_one_character_each() -> None:
    files = small()
    assert changed(files, taken(files, "start", "SPEC-001/T-01")) == [
        "-- [ ] **F-01** Feature 1",
        "+- [-] **F-01** Feature 1",
        "-- [ ] **T-01** Do T-01",
        "+- [-] **T-01** Do T-01",
    ]


def test_the_last_task_closes_list_spec_and_feature() -> None:
    files = walk(small(), "start SPEC-001/T-01", "done SPEC-001/T-01", "start SPEC-001/T-02")
    assert changed(files, taken(files, "done", "SPEC-001/T-02", SILENT)) == [
        "-- [-] **F-01** Feature 1",
        "+- [x] **F-01** Feature 1",
        "-status: approved",
        "+status: implemented",
        "-status: approved",
        "+status: done",
        "-- [-] **T-02** Do T-02",
        "+- [x] **T-02** Do T-02",
    ]


def test_taking_the_last_task_up_again_opens_all_that_it_closed() -> None:
    begun = walk(small(), "start SPEC-001/T-01", "done SPEC-001/T-01", "start SPEC-001/T-02")
    ended = walk(begun, "done SPEC-001/T-02")
    again = taken(ended, "reopen", "SPEC-001/T-02")
    opened = begun[tasks_path(1)].replace("[-] **T-02", "[ ] **T-02")
    remark = "remarks:\n  - task: T-02\n    state: reopened\n    at: 2026-01-02\n"
    remark += "    reason: because of the key\n"
    status = "status: approved\n"
    assert again[tasks_path(1)] == opened.replace(status, f"{status}{remark}", 1)
    assert {p: again[p] for p in (ROADMAP, spec_path(1))} == {
        p: begun[p] for p in (ROADMAP, spec_path(1))
    }


def test_a_feature_with_two_specs_is_done_with_the_second() -> None:
    files = small(
        **{spec_path(2): spec("F-01"), tasks_path(2): tasks(task("T-01", covers="FR-1, FR-2"))}
    )
    files[tasks_path(1)] = tasks(task("T-01", covers="FR-1, FR-2"))
    first = walk(files, "start SPEC-001/T-01", "done SPEC-001/T-01")
    assert "status: implemented" in first[spec_path(1)]
    assert "[-] **F-01**" in first[ROADMAP]
    assert "[x] **F-01**" in walk(first, "start SPEC-002/T-01", "done SPEC-002/T-01")[ROADMAP]


def test_a_task_that_is_split_ends_with_its_last_part() -> None:
    files = small()
    files[tasks_path(1)] = tasks(
        task("T-01", covers="FR-1, FR-2"),
        task("T-02", indent=1),
        task("T-03", indent=1),
        task("T-04"),
    )
    one = walk(files, "start SPEC-001/T-02", "done SPEC-001/T-02", "start SPEC-001/T-03")
    assert "[ ] **T-01**" in one[tasks_path(1)]
    two = walk(one, "done SPEC-001/T-03")
    assert "[x] **T-01**" in two[tasks_path(1)]
    assert "[-] **T-01**" in taken(two, "reopen", "SPEC-001/T-03")[tasks_path(1)]
    assert refusal(files, "start", "SPEC-001/T-01").startswith("SPEC-001/T-01 is split")


def test_a_list_with_open_steps_is_not_done() -> None:
    files = small()
    files[tasks_path(1)] = tasks(task("T-01", "active", covers="FR-1"), "  - [ ] Ask Mara")
    said = refusal(files, "done", "SPEC-001/T-01")
    assert said == "SPEC-001/T-01 is not done: `Ask Mara` below it must be ticked first"


@pytest.mark.parametrize(
    ("verb", "key", "said"),
    [
        ("start", "SPEC-001/T-02", "SPEC-001/T-02 may not be started: T-01 is open"),
        ("done", "SPEC-001/T-01", "SPEC-001/T-01 is open; `awos task start SPEC-001/T-01` first"),
        ("reopen", "SPEC-001/T-01", "SPEC-001/T-01 is open already"),
        ("start", "F-02", "F-02 may not be started: F-01 is open; no spec describes F-02"),
        ("done", "F-01", "F-01 is not done: SPEC-001 is approved"),
        ("done", "F-02", "F-02 is not done: no spec describes it"),
        ("reopen", "F-01", "F-01 is open already"),
        ("implemented", "SPEC-001", "SPEC-001 is not implemented: T-01 and T-02 are not done"),
    ],
)
def test_what_is_not_legal_is_refused_with_the_reason(verb: str, key: str, said: str) -> None:
    assert refusal(small(), verb, key) == said


@pytest.mark.parametrize(
    ("state", "verb", "said"),
    [
        ("active", "start", "SPEC-001/T-01 is in progress already"),
        (
            "done",
            "start",
            "SPEC-001/T-01 is done; `awos task reopen SPEC-001/T-01` takes it up again",
        ),
        ("done", "done", "SPEC-001/T-01 is done already"),
        ("done", "block", "SPEC-001/T-01 is done; only what is left can be blocked"),
        ("cancelled", "start", "SPEC-001/T-01 is cancelled"),
    ],
)
def test_a_state_is_not_taken_twice(state: str, verb: str, said: str) -> None:
    files = small(**{tasks_path(1): tasks(task("T-01", state), task("T-02"))})
    assert refusal(files, verb, "SPEC-001/T-01") == said


def test_nothing_begins_on_a_spec_that_is_not_approved() -> None:
    files = small(**{spec_path(1): spec("F-01", "draft")})
    assert "SPEC-001 is draft" in refusal(files, "start", "SPEC-001/T-01")
    active = {**files, tasks_path(1): tasks(task("T-01", "active"))}
    assert "SPEC-001 is draft" in refusal(active, "done", "SPEC-001/T-01")


def test_a_tick_is_taken_back_only_with_a_word() -> None:
    files = walk(small(), "start SPEC-001/T-01", "done SPEC-001/T-01")
    assert "say why" in refusal(files, "reopen", "SPEC-001/T-01", SILENT)


def test_a_feature_is_begun_and_taken_back_alone() -> None:
    files = small()
    begun = taken(files, "start", "F-01")
    assert "[-] **F-01**" in begun[ROADMAP]
    assert taken(begun, "reopen", "F-01") == files
    assert refusal(begun, "start", "F-01") == "F-01 is in progress already"
    worked = walk(files, "start SPEC-001/T-01")
    assert "tasks of SPEC-001 are begun" in refusal(worked, "reopen", "F-01")


def test_what_would_contradict_another_document_is_seen_before_it_is_written() -> None:
    files = small(
        **{
            ROADMAP: roadmap(feature(1, "done", spec="SPEC-001")),
            spec_path(1): spec("F-01", "implemented"),
            tasks_path(1): tasks(
                task("T-01", "done", covers="FR-1"),
                task("T-02", "done", after="T-01", covers="FR-2"),
                status="done",
            ),
        }
    )
    found = loaded(files)
    first, follow = step(gates_of(found), "reopen", "SPEC-001/T-01")
    made = plan_journey(open_memory(files), found, first, follow)
    assert [d.rule for d in made.worse.diagnostics] == ["task-done-before-dependency"]


def test_a_list_without_an_id_or_a_spec_is_taken_back_all_the_same() -> None:
    odd = tasks(task("T-01", "done")).replace("status:", "kind: tasks\nstatus:")
    files = small(**{"context/odd.md": odd})
    assert "- [ ] **T-01**" in taken(files, "reopen", "T-01")["context/odd.md"]
    assert "implements no spec" in refusal(taken(files, "reopen", "T-01"), "start", "T-01")


# Blocked.


def test_a_blocked_task_holds_and_starting_it_clears_the_remark() -> None:
    files = small()
    blocked = taken(files, "block", "SPEC-001/T-01")
    assert changed(files, blocked) == [
        "+remarks:",
        "+  - task: T-01",
        "+    state: blocked",
        "+    at: 2026-01-02",
        "+    reason: because of the key",
    ]
    gates = gates_of(loaded(blocked))
    work = gates.work_of(gates.project.nodes["SPEC-001"])
    assert [hold.why for hold in work.find_blockers(0)] == ["T-01 is blocked: because of the key"]
    assert taken(blocked, "reopen", "SPEC-001/T-01", SILENT) == files
    assert taken(blocked, "start", "SPEC-001/T-01") == taken(files, "start", "SPEC-001/T-01")


def test_a_task_in_progress_is_blocked_and_gone_on_with() -> None:
    begun = walk(small(), "start SPEC-001/T-01")
    blocked = taken(begun, "block", "SPEC-001/T-01")
    assert refusal(blocked, "done", "SPEC-001/T-01").endswith("is blocked: because of the key")
    assert taken(blocked, "start", "SPEC-001/T-01") == begun
    other = taken(blocked, "block", "SPEC-001/T-01", Why("Mara is away", "2026-01-03"))
    assert other[tasks_path(1)].count("state: blocked") == 1


def test_the_step_and_the_status_say_why_a_task_does_not_go_on() -> None:
    begun = walk(small(), "start SPEC-001/T-01")
    blocked = taken(begun, "block", "SPEC-001/T-01")
    said = "SPEC-001/T-01: T-01 is blocked: because of the key"
    assert said in _told(blocked)
    assert "in progress: SPEC-001/T-01 Do T-01: T-01 is blocked: because of the key" in _told(
        blocked
    )
    assert "blocked" not in _told(begun)


def _told(files: Mapping[str, str]) -> str:
    return write_text(find_next(Remaining(ladder(files)), "task")) + write_brief(
        collect_status(view(files))
    )


def test_a_remark_about_no_task_is_found() -> None:
    lines = "remarks:\n  - {task: T-09, state: done, at: 2026-01-02, reason: why}\n"
    text = small()[tasks_path(1)].replace("---\n# Tasks", f"{lines}---\n# Tasks")
    found = [d for d in judged({**small(), tasks_path(1): text}).diagnostics if "T-09" in d.message]
    assert [d.rule for d in found] == ["reference-dangling"]


# Whatever somebody does.

VERBS = {
    "task": ("start", "start", "done", "done", "block", "reopen"),
    "feature": ("start", "done", "reopen"),
    "spec": ("implemented",),
}


def _attempts(data: st.DataObject, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    nodes = loaded(files).project.nodes.values()
    pairs = [(verb, node.id) for node in nodes for verb in VERBS.get(node.kind, ())]
    for _ in range(data.draw(st.integers(1, 6)) if pairs else 0):
        yield data.draw(st.sampled_from(pairs))


def _errors(files: Mapping[str, str]) -> set[str]:
    found = judged(files).diagnostics
    return {d.fingerprint for d in found if d.severity is Severity.ERROR}


@given(products(), st.data())
def test_any_legal_steps_keep_what_was_approved(files: dict[str, str], data: st.DataObject) -> None:
    for verb, key in _attempts(data, files):
        found = loaded(files)
        try:
            first, follow = step(gates_of(found), verb, key)
            made = plan_journey(open_memory(files), found, first, follow)
        except RefusedError:
            continue
        after = {**files, **{p.document.path: p.text for p in made.proposals}}
        assert [compute_digest(d) for d in loaded(after).project.documents] == [
            compute_digest(d) for d in found.project.documents
        ]
        assert all(LINE.fullmatch(line[1:]) for line in changed(files, after))
        assert bool(made.worse.diagnostics) == bool(_errors(after) - _errors(files))
        if verb != "reopen":
            assert not made.worse.diagnostics
        files = after if not made.worse.diagnostics else files
