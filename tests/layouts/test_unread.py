"""Frameworks that are recognised and not read: by their files, and what is said of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.layouts.unread import FRAMEWORKS, UnreadFramework, find_unread
from tests.support.command import CLEAN, awos, lay

FOUND: dict[str, tuple[tuple[str, ...], str, int]] = {
    "AI-DLC": (("aidlc-docs/aidlc-state.md", "aidlc-docs/audit.md"), "aidlc-docs", 2),
    "AI-DLC of a branch": (("aidlc-docs/state/main.md",), "aidlc-docs", 1),
    "AI-DLC v2": (("aidlc/spaces/default/intents/260101-quay/aidlc-state.md",), "aidlc/spaces", 1),
    "Backlog.md": (("backlog/config.yml", "backlog/tasks/task-1 - Rope.md"), "backlog", 2),
    "Backlog.md, hidden": (
        (".backlog/config.yml", ".backlog/drafts/draft-1 - Tar.md"),
        ".backlog",
        2,
    ),
    "Backlog.md, named": (("backlog.config.yml", "work/tasks/task-1 - Rope.md"), "work", 1),
    "Beads": ((".beads/issues.jsonl",), ".beads", 1),
    "Beads without an export": ((".beads/config.yaml",), ".beads", 1),
    "BMAD": (("_bmad/bmm/config.yaml", "_bmad/core/tasks/help.md"), "_bmad", 2),
    "BMAD with documents": (
        ("_bmad/config.toml", "_bmad-output/planning-artifacts/prd.md"),
        "_bmad-output",
        1,
    ),
    "BMAD by its ledger": (
        ("_bmad/bmm/config.yaml", "docs/sprints/sprint-status.yaml", "docs/sprints/1-1-quay.md"),
        "docs/sprints",
        2,
    ),
    "Conductor": (("conductor/tracks.md", "conductor/workflow.md"), "conductor", 2),
    "GSD": ((".planning/ROADMAP.md", ".planning/phases/01-quay/01-01-PLAN.md"), ".planning", 2),
    "GSD in a stream": (
        (".planning/workstreams/pay/ROADMAP.md", ".planning/workstreams/pay/STATE.md"),
        ".planning",
        2,
    ),
    "GSD in a package": (
        ("apps/pay/.planning/ROADMAP.md", "apps/pay/.planning/PROJECT.md"),
        "apps/pay/.planning",
        2,
    ),
    "Memory Bank": (("memory-bank/activeContext.md", "memory-bank/progress.md"), "memory-bank", 2),
    "Spec Kitty": (("kitty-specs/001-quay/spec.md",), "kitty-specs", 1),
    "Superpowers": (("docs/superpowers/plans/2026-02-01-quay.md",), "docs/superpowers", 1),
}

INNOCENT = {
    "notes in a folder of plans": (".planning/findings.md", ".planning/task_plan.md"),
    "a roadmap alone": (".planning/ROADMAP.md", ".planning/config.json"),
    "a backlog of a game": ("backlog/config.yml", "backlog/levels.md"),
    "tasks without a configuration": ("backlog/tasks/one.md",),
    "a pointer to nothing": ("backlog.config.yml", "docs/quay.md"),
    "a bank of memories": ("memory-bank/summer.md", "memory-bank/index.ts"),
    "a conductor of trains": ("conductor/tracks.md", "conductor/trains.md"),
    "a conductor without tracks": ("conductor/workflow.md", "conductor/product.md"),
    "beads to sell": (".beads/red.png", "beads/issues.jsonl"),
    "sprints": ("docs/sprints/status.yaml", "sprint-status.yaml.bak"),
    "superpowers of heroes": ("docs/superpowers/flight.md", "superpowers/plans/one.md"),
    "documents of AI-DLC's rules": (".kiro/aws-aidlc-rule-details/common/welcome.md",),
    "a space without intents": ("aidlc/spaces/default/memory/project.md",),
    "cats": ("kitty-specs/breeds.md", "kitty-specs/001-tabby/photo.png"),
    "an output of something": ("_bmad-output/log.txt", "_bmad/readme.md"),
    "a copy in a dependency": (
        "node_modules/x/.planning/ROADMAP.md",
        "node_modules/x/.planning/STATE.md",
        "templates/backlog/config.yml",
        "templates/backlog/tasks/task-1 - Rope.md",
        "vendor/x/sprint-status.yaml",
    ),
}

GSD = {".planning/ROADMAP.md": "# Roadmap\n", ".planning/STATE.md": "# State\n"}
NAMED = 'awos: not checked: .planning: GSD (2 files) is not read; `unread = ["gsd"]`'


@pytest.mark.parametrize("case", FOUND)
def test_a_framework_is_found_by_its_files(case: str) -> None:
    paths, root, files = FOUND[case]
    (found,) = find_unread(sorted([*paths, "src/main.py", "README.md"]))
    assert (found.root, found.files) == (root, files)
    assert case.startswith(found.title)


def test_every_framework_has_a_case() -> None:
    found = {one.name for paths, _, _ in FOUND.values() for one in find_unread(sorted(paths))}
    assert found == {framework.name for framework in FRAMEWORKS}


@pytest.mark.parametrize("case", INNOCENT)
def test_the_name_of_a_folder_alone_makes_none(case: str) -> None:
    assert find_unread(sorted(INNOCENT[case])) == ()


def test_what_something_reads_is_not_counted() -> None:
    paths = ["backlog/config.yml", "backlog/decisions/1 - Rope.md", "backlog/tasks/task-1 - Tar.md"]
    found = find_unread(paths, read=["backlog/decisions/1 - Rope.md"])
    assert found == (UnreadFramework("backlog-md", "Backlog.md", "backlog", 2),)
    assert find_unread(paths, own=["backlog/tasks/task-1 - Tar.md"]) == ()


@given(st.lists(st.sampled_from([p for paths, _, _ in FOUND.values() for p in paths]), unique=True))
def test_no_more_files_are_counted_than_lie_there(paths: list[str]) -> None:
    for found in find_unread(sorted(paths)):
        assert found.files == sum(path.startswith(f"{found.root}/") for path in paths) > 0


def test_alone_it_leaves_a_run_incomplete(tmp_path: Path) -> None:
    ran = awos(lay(tmp_path, GSD), "check")
    assert ran.code == 3
    assert ran.err.startswith(NAMED)
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("others", [CLEAN, {"CLAUDE.md": "Work in small steps.\n"}])
def test_beside_what_is_read_it_is_only_named(tmp_path: Path, others: dict[str, str]) -> None:
    lay(tmp_path, {**GSD, **others})
    ran = awos(tmp_path, "check")
    assert (ran.code, len(ran.err.splitlines())) == (0, 1)
    assert ran.err.startswith(NAMED)
    assert awos(tmp_path, "status").code == 0
    (skip,) = json.loads(awos(tmp_path, "check", "--format", "json").out)["skipped"]
    assert (skip["what"], skip["incomplete"]) == (".planning", False)


def test_it_hides_no_finding(tmp_path: Path) -> None:
    lay(tmp_path, {**GSD, "context/specs/001-quay/spec.md": "---\nid: [\n---\n"})
    ran = awos(tmp_path, "check")
    assert (ran.code, NAMED in ran.err) == (1, True)


def test_the_configuration_leaves_one_unnamed(tmp_path: Path) -> None:
    lay(tmp_path, {**GSD, **CLEAN, "awos.toml": 'unread = ["gsd"]\n'})
    assert (awos(tmp_path, "check").code, awos(tmp_path, "check").err) == (0, "")
    lay(tmp_path, {".beads/issues.jsonl": "", "awos.toml": 'unread = ["gsd"]\n'})
    ran = awos(tmp_path, "check")
    assert (ran.code, "Beads (1 file)" in ran.err, "GSD" in ran.err) == (0, True, False)


def test_unnamed_is_not_read(tmp_path: Path) -> None:
    lay(tmp_path, {**GSD, "awos.toml": 'unread = ["gsd"]\n'})
    ran = awos(tmp_path, "check")
    assert (ran.code, "no documents found" in ran.err) == (3, True)


def test_a_wrong_name_is_refused_with_the_right_one(tmp_path: Path) -> None:
    ran = awos(lay(tmp_path, {"awos.toml": 'unread = ["gds"]\n'}), "check")
    assert (ran.code, "did you mean gsd?" in ran.err) == (2, True)


def test_own_kinds_say_how_one_is_read(tmp_path: Path) -> None:
    config = '[kinds.job]\npath = "backlog/tasks/*.md"\nprefix = "TASK"\n'
    files = {
        "backlog/config.yml": "project_name: quay\n",
        "backlog/tasks/1-rope.md": "---\nid: TASK-1\n---\n\n# Rope\n",
    }
    lay(tmp_path, {**files, "awos.toml": config})
    assert "Backlog.md" not in awos(tmp_path, "check").err


def test_layout_names_it(tmp_path: Path) -> None:
    lay(tmp_path, {**GSD, **CLEAN})
    ran = awos(tmp_path, "layout")
    assert (ran.code, "gsd in .planning\n  not read: GSD, 2 files\n" in ran.out) == (0, True)
    told = json.loads(awos(tmp_path, "layout", "--format", "json").out)
    assert told["unread"] == [{"name": "gsd", "title": "GSD", "root": ".planning", "files": 2}]
