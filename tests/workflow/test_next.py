"""What is proposed next may be started, and nothing before it may."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given

from awos_lint.core.digest import compute_digest
from awos_lint.workflow.backlog import Doing, Step
from awos_lint.workflow.next_steps import Answer, as_json, find_next, write_text
from awos_lint.workflow.remaining import Remaining
from tests.support.products import (
    ROADMAP,
    adr_path,
    decision,
    feature,
    gates,
    ladder,
    mission,
    products,
    project,
    roadmap,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
)
from tests.support.worlds import judged

ORDER = ("order-", "task-done-before-dependency")


def answer(files: Mapping[str, str], kind: str = "") -> Answer:
    return find_next(Remaining(ladder(files)), kind)


def proposed(files: Mapping[str, str], kind: str = "") -> tuple[str, str] | None:
    step = answer(files, kind).step
    return (step.id, str(step.doing)) if step else None


def why(files: Mapping[str, str], kind: str, key: str) -> list[str]:
    step = next(step for step in answer(files, kind).earlier if step.id == key)
    return [hold.why for hold in step.holds]


# The steps in their order.


def test_an_empty_repository_begins_with_the_mission() -> None:
    assert proposed({}) == ("MISSION", "write")


def test_each_step_waits_for_the_one_before() -> None:
    files = {"awos.toml": 'ignore = ["approval"]\n', "context/mission.md": mission("draft")}
    assert proposed(files) == ("MISSION", "finish")
    files["context/mission.md"] = mission()
    assert proposed(files) == ("ROADMAP", "write")
    files[ROADMAP] = roadmap(feature(1), status="draft")
    assert proposed(files) == ("ROADMAP", "finish")
    files[ROADMAP] = roadmap(feature(1))
    assert proposed(files) == ("F-01", "write")
    files[spec_path(1)] = spec("F-01", "draft")
    assert proposed(files) == ("SPEC-001", "finish")
    files[spec_path(1)] = spec("F-01")
    assert proposed(files) == ("SPEC-001", "write")
    files[tasks_path(1)] = tasks()
    assert proposed(files) == ("TASKS-001", "finish")
    files[tasks_path(1)] = tasks(task("T-01"), status="draft")
    assert proposed(files) == ("TASKS-001", "finish")
    files[tasks_path(1)] = tasks(task("T-01"))
    assert proposed(files) == ("SPEC-001/T-01", "start")
    files[tasks_path(1)] = tasks(task("T-01", "done"))
    assert proposed(files) == ("SPEC-001", "close")
    files[spec_path(1)] = spec("F-01", "implemented")
    assert proposed(files) == ("F-01", "close")
    files[ROADMAP] = roadmap(feature(1, "done"))
    assert proposed(files) is None
    assert write_text(answer(files)) == (
        "Nothing is left to do: 1 of 1 feature done, 1 mission, 1 spec, 1 of 1 task done.\n"
        "\nNext:\n  $ awos check\n"
    )


@pytest.mark.parametrize(
    ("path", "document", "key"),
    [
        ("context/mission.md", mission("in-review"), "MISSION"),
        (ROADMAP, roadmap(feature(1, spec="SPEC-001"), status="in-review"), "ROADMAP"),
        (spec_path(1), spec("F-01", "in-review"), "SPEC-001"),
        (tasks_path(1), tasks(task("T-01"), status="in-review"), "TASKS-001"),
    ],
)
def test_nothing_below_begins_while_a_person_must_decide(
    path: str, document: str, key: str
) -> None:
    files = small(**{path: document})
    assert proposed(files, "task") is None
    assert f"{key} is in-review" in why(files, "task", "SPEC-001/T-01")
    waiting = next(step for step in answer(files).earlier if step.id == key)
    assert (waiting.doing, waiting.command) == (Doing.APPROVE, f"awos approve {key}")


def test_a_task_waits_for_what_it_comes_after() -> None:
    assert proposed(small(), "task") == ("SPEC-001/T-01", "start")
    files = small(**{tasks_path(1): tasks(task("T-01", "active"), task("T-02", after="T-01"))})
    assert proposed(files, "task") is None
    assert why(files, "task", "SPEC-001/T-02") == ["T-01 is in progress"]
    files = small(**{tasks_path(1): tasks(task("T-01", "cancelled"), task("T-02", after="T-01"))})
    assert proposed(files, "task") == ("SPEC-001/T-02", "start")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([task("T-01", after="T-99")], "`T-99` in `after` leads to no task"),
        ([task("T-01", after="T-02"), task("T-02", after="T-01")], "T-02 is open"),
        (
            ["- **T-01** Do it"],
            "SPEC-001/T-01 has no checkbox, so nobody can tell whether it is done",
        ),
        ([task("T-01"), task("T-01")], "SPEC-001/T-01 is the id of several tasks"),
        (
            [task("T-01", after="T-02"), task("T-02"), task("T-03", "done", indent=1)],
            "T-02 is open, though all its parts are done",
        ),
    ],
)
def test_what_is_not_known_holds_back(items: list[str], said: str) -> None:
    files = small(**{tasks_path(1): tasks(*items)})
    assert proposed(files, "task") is None
    assert said in why(files, "task", "SPEC-001/T-01")


def test_parts_wait_for_what_the_whole_waits_for_and_steps_are_no_tasks() -> None:
    whole = [task("T-01"), task("T-02", after="T-01"), task("T-03", indent=1), "    - [ ] a step"]
    files = small(**{tasks_path(1): tasks(*whole)})
    assert [step.id for step in ladder(files).steps if step.kind == "task"] == [
        "SPEC-001/T-01",
        "SPEC-001/T-03",
    ]
    files[tasks_path(1)] = files[tasks_path(1)].replace("[ ] **T-01", "[-] **T-01")
    assert why(files, "task", "SPEC-001/T-03") == ["T-01 is in progress"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({ROADMAP: roadmap(feature(1, after="F-02"), feature(2))}, "F-02 is open"),
        ({ROADMAP: roadmap(feature(1, after="F-88"))}, "`F-88` in `after` of F-01 is no feature"),
        ({ROADMAP: roadmap(feature(2))}, "SPEC-001 describes no feature of the roadmap"),
        ({ROADMAP: roadmap(feature(1, "cancelled"))}, "the feature of SPEC-001 is cancelled"),
        ({spec_path(1): spec("F-01", decisions="[ADR-0001]")}, "ADR-0001 is superseded"),
        ({spec_path(1): spec("F-01", decisions="[ADR-0002]")}, "ADR-0002 is proposed"),
        ({spec_path(1): spec("F-01", depends_on="[SPEC-002]")}, "SPEC-002 is not implemented"),
        (
            {spec_path(1): spec("F-01", depends_on="[SPEC-009]")},
            "`SPEC-009` in `depends_on` of SPEC-001 leads nowhere",
        ),
        (
            {spec_path(1): spec("F-01", "aproved")},
            "SPEC-001 has the status `aproved`, which its kind does not have",
        ),
        (
            {"context/copy.md": spec("F-01", id="SPEC-001", kind="spec")},
            "SPEC-001 is the id of several documents",
        ),
    ],
)
def test_a_spec_holds_its_tasks_back(changed: dict[str, str], said: str) -> None:
    others = {
        adr_path(1): decision("superseded"),
        adr_path(2): decision("proposed"),
        spec_path(2): spec("F-02", "approved"),
    }
    found = gates(small(**others, **changed))
    assert said in [hold.why for hold in found.find_chain(found.project.nodes["SPEC-001"])]
    step = ladder(small(**others, **changed)).steps
    assert not any(s.is_free for s in step if s.id == "SPEC-001/T-01")


def test_a_broken_spec_may_be_the_one_that_a_feature_lacks() -> None:
    files = small(**{spec_path(2): "---\nstatus: [\n---\n# Broken\n"})
    (step,) = (s for s in ladder(files).steps if s.id == "F-02")
    assert not step.is_free
    assert step.holds[-1].why.endswith("may be about F-02")


def test_a_layout_without_statuses_holds_nothing_back() -> None:
    list_ = "## 1. Bake\n\n- [x] 1.1 Heat the oven\n- [ ] 1.2 Bake the bread\n"
    files = {
        "openspec/changes/bake/proposal.md": "# Bake\n\n## Why\n\nBread.\n",
        "openspec/changes/bake/tasks.md": list_,
        "openspec/changes/archive/2026-01-31-old/tasks.md": list_,
    }
    found = [step for step in ladder(files).steps if step.kind == "task"]
    assert [(step.title, step.is_free) for step in found] == [("Bake the bread", True)]


def test_a_native_list_without_a_spec_waits_for_one() -> None:
    files = small(**{tasks_path(7): tasks(task("T-01"))})
    (step,) = (s for s in ladder(files).steps if s.id == "SPEC-007/T-01")
    assert [hold.why for hold in step.holds] == ["TASKS-007 implements no spec"]


# Kinds.


def test_the_next_feature_is_one_that_may_be_begun() -> None:
    assert proposed(small(), "feature") == ("F-01", "start")
    files = small(**{ROADMAP: roadmap(feature(1, "active"), feature(2, after="F-01"))})
    assert proposed(files, "feature") is None
    assert why(files, "feature", "F-02") == ["F-01 is in progress", "no spec describes F-02"]


def test_the_next_spec_is_one_to_write_or_to_finish() -> None:
    assert proposed(small(), "spec") == ("F-02", "write")
    assert proposed(small(**{spec_path(2): spec("F-02", "draft")}), "spec") == (
        "SPEC-002",
        "finish",
    )
    assert proposed(small(**{spec_path(2): spec("F-02", "in-review")}), "spec") is None


# Approvals on record.


def test_an_approval_counts_only_on_record_and_for_this_text() -> None:
    files = {key: value for key, value in small().items() if key != "awos.toml"}
    files["context/mission.md"] = mission()
    assert proposed(files, "task") is None
    assert "ROADMAP has no approval on record" in why(files, "task", "SPEC-001/T-01")
    for path in ("context/mission.md", ROADMAP, spec_path(1), tasks_path(1)):
        _approve(files, path)
    assert proposed(files, "task") == ("SPEC-001/T-01", "start")
    files[spec_path(1)] = files[spec_path(1)].replace("The oven is hot.", "The oven is cold.")
    assert proposed(files, "task") is None
    assert why(files, "task", "SPEC-001/T-01") == ["SPEC-001 was changed since its approval"]


def _approve(files: dict[str, str], path: str) -> None:
    """Put a record into a document, as `awos approve` does."""
    found = project(files)
    document = next(d for d in found.documents if d.path == path)
    above = {
        e.target.document.id: e.target.document
        for e in found.links_from(found.node_of(document))
        if e.target
    }
    bound = "".join(
        f"      {key}: {compute_digest(d, 'v1')}\n" for key, d in above.items() if d is not document
    )
    record = (
        "approvals:\n  - by: Ada\n    at: 2026-01-31\n    digest: "
        f"{compute_digest(document, 'v1')}\n" + (f"    upstream:\n{bound}" if bound else "")
    )
    files[path] = files[path].replace("---\n", f"---\n{record}", 1)


# Properties.


@given(products())
def test_what_is_proposed_breaks_no_rule_about_order(files: dict[str, str]) -> None:
    before = _order(files)
    for kind in ("", "feature", "spec", "task"):
        step = answer(files, kind).step
        # Of a missing mission, what was approved without one is wrong, and writing it shows that.
        if step and step.path:
            assert _order(_done(files, step)) <= before, (step, files)


def _order(files: Mapping[str, str]) -> set[tuple[str, str, int]]:
    found = (d for d in judged(files).diagnostics if d.rule.startswith(ORDER))
    return {(d.rule, d.at.path, d.at.line) for d in found}


def _done(files: Mapping[str, str], step: Step) -> dict[str, str]:
    """Do what a step asks for, as far as its documents say it."""
    changed = dict(files)
    match step.doing, step.kind:
        case Doing.START, _:
            _tick(changed, step.path, step.line, "-")
        case Doing.CLOSE, "feature":
            _tick(changed, step.path, step.line, "x")
        case Doing.CLOSE, _:
            changed[step.path] = changed[step.path].replace(
                "status: approved", "status: implemented", 1
            )
        case Doing.FINISH, _:
            changed[step.path] = changed[step.path].replace("status: draft", "status: in-review", 1)
        case Doing.WRITE, "spec":
            changed[spec_path(90)] = spec(step.feature, "draft")
        case Doing.WRITE, "tasks":
            changed[step.path.replace("spec.md", "tasks.md")] = tasks(task("T-01"), status="draft")
    return changed


def _tick(files: dict[str, str], path: str, line: int, mark: str) -> None:
    lines = files[path].split("\n")
    lines[line - 1] = re.sub(r"\[.\]", f"[{mark}]", lines[line - 1], count=1)
    files[path] = "\n".join(lines)


@given(products())
def test_an_unfinished_feature_always_has_a_step(files: dict[str, str]) -> None:
    found = ladder(files)
    assert all(list(found.of_feature(node)) for node in found.unfinished)


@given(products())
def test_all_that_comes_before_may_not_be_started(files: dict[str, str]) -> None:
    found = answer(files)
    assert found.step is None or found.step.is_free
    assert not any(step.is_free for step in found.earlier)
    assert found.step is not None or not any(step.is_free for step in ladder(files).steps)


@given(products())
def test_the_answer_depends_on_nothing_but_the_documents(files: dict[str, str]) -> None:
    turned = dict(reversed(files.items()))
    assert as_json(answer(files)) == as_json(answer(turned))
    assert write_text(answer(files)) == write_text(answer(turned))
