"""Whatever leads down leads back up, from the mission to the files."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import given

from awos_lint.workflow.trace import Tracer, as_json, write_text
from tests.support.products import (
    ROADMAP,
    adr_path,
    decision,
    feature,
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


def traced(files: Mapping[str, str], key: str) -> tuple[list[str], list[str]]:
    found = Tracer(project(files)).trace_node(key)
    return [stop.id for stop in found.upstream], [stop.id for stop in found.downstream]


def whole() -> dict[str, str]:
    return small(
        **{
            ROADMAP: roadmap(feature(1)),
            adr_path(1): decision(applies_to="['lib/**']"),
            spec_path(1): spec("F-01", decisions="[ADR-0001]"),
            tasks_path(1): tasks(
                task("T-01", covers="FR-1/AC-1", files="`lib/a.py`, `lib/new.py`"),
                task("T-02", files="`b.py`"),
            ),
            "lib/a.py": "",
            "b.py": "",
        }
    )


def test_a_task_comes_from_the_mission_and_leads_to_its_files() -> None:
    up, down = traced(whole(), "SPEC-001/T-01")
    assert up == [
        "SPEC-001/FR-1/AC-1",
        "SPEC-001/FR-1",
        "SPEC-001",
        "F-01",
        "ROADMAP",
        "MISSION",
        "ADR-0001",
    ]
    assert down == ["lib/a.py", "lib/new.py"]


def test_the_mission_leads_to_every_file() -> None:
    up, down = traced(whole(), "MISSION")
    assert up == []
    assert {"lib/a.py", "lib/new.py", "b.py", "SPEC-001/T-02", "SPEC-001/FR-2"} <= set(down)
    assert "SPEC-001/FR-2/AC-1" not in down, "no task covers it"


def test_a_file_leads_back_to_tasks_and_decisions() -> None:
    up, _ = traced(whole(), "lib/a.py")
    assert up[:2] == ["ADR-0001", "SPEC-001/T-01"]
    assert "MISSION" in up
    # No task names this one: only the scope of a decision does.
    assert traced({**whole(), "lib/other.py": ""}, "lib/other.py") == (["ADR-0001"], [])


def test_what_does_not_exist_is_not_known() -> None:
    tracer = Tracer(project(whole()))
    assert not tracer.is_known("lib/nothing.py")
    assert tracer.is_known("lib/new.py"), "a task promises it"


def test_the_page_says_what_is_missing_and_what_stood_before() -> None:
    page = write_text(Tracer(project(whole())).trace_node("SPEC-001"))
    assert "        lib/new.py (missing)\n" in page
    assert page.startswith(f"SPEC-001 Bake (approved)\n  {spec_path(1)}:6\n\nUpstream\n  F-01")
    files = whole()
    files[tasks_path(1)] = tasks(task("T-01", covers="FR-1, FR-2", files="`b.py`"))
    assert "    SPEC-001/T-01 Do T-01 (open), see above\n" in write_text(
        Tracer(project(files)).trace_node("SPEC-001")
    )


def test_a_ring_ends() -> None:
    files = whole()
    files[ROADMAP] = files[ROADMAP].replace("status", "mission: ROADMAP\nstatus")
    files[adr_path(2)] = decision(depends_on="[ADR-0002]")
    assert traced(files, "F-01")[0] == ["ROADMAP"]


def test_json_says_where_and_how_deep() -> None:
    entry = json.loads(as_json(Tracer(project(whole())).trace_node("SPEC-001/T-01")))
    assert entry["upstream"][0]["via"] == "covers"
    assert [stop["depth"] for stop in entry["upstream"]] == [1, 2, 3, 4, 5, 6, 4]
    assert entry["line"] == 6
    assert entry["upstream"][3]["path"] == ROADMAP


def test_a_long_chain_of_decisions_is_followed_to_its_end() -> None:
    many = {spec_path(n): spec("F-01", decisions="[ADR-0001]") for n in range(1, 300)}
    assert len(set(traced({**whole(), **many}, "ADR-0001")[1])) > 600


@given(products())
def test_up_and_down_are_one_relation(files: dict[str, str]) -> None:
    tracer = Tracer(project(files))
    nodes = [key for key, node in project(files).nodes.items() if node.kind != "criterion"]
    up = {key: {stop.id for stop in tracer.trace_node(key).upstream} for key in nodes}
    down = {key: {stop.id for stop in tracer.trace_node(key).downstream} for key in nodes}
    for key in nodes:
        assert all(key in down[above] for above in up[key] if above in down)
        assert all(key in up[below] for below in down[key] if below in up)
