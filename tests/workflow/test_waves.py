"""Waves keep the order, share no file, and leave out nothing that could run in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.model.files import matches_glob
from awos_lint.graph.writes import is_glob, normalize_path
from awos_lint.workflow.planned import FORMATS, make_sheet, write_prompts
from awos_lint.workflow.waves import Plan, make_plan
from awos_lint.workflow.work import Work
from tests.support.products import (
    THERE,
    Draw,
    gates,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
)

FILES = {"a": "`a.py`", "b": "`b.py`"}


def planned(files: Mapping[str, str], key: str = "SPEC-001") -> Plan:
    found = gates(files)
    return make_plan(found, found.project.nodes[key])


def waves(*items: str) -> list[list[str]]:
    found = planned(small(**{tasks_path(1): tasks(*items)}))
    return [[slot.task.short for slot in wave] for wave in found.waves]


def written(files: Mapping[str, str], form: str) -> str:
    found = gates(files)
    return FORMATS[form](make_sheet(found.view, make_plan(found, found.project.nodes["SPEC-001"])))


def test_a_wave_holds_what_waits_for_nothing_in_it() -> None:
    assert waves(
        task("T-01", "done", files="`a.py`"),
        task("T-02", after="T-01", files="`a.py`"),
        task("T-03", files="`b.py`"),
        task("T-04", after="T-02, T-03", files="`c.py`"),
        task("T-05", "cancelled", files="`d.py`"),
    ) == [["T-02", "T-03"], ["T-04"]]


def test_the_longest_chain_goes_first_where_two_write_one_file() -> None:
    # In the order of the text, T-01 would push the chain back by a wave.
    assert waves(
        task("T-01", files="`a.py`"),
        task("T-02", files="`a.py`"),
        task("T-03", after="T-02", files="`b.py`"),
    ) == [["T-02"], ["T-01", "T-03"]]


def test_globs_and_folders_meet_files_and_each_other() -> None:
    files = small(**THERE)
    for first, second in [("`lib`", "`lib/c.py`"), ("`*.py`", "`a.py`"), ("`a*`", "`*.py`")]:
        files[tasks_path(1)] = tasks(task("T-01", files=first), task("T-02", files=second))
        assert len(planned(files).waves) == 2, (first, second)
    files[tasks_path(1)] = tasks(task("T-01", files="`lib/*.py`"), task("T-02", files="`*.md`"))
    assert len(planned(files).waves) == 1


def test_what_writes_nobody_knows_what_runs_alone() -> None:
    assert waves(task("T-01", files="`a.py`"), task("T-02"), task("T-03", files="`b.py`")) == [
        ["T-01", "T-03"],
        ["T-02"],
    ]


def test_rings_and_what_waits_for_them_are_not_planned() -> None:
    found = planned(
        small(
            **{
                tasks_path(1): tasks(
                    task("T-01", after="T-02", files="`a.py`"),
                    task("T-02", after="T-01", files="`b.py`"),
                    task("T-03", after="T-02", files="`c.py`"),
                    task("T-04", files="`d.py`"),
                )
            }
        )
    )
    assert [slot.task.short for slot in found.slots] == ["T-04"]
    assert [task_.short for task_, _ in found.unplanned] == ["T-01", "T-02", "T-03"]
    assert found.unplanned[2][1] == "waits for T-02 in a circle, or behind one"


def test_parts_stand_for_their_whole() -> None:
    assert waves(
        task("T-01", files="`a.py`"),
        task("T-02", after="T-01"),
        task("T-03", indent=1, files="`b.py`"),
        task("T-04", indent=1, files="`c.py`"),
        task("T-05", after="T-02", files="`d.py`"),
    ) == [["T-01"], ["T-03", "T-04"], ["T-05"]]


def test_the_critical_path_is_the_longest_chain() -> None:
    found = planned(
        small(
            **{
                tasks_path(1): tasks(
                    task("T-01", files="`a.py`"),
                    task("T-02", after="T-01", files="`b.py`"),
                    task("T-03", files="`c.py`"),
                    task("T-04", after="T-02, T-03", files="`d.py`"),
                )
            }
        )
    )
    assert found.critical == ("SPEC-001/T-01", "SPEC-001/T-02", "SPEC-001/T-04")


def test_what_another_list_must_finish_first_is_said() -> None:
    files = small(
        **{spec_path(2): spec("F-02"), tasks_path(2): tasks(task("T-01", files="`x.py`"))}
    )
    files[tasks_path(1)] = tasks(task("T-01", after="SPEC-002/T-01, T-77", files="`a.py`"))
    (slot,) = planned(files).slots
    assert [hold.why for hold in slot.waits] == [
        "SPEC-002/T-01 is open",
        "`T-77` in `after` leads to no task",
    ]


def test_a_spec_without_tasks() -> None:
    files = small()
    del files[tasks_path(1)]
    assert written(files, "text") == "SPEC-001 Bake: no task list\n"
    assert yaml.safe_load(written(files, "orchestration"))["task_groups"] == []
    assert json.loads(written(files, "json"))["waves"] == []


# Formats.


def test_the_page_for_people() -> None:
    files = small(
        **{
            tasks_path(1): tasks(
                task("T-01", "active", files="`a.py`", agent="tester"), task("T-02")
            )
        }
    )
    assert written(files, "text") == (
        "SPEC-001 Bake: 2 of 2 tasks left, in 2 waves\n\nWave 1\n  [-] T-01 Do T-01 (tester)\n"
        "      a.py\n\nWave 2\n  [ ] T-02 Do T-02\n      names no files, so it runs alone\n\n"
        "Critical path: T-01\n"
    )


def test_the_diagram_shows_waves_and_the_critical_path() -> None:
    page = written(small(), "mermaid").splitlines()
    assert page[0] == "flowchart LR"
    assert '    t0["T-01 Do T-01"]' in page
    assert page[-1] == "  t0 ==> t1"


def test_the_prompt_of_a_task() -> None:
    files = small(**{tasks_path(1): tasks(task("T-01", files="`a.py`", verify="`pytest`"))})
    prompt = json.loads(written(files, "json"))["tasks"][0]["prompt"]
    assert prompt in written(files, "prompts")
    for part in (
        "context SPEC-001/T-01`",
        "start SPEC-001/T-01`",
        "`a.py`",
        "`pytest`",
        "done SPEC-001/T-01`",
    ):
        assert part in prompt


def test_hostile_ids_are_quoted_for_a_shell() -> None:
    files = small(**{spec_path(1): spec("F-01", id="SPEC-1;rm")})
    del files[tasks_path(1)]
    files["context/specs/009-x/tasks.md"] = (
        "---\nspec: SPEC-1;rm\nstatus: approved\n---\n- [ ] **T-01** X\n"
    )
    found = gates(files)
    page = write_prompts(make_sheet(found.view, make_plan(found, found.project.nodes["SPEC-1;rm"])))
    assert "awos context 'SPEC-1;rm/T-01'" in page


CHARACTERS = st.characters(codec="utf-8", exclude_characters="\n\r")
TEXTS = st.text(CHARACTERS, min_size=1, max_size=30)


@given(TEXTS, TEXTS)
def test_the_yaml_reads_back_whatever_people_write(title: str, verify: str) -> None:
    item = task("T-01", title=title, verify=verify, files="`a.py`")
    files = small(**{tasks_path(1): tasks(item)})
    found = planned(files)
    groups = yaml.safe_load(written(files, "orchestration"))["task_groups"]
    assert [group["name"] for group in groups] == [
        f"{slot.task.called} {slot.task.title}" for slot in found.slots
    ]
    assert [group["verify"] for group in groups] == [slot.verify for slot in found.slots]


@given(st.data())
def test_every_format_holds_the_same_tasks(data: st.DataObject) -> None:
    files = _listed(data)
    names = [slot.task.called for slot in planned(files).slots]
    groups: list[dict[str, Any]] = yaml.safe_load(written(files, "orchestration"))["task_groups"]
    assert [group["id"] for group in groups] == names
    assert [entry["id"] for entry in json.loads(written(files, "json"))["tasks"]] == names
    assert [
        line[3:] for line in written(files, "prompts").splitlines() if line[:3] == "## "
    ] == names
    assert written(files, "mermaid").count('"]') == len(names) + len(planned(files).waves)


# Properties.


def _listed(data: st.DataObject) -> dict[str, str]:
    drawn = Draw(data)
    return small(**THERE, **{tasks_path(1): tasks(*drawn.items())})


def _meet(first: str, second: str) -> bool:
    """Whether two paths name one file, found by looking at every file there is."""
    one, two = normalize_path(first), normalize_path(second)
    both = [path for path in THERE if matches_glob(one, path) and matches_glob(two, path)]
    plain = (path for path in (one, two) if not is_glob(path))
    return bool(both) or any(matches_glob(one, path) and matches_glob(two, path) for path in plain)


def _clash(work: Work, first: int, second: int) -> bool:
    files = [work.tasks[number].item.list_values("files") for number in (first, second)]
    return not all(files) or any(_meet(one, two) for one in files[0] for two in files[1])


@given(st.data())
def test_waves(data: st.DataObject) -> None:
    found = gates(_listed(data))
    spec_ = found.project.nodes["SPEC-001"]
    work, made = found.work_of(spec_), make_plan(found, spec_)
    number = {task_.index: n for n, task_ in enumerate(work.tasks)}
    numbered = [[number[slot.task.index] for slot in wave] for wave in made.waves]
    ringed = [number[task_.index] for task_, _ in made.unplanned]
    assert sorted([*(n for wave in numbered for n in wave), *ringed]) == work.left
    done: set[int] = set()
    for at, wave in enumerate(numbered):
        assert all(work.find_predecessors(n) <= done for n in wave)
        assert not any(_clash(work, *pair) for pair in combinations(wave, 2))
        for n in (n for later in numbered[at + 1 :] for n in later):
            if work.find_predecessors(n) <= done:
                assert any(_clash(work, n, other) for other in wave), "it could have run earlier"
        done.update(wave)
    for n in ringed:
        assert work.find_predecessors(n) & set(ringed)


@given(st.data())
def test_a_plan_is_the_same_every_time(data: st.DataObject) -> None:
    files = _listed(data)
    turned = dict(reversed(files.items()))
    for form in FORMATS:
        assert written(files, form) == written(turned, form)
