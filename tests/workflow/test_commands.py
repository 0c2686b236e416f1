"""The commands that answer from the flow: exit codes, suggestions, formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import awos, lay
from tests.support.products import (
    ROADMAP,
    feature,
    roadmap,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
)
from tests.support.repositories import Repository, isolate


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


@pytest.mark.parametrize("written", ["T-01", "t-1", "SPEC-1/T-1", "TASKS-001/T-01", "tasks-1/T-1"])
def test_an_id_is_accepted_that_can_mean_one_thing(tmp_path: Path, written: str) -> None:
    ran = awos(lay(tmp_path, small()), "context", written)
    assert ran.code == 0
    assert ran.out.startswith("# SPEC-001/T-01 ")


def test_an_id_that_may_mean_several_names_them(tmp_path: Path) -> None:
    second = {path.replace("/001-", "/002-"): text for path, text in small().items()}
    ran = awos(lay(tmp_path, {**small(), **second}), "context", "T-01")
    assert (ran.code, ran.out) == (2, "")
    assert "T-01 may be SPEC-001/T-01, SPEC-002/T-01: write which one" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["context", "nothing"], "nothing has the id nothing"),
        (
            ["context", "MISSION"],
            "MISSION is a mission, and what is asked for is a task, spec or feature",
        ),
        (["context", "SPEC-001", "--budget", "3"], "SPEC-001 alone takes more than 3 tokens"),
        (["context", "SPEC-001", "--budget", "0"], "--budget"),
        (["plan", "F-01"], "F-01 is a feature"),
        (["trace", "ROADMPA"], "did you mean ROADMAP?"),
        (["trace", "../elsewhere.py"], "nothing has the id ../elsewhere.py"),
        (["trace", "src/none.py"], "nothing has the id src/none.py"),
        (["matrix", "SPEC-002"], "nothing has the id SPEC-002"),
        (["next", "mission"], "'mission' is not one of"),
        (["status", "--format", "prose"], "--format"),
    ],
)
def test_wrong_use_is_2_with_what_was_meant(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    ran = awos(lay(tmp_path, small()), *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["status", "--format", "agent"],
        ["next"],
        ["next", "feature"],
        ["next", "spec"],
        ["next", "task"],
        ["context", "SPEC-001/T-02"],
        ["context", "F-01"],
        ["plan", "SPEC-001"],
        ["plan", "TASKS-001"],
        ["plan", "SPEC-001", "--format", "mermaid"],
        ["plan", "SPEC-001", "--format", "orchestration"],
        ["plan", "SPEC-001", "--format", "prompts"],
        ["trace", "MISSION"],
        ["trace", "a.py"],
        ["matrix"],
        ["matrix", "SPEC-001", "--format", "csv"],
    ],
)
def test_answers_are_0_on_standard_output(tmp_path: Path, arguments: list[str]) -> None:
    ran = awos(lay(tmp_path, {**small(), "a.py": ""}), *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["next"],
        ["context", "SPEC-001"],
        ["plan", "SPEC-001"],
        ["trace", "F-01"],
        ["matrix"],
    ],
)
def test_json_has_a_version(tmp_path: Path, arguments: list[str]) -> None:
    ran = awos(lay(tmp_path, small()), *arguments, "--format", "json")
    assert json.loads(ran.out)["version"] == 1


def test_what_could_not_be_read_is_3(tmp_path: Path) -> None:
    lay(tmp_path, small(**{spec_path(2): "x" * 600_000}))
    for arguments in (["status"], ["next"], ["context", "SPEC-001"], ["matrix"]):
        ran = awos(tmp_path, *arguments)
        assert ran.code == 3
        assert f"awos: not read: {spec_path(2)}: it has more than 524288 bytes" in ran.err
        assert ran.out


def test_an_empty_repository_is_told_where_to_begin(tmp_path: Path) -> None:
    ran = awos(tmp_path, "next")
    assert ran.code == 3
    first, _, rest = ran.out.partition("\n\n")
    assert first == "MISSION: write it\n  it does not exist yet\n  $ awos new mission"
    assert rest == "Also possible now:\n  ROADMAP: `awos new roadmap`\n"


def test_a_budget_that_nobody_asked_for_gives_way(tmp_path: Path) -> None:
    long = tasks(task("T-01", title="word " * 4000))
    hot = spec("F-01").replace("The oven is hot.", "The oven is hot. " * 200)
    files = small(**{tasks_path(1): long, spec_path(1): hot})
    ran = awos(lay(tmp_path, files), "context", "SPEC-001/T-01")
    assert ran.code == 0
    assert "## Left out" in ran.out


def test_accepted_findings_are_not_counted(tmp_path: Path) -> None:
    files = small(**{ROADMAP: roadmap(feature(1, "done", spec="SPEC-001"))})
    lay(
        tmp_path,
        {**files, "awos.toml": 'ignore = ["approval"]\nselect = ["document", "order", "task"]\n'},
    )
    lay(tmp_path, {tasks_path(1): tasks(task("T-01", after="T-02"), task("T-02"))})
    assert "`awos check` finds" in awos(tmp_path, "status").out
    awos(tmp_path, "check", "--baseline", "b.json", "--write-baseline")
    settings = (tmp_path / "awos.toml").read_text() + 'baseline = "b.json"\n'
    lay(tmp_path, {"awos.toml": settings})
    assert "`awos check` finds" not in awos(tmp_path, "status").out


def test_paths_are_those_of_the_folder_one_stands_in(tmp_path: Path) -> None:
    tmp_path = Repository.create(tmp_path / "repo").root
    lay(tmp_path, {**small(), "lib/b.py": "", "b.py": ""})
    assert "SPEC-001/T-02" in awos(tmp_path / "lib", "trace", "../b.py").out
    assert awos(tmp_path / "lib", "trace", "b.py").out.startswith("lib/b.py\n")
