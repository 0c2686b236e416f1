"""Nothing is called finished while anything is open or unread, and a command comes next."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.digest import compute_digest
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Touch
from awos_lint.graph.project import Project
from awos_lint.graph.subjects import Change
from awos_lint.linter.check import check_project
from awos_lint.workflow import next_steps, screen
from awos_lint.workflow.reading import reading_of
from awos_lint.workflow.status import Status, collect_status
from awos_lint.workflow.summary import write_sections, write_standing
from awos_lint.workflow.view import view_of
from tests.support.command import awos
from tests.support.products import (
    ROADMAP,
    adr_path,
    decision,
    feature,
    mission,
    products,
    roadmap,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
)
from tests.support.repositories import Repository, isolate
from tests.support.worlds import loaded

CLAIMS = re.compile(r"nothing is left to do|is complete|all .{1,9} done\b", re.IGNORECASE)


def stands(files: Mapping[str, str]) -> Status:
    found = loaded(files)
    view = view_of(found.project, found.settings.config, foreign=bool(found.unread))
    return collect_status(view, check_project(found).diagnostics, reading_of(found))


def outputs(files: Mapping[str, str]) -> dict[str, str]:
    """Return what every output says about a world, by its name."""
    found = stands(files)
    asked = {kind or "next": next_steps.find_next(found.remaining, kind) for kind in ("", "task")}
    return {
        "status": screen.write_screen(found, color=False, width=100),
        "hook": screen.write_brief(found),
        "summary": write_standing(found),
        **{name: next_steps.write_text(answer) for name, answer in asked.items()},
    }


def data(files: Mapping[str, str]) -> list[dict[str, object]]:
    """Return what status and next say as JSON."""
    found = stands(files)
    answer = next_steps.find_next(found.remaining)
    return [json.loads(screen.as_json(found)), json.loads(next_steps.as_json(answer))]


def says(files: Mapping[str, str], *parts: str) -> None:
    """Assert that every output names each of these."""
    for name, text in outputs(files).items():
        plain = re.sub(r"\\([^\w\s])", r"\1", text).replace("<!-- -->", "")
        assert all(part in plain for part in parts), (name, text)


def is_open(files: Mapping[str, str], command: str) -> None:
    """Assert that no output claims completion, and that each names the command that comes next."""
    says(files, command)
    for name, text in outputs(files).items():
        assert not CLAIMS.search(re.sub(r"Phase .*", "", text)), (name, text)
    for entry in data(files):
        assert entry["complete"] is False
        assert entry["open"] or entry["unread"] or entry.get("phase") != "complete"
        assert command in entry["commands"]  # type: ignore[operator]


def is_complete(files: Mapping[str, str], *facts: str) -> None:
    for name, text in outputs(files).items():
        assert re.search("nothing is left to do", text, re.IGNORECASE), (name, text)
    says(files, "awos check", *facts)
    for entry in data(files):
        assert (entry["complete"], entry["open"], entry["unread"]) == (True, [], [])


ADR = "# 1. Bake at night\n\n## Status\n\n{}\n\n## Context\n\nX.\n\n## Decision\n\nY.\n"
BACKLOG = {
    "backlog/config.yml": "project_name: bakery\n",
    **{f"backlog/tasks/task-{n} - knead.md": "# Knead\n" for n in range(1, 5)},
}


def done(**changed: str) -> dict[str, str]:
    """A product of which everything is done."""
    return small(
        **{
            ROADMAP: roadmap(feature(1, "done", spec="SPEC-001")),
            spec_path(1): spec("F-01", "implemented"),
            tasks_path(1): tasks(task("T-01", "done"), task("T-02", "done"), status="done"),
            **changed,
        }
    )


# The native layout.


def test_all_done() -> None:
    is_complete(done(), "1 of 1 feature done", "2 of 2 tasks done")


def test_one_of_seven_features_done() -> None:
    lines = [feature(1, "done", spec="SPEC-001"), *(feature(n) for n in range(2, 8))]
    files = done(**{ROADMAP: roadmap(*lines)})
    is_open(files, "awos new spec F-02")
    assert "No task may be started now.\n" in outputs(files)["task"]


@pytest.mark.parametrize(
    ("changed", "command"),
    [
        ({tasks_path(1): tasks(task("T-01", "done"), task("T-02"))}, "awos check"),
        ({spec_path(1): spec("F-01", "draft")}, "awos approve SPEC-001"),
        ({spec_path(1): spec("F-01")}, "awos context SPEC-001"),
        ({adr_path(1): decision("proposed")}, "awos approve ADR-0001"),
        ({"context/standards/dough.md": "---\nstatus: in-review\n---\n# Dough\n"}, "awos approve"),
    ],
)
def test_one_thing_left_beside_a_ticked_feature(changed: dict[str, str], command: str) -> None:
    says(done(**changed), command)
    assert not any(entry["complete"] for entry in data(done(**changed)))


def test_a_whole_or_a_step_is_left_when_the_tasks_are_done() -> None:
    home = tasks(task("T-01"), task("T-02", "done", indent=1), "    - [ ] wash the bowl")
    files = small(**{ROADMAP: roadmap(feature(1)), tasks_path(1): home})
    is_open(files, f"awos check {tasks_path(1)}")
    closing = [step.id for step in stands(files).remaining.ladder.steps if step.doing == "close"]
    assert closing == ["SPEC-001/T-01", "`wash the bowl`"]


def test_a_placeholder_is_named_with_its_place() -> None:
    text = spec("F-01", "implemented").replace("Cakes.", "TBD")
    line = text.split("\n").index("TBD") + 1
    is_open(done(**{spec_path(1): text}), f"awos check {spec_path(1)}")
    says({**done(), spec_path(1): text}, f"{spec_path(1)}:{line}")
    # A draft is what a step asks to finish; it begins at what is left to fill in.
    draft = {spec_path(1): text.replace("implemented", "draft"), ROADMAP: roadmap(feature(1))}
    assert f"{spec_path(1)}:{line}: `TBD` " in outputs(small(**draft))["next"]
    assert "awos approve SPEC-001" in outputs(small(**draft))["status"]


def test_what_a_project_does_not_count_as_residue_is_none() -> None:
    text = spec("F-01", "implemented").replace("Cakes.", "TBD")
    config = 'ignore = ["approval", "document-placeholder"]\n'
    is_complete(done(**{spec_path(1): text, "awos.toml": config}))


def test_only_native_decisions_ask_for_no_mission() -> None:
    files = {"awos.toml": 'ignore = ["approval"]\n', adr_path(1): decision()}
    is_open(files, "awos adr new TITLE")
    says(files, "1 decision")
    for text in outputs(files).values():
        assert not re.search("roadmap|mission|spec", text)


# What is not read, and what is not there.


def test_an_unread_framework_beside_what_is_done() -> None:
    is_open({**done(), **BACKLOG}, "awos check")
    says({**done(), **BACKLOG}, "Backlog.md (5 files) is not read")
    assert data({**done(), **BACKLOG})[0]["unread"] == [
        {"name": "backlog-md", "title": "Backlog.md", "root": "backlog", "files": 5}
    ]


def test_an_unread_framework_alone_begins_no_mission() -> None:
    is_open(BACKLOG, "awos check")
    assert "awos new mission" not in "".join(outputs(BACKLOG).values())


def test_a_document_that_is_not_read_where_it_lies() -> None:
    stray = {"context/specs/oven/spec.md": spec("F-01", "draft")}
    files = done(**stray)
    assert any(d.rule == "document-misplaced" for d in check_project(loaded(files)).diagnostics)
    is_open(files, "awos check context/specs/oven/spec.md")


@pytest.mark.parametrize(
    ("config", "command"), [("", "awos new mission"), ('layouts = ["agents"]\n', "awos check")]
)
def test_agent_files_only(config: str, command: str) -> None:
    files = {"awos.toml": config, "AGENTS.md": "# Rules\n\nWash your hands.\n"}
    is_open(files, command)
    assert "no planning documents" in outputs(files)["status"]


# Foreign layouts.

KIRO = {
    ".kiro/specs/bread/requirements.md": "# Requirements\n\n### Requirement 1\n\nBread.\n",
    ".kiro/specs/bread/tasks.md": "# Plan\n\n- [x] 1. Mix\n- [ ] 2. Bake\n",
}
OPENSPEC = {
    "openspec/specs/bread/spec.md": "# Bread\n\n## Purpose\n\nBread.\n\n## Requirements\n",
    "openspec/changes/rye/proposal.md": "# Rye\n\n## Why\n\nRye.\n",
    "openspec/changes/rye/tasks.md": "## 1. Rye\n\n- [x] 1.1 Mix\n- [ ] 1.2 Bake\n",
}
SPEC_KIT = {
    ".specify/memory/constitution.md": "# Bakery\n\nBread first.\n",
    "specs/001-bread/spec.md": "# Feature Specification: Bread\n\n**Status**: Draft\n\nBread.\n",
    "specs/001-bread/tasks.md": "# Tasks\n\n- [x] T001 Mix\n- [ ] T002 Bake\n",
}
AGENT_OS = {
    "agent-os/product/mission.md": "# Mission\n\nBread.\n",
    "agent-os/product/roadmap.md": "# Roadmap\n\n1. [ ] Bread — Bake it. `S`\n",
    "agent-os/specs/2026-01-02-bread/spec.md": "# Specification: Bread\n\n## Goal\n\nBread.\n",
    "agent-os/specs/2026-01-02-bread/tasks.md": "# Tasks\n\n- [x] 1.1 Mix\n- [ ] 1.2 Bake\n",
}
PROVECTUS = {
    "context/product/product-definition.md": "# Product Definition\n\nBread.\n",
    "context/spec/001-bread/functional-spec.md": (
        "# Functional Specification: Bread\n\n- **Status:** Approved\n\n## 1. Overview\n\nBread.\n"
    ),
    "context/spec/001-bread/tasks.md": "# Tasks\n\n- [x] Mix\n- [ ] Bake\n",
}
TASK_MASTER = {
    ".taskmaster/tasks/tasks.json": json.dumps(
        {
            "master": {
                "tasks": [
                    {"id": 1, "title": "Mix", "status": "done", "dependencies": []},
                    {"id": 2, "title": "Bake", "status": "pending", "dependencies": [1]},
                ]
            }
        }
    )
}
FOREIGN = {
    "kiro": KIRO,
    "openspec": OPENSPEC,
    "spec-kit": SPEC_KIT,
    "agent-os": AGENT_OS,
    "provectus": PROVECTUS,
    "task-master": TASK_MASTER,
}
NATIVE_ONLY = re.compile(r"awos (?:approve|new|task|feature|spec|adr) ")


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_layout_half_done(name: str) -> None:
    found = outputs(FOREIGN[name])
    for text in found.values():
        assert not CLAIMS.search(text), (name, text)
        # What awos only reads, its commands refuse to change.
        assert not NATIVE_ONLY.search(text), (name, text)
        assert "awos c" in text
    assert not any(entry["complete"] for entry in data(FOREIGN[name]))
    assert "Bake" in found["next"]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_layout_all_done(name: str) -> None:
    ended = {
        path: text.replace("[ ]", "[x]").replace("pending", "done").replace("Approved", "Completed")
        for path, text in FOREIGN[name].items()
    }
    is_complete(ended, "2 of 2 tasks done")


@pytest.mark.parametrize(
    "path",
    ["specs/001-bread/tasks.md", ".kiro/specs/bread/tasks.md", "openspec/changes/rye/tasks.md"],
)
def test_a_foreign_spec_without_tasks_is_not_known_to_be_built(path: str) -> None:
    world = next(world for world in FOREIGN.values() if path in world)
    files = {other: text for other, text in world.items() if other != path}
    says(files, "has no tasks yet")
    assert not any(entry["complete"] for entry in data(files))


def test_a_template_is_to_be_filled_in() -> None:
    files = {
        **SPEC_KIT,
        "specs/001-bread/spec.md": "# Feature Specification: Bread\n\n[Describe the journey]\n",
        "specs/001-bread/tasks.md": "# Tasks\n\n- [x] T001 Mix\n",
    }
    is_open(files, "awos check specs/001-bread/spec.md")
    says(files, "specs/001-bread/spec.md:3")
    asked = {
        **files,
        "specs/001-bread/spec.md": "# Bread\n\n[NEEDS CLARIFICATION: rye or wheat?]\n",
    }
    says(asked, "rye or wheat?", "specs/001-bread/spec.md:3")
    # `awos check` leaves the questions of a draft alone, so it is no answer.
    is_open(asked, "awos context 001-bread")
    page = {**asked, "specs/001-bread/spec.md": "# Bread\n", "specs/001-bread/plan.md": "[?]\n"}
    says(page, "an open question: [?]", "specs/001-bread/plan.md:1")
    assert "awos check specs/001-bread/plan.md" not in outputs(page)["status"]


@pytest.mark.parametrize("word", ["Accepted", "Proposed"])
def test_foreign_decisions_only(word: str) -> None:
    files = {"docs/adr/0001-night.md": ADR.format(word)}
    says(files, "1 decision" if word == "Accepted" else "docs/adr/0001-night.md", "awos check")
    for text in outputs(files).values():
        assert not CLAIMS.search(text)
        assert not NATIVE_ONLY.search(text)
        assert not re.search("roadmap|mission|specs", text)


# The commands themselves.


def test_the_commands_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)
    repo = Repository.create(tmp_path / "repo")
    for path, text in {"docs/adr/0001-night.md": ADR.format("Accepted"), **BACKLOG}.items():
        repo.write(path, text)
    repo.commit()
    hook = ("hook", "session-start", "--client", "claude")
    for command in (("status",), ("next",), ("next", "task"), ("summary",), hook):
        ran = awos(repo.root, *command)
        assert ran.code == 0, ran.err
        assert "not everything was read" in ran.out.lower()
        assert "Backlog" in ran.out
        assert "awos check" in ran.out
        assert not CLAIMS.search(ran.out)
        assert "✅" not in ran.out


# Properties.


def _left_in(files: Mapping[str, str]) -> bool:
    """Whether a box is open, or a document is not settled, by the texts alone."""
    texts = [text for path, text in files.items() if path.startswith("context/")]
    boxes = re.compile(r"^ *- \[[ -]\] (?!~~)", re.MULTILINE)
    words = re.compile(r"^status: (?:draft|in-review|proposed)$", re.MULTILINE)
    specs = [text for path, text in files.items() if path.endswith("/spec.md")]
    behind = any(re.search(r"^status: approved$", text, re.MULTILINE) for text in specs)
    return behind or any(boxes.search(text) or words.search(text) for text in texts)


@given(products())
def test_what_is_open_is_never_called_finished(files: dict[str, str]) -> None:
    found = stands(files)
    left = _left_in(files)
    if left:
        assert found.remaining.open
        assert found.phase != "complete"
        assert not re.search(
            "nothing is (left|open)", "".join(outputs(files).values()), re.IGNORECASE
        )
    assert not (found.remaining.is_finished and found.remaining.ladder.steps)
    assert found.remaining.commands


RECORDED = ("context/mission.md", ROADMAP, adr_path(1), spec_path(1), tasks_path(1))


@st.composite
def recorded(draw: st.DrawFn) -> dict[str, str]:
    """Draw a product whose approvals are on record, and change some texts afterwards."""
    state = draw(st.sampled_from(["approved", "implemented"]))
    files = {
        "context/mission.md": mission(),
        ROADMAP: roadmap(feature(1)).replace("status", "mission: MISSION\nstatus", 1),
        adr_path(1): decision(draw(st.sampled_from(["accepted", "proposed"]))),
        spec_path(1): spec("F-01", state, decisions="[ADR-0001]"),
        tasks_path(1): tasks(task("T-01", covers="FR-1")),
    }
    for path in RECORDED:
        if draw(st.integers(0, 5)):
            _approve(files, path)
    for path in draw(st.lists(st.sampled_from(RECORDED), max_size=3, unique=True)):
        files[path] += "\nIt was changed.\n"
        if draw(st.booleans()):
            _approve(files, path)
    return files


def _approve(files: dict[str, str], path: str) -> None:
    """Put a record into a document in the place of the others, as `awos approve` does."""
    files[path] = re.sub(r"approvals:\n(?:  .*\n)+", "", files[path])
    project = loaded(files).project
    document = _at(project, path)
    edges = [edge.target for edge in project.links_from(project.node_of(document)) if edge.target]
    above = {node.document.id: compute_digest(node.document) for node in edges}
    bound = "".join(f"      {key}: {value}\n" for key, value in above.items())
    record = f"  - by: Ada\n    at: 2026-01-31\n    digest: {compute_digest(document)}\n"
    more = f"    upstream:\n{bound}" if bound else ""
    files[path] = files[path].replace("---\n", f"---\napprovals:\n{record}{more}", 1)


def _all(files: Mapping[str, str]) -> tuple[Touch, ...]:
    return tuple(Touch(path, "", "1" * 40) for path in files)


def _at(project: Project, path: str) -> Document:
    return next(document for document in project.documents if document.path == path)


@given(recorded())
def test_summary_status_and_check_agree_about_approvals(files: dict[str, str]) -> None:
    found, before = loaded(files), loaded({})
    diagnostics = check_project(found).diagnostics
    by_rule = {
        name: {d.at.path for d in diagnostics if d.rule == f"approval-{name}"}
        for name in ("suspect", "void", "missing-record", "upstream-void")
    }
    config = found.settings.config
    view = view_of(found.project, config)
    words = {path: view.standing_of(_at(found.project, path)).word for path in RECORDED}
    assert {p for p, word in words.items() if word == "suspect"} == by_rule["suspect"]
    assert {p for p, w in words.items() if w == "changed since its approval"} == by_rule["void"]
    missing = {p for p, word in words.items() if word == "no approval on record"}
    assert missing == by_rule["missing-record"]
    change = Change(before.project, found.project, config, config, touches=_all(files))
    page = "\n".join(write_sections(change))
    for clause, rule in (
        ("something above it has changed since", "suspect"),
        ("was changed since its approval", "void"),
        ("no approval is on record", "missing-record"),
        ("whose approval is void", "upstream-void"),
    ):
        lines = [line for line in page.split("\n") if re.match(rf"- \*\*.*{clause}\Z", line)]
        ids = {_at(found.project, path).id for path in by_rule[rule]}
        assert {line.split("**")[1] for line in lines} == ids
