"""What is declared must be there: in the work tree, the index, a commit and a step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import Ran, awos, lay
from tests.support.repositories import Repository, isolate

MISSION = "# Harbour\n\nBoats find a berth, because waiting is dear.\n"
ADR = "# 1. One crane\n\n## Status\n\nAccepted\n\n## Context\n\nHeavy.\n\n## Decision\n\nOne.\n"
PLAN = {
    "context/mission.md": MISSION,
    "context/specs/007-tide-tables/spec.md": "# Tide tables\n\nRead once a day.\n",
    "context/standards/names.md": "# Names\n\nA berth is called by its pier.\n",
}
BOTH = {**PLAN, "docs/adr/0001-one-crane.md": ADR}
TREES: tuple[list[str], ...] = ([], ["--staged"])
ADVICE = "restore them, or name in `layouts` what the project has"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    return Repository.create(tmp_path / "r")


def committed(repo: Repository, files: dict[str, str]) -> str:
    lay(repo.root, files)
    return repo.commit()


def absent(ran: Ran) -> list[str]:
    """What an incomplete run says to be absent: the places, with the reasons."""
    lines = [line.removeprefix("awos: not checked: ") for line in ran.err.splitlines()]
    assert (ran.code == 3) == bool(lines)
    return lines


@pytest.mark.parametrize("tree", TREES)
@pytest.mark.parametrize("files", [BOTH, PLAN])
def test_documents_of_head_that_move_out_of_their_folder(
    repo: Repository, files: dict[str, str], tree: list[str]
) -> None:
    committed(repo, {**files, "CLAUDE.md": "Work in small steps.\n"})
    assert absent(awos(repo.root, "check", *tree)) == []
    repo.git("mv", "context", "plan")
    (line,) = absent(awos(repo.root, "check", *tree))
    assert line.startswith("context: 3 documents at HEAD and none now")
    repo.git("mv", "plan", "context")
    assert absent(awos(repo.root, "check", *tree)) == []


def test_a_step_names_what_it_moves_out_of_the_check(repo: Repository) -> None:
    decided = "---\nstatus: accepted\n---\n\n# One crane\n\n## Decision\n\nOne.\n"
    committed(repo, {**BOTH, "context/decisions/0001-one-crane.md": decided, "awos.toml": ""})
    repo.git("mv", "context", "plan")
    base = repo.git("rev-parse", "HEAD")
    repo.commit()
    ran = awos(repo.root, "check", "--diff", f"{base}...", "--format", "json")
    (line,) = absent(ran)
    assert line.startswith("context: ")
    told = {f["path"]: f["message"] for f in json.loads(ran.out)["findings"]}
    for path, name in (
        ("mission.md", "the mission MISSION"),
        ("specs/007-tide-tables/spec.md", "the spec SPEC-007"),
    ):
        moved = f"this step moves {name} to plan/{path}, where it is not checked"
        assert told[f"context/{path}"] == moved
    # What is gone is still said to be deleted.
    repo.git("rm", "-rq", "plan/mission.md")
    repo.commit()
    ran = awos(repo.root, "check", "--diff", f"{base}...", "--format", "json")
    told = {f["path"]: f["message"] for f in json.loads(ran.out)["findings"]}
    assert told["context/mission.md"] == "this step deletes the mission MISSION"


def test_an_approved_spec_that_moves_out_of_the_check(repo: Repository) -> None:
    spec = "context/specs/007-tide-tables/spec.md"
    committed(repo, {**BOTH, spec: f"---\nstatus: approved\n---\n\n{PLAN[spec]}"})
    repo.git("mv", "context/specs", "old-specs")
    repo.commit()
    ran = awos(repo.root, "check", "--diff", "HEAD^...", "--format", "concise")
    gone = "this step moves SPEC-007, which was approved, to old-specs/007-tide-tables/spec.md"
    assert f"warning[change-id-removed] {gone}, where it is not checked" in ran.out


def test_every_face_agrees(repo: Repository) -> None:
    committed(repo, BOTH)
    repo.git("mv", "context", "plan")
    for command in ("check", "status", "next", "layout"):
        assert awos(repo.root, command).code == 3, command
    status = json.loads(awos(repo.root, "status", "--format", "json").out)
    assert [(skip["what"], skip["incomplete"]) for skip in status["skipped"]] == [("context", True)]
    told = json.loads(awos(repo.root, "layout", "--format", "json").out)
    assert [skip["what"] for skip in told["absent"]] == ["context"]
    assert "absent: context: 3 documents at HEAD" in awos(repo.root, "layout").out


def test_the_index_is_judged_by_what_is_staged(repo: Repository) -> None:
    committed(repo, BOTH)
    (repo.root / "context").rename(repo.root / "plan")
    assert len(absent(awos(repo.root, "check"))) == 1
    assert absent(awos(repo.root, "check", "--staged")) == []


def test_a_part_that_leaves_is_no_place_that_is_empty(repo: Repository) -> None:
    committed(repo, BOTH)
    repo.git("rm", "-q", "context/mission.md")
    assert absent(awos(repo.root, "check", "--staged")) == []


@pytest.mark.parametrize("tree", TREES)
def test_the_place_of_another_layout(repo: Repository, tree: list[str]) -> None:
    committed(repo, BOTH)
    repo.git("mv", "docs/adr", "docs/old")
    (line,) = absent(awos(repo.root, "check", *tree))
    assert line.startswith("docs/adr: 1 document at HEAD and none now")
    committed(repo, {})
    assert absent(awos(repo.root, "check", *tree)) == []


@pytest.mark.parametrize("tree", TREES)
def test_documents_that_are_read_elsewhere_are_not_lost(repo: Repository, tree: list[str]) -> None:
    committed(repo, BOTH)
    repo.git("mv", "docs/adr", "docs/decisions")
    repo.git("mv", "context", "plan")
    lay(repo.root, {"awos.toml": 'documents = "plan"\n'})
    repo.git("add", "-A")
    assert absent(awos(repo.root, "check", *tree)) == []


def test_a_layout_that_is_not_chosen_is_not_expected(repo: Repository) -> None:
    committed(repo, BOTH)
    repo.git("rm", "-rq", "context")
    lay(repo.root, {"awos.toml": 'layouts = ["adr"]\n'})
    assert absent(awos(repo.root, "check")) == []


def test_the_folder_that_a_deleted_configuration_named(repo: Repository) -> None:
    moved = {path.replace("context/", "plan/"): text for path, text in PLAN.items()}
    committed(
        repo, {**moved, "docs/adr/0001-one-crane.md": ADR, "awos.toml": 'documents = "plan"\n'}
    )
    assert absent(awos(repo.root, "check")) == []
    repo.git("rm", "-q", "awos.toml")
    # The files are there, and nothing reads them any more.
    ran = awos(repo.root, "check")
    assert (ran.code, "plan: 3 documents at HEAD" in ran.err) == (3, True)


def test_before_the_first_commit_there_is_nothing_to_compare(repo: Repository) -> None:
    lay(repo.root, {"docs/adr/0001-one-crane.md": ADR})
    repo.git("add", "-A")
    for tree in TREES:
        assert absent(awos(repo.root, "check", *tree)) == []


@pytest.mark.parametrize("folder", ["contxt", "documents"])
def test_a_folder_that_the_configuration_names(tmp_path: Path, folder: str) -> None:
    lay(tmp_path, {**BOTH, "awos.toml": f'documents = "{folder}"\n'})
    (line,) = absent(awos(tmp_path, "check"))
    assert line.startswith(f"{folder}: no document found there, and `documents` in awos.toml")
    assert f"declared: {folder}, by `documents` in awos.toml" in awos(tmp_path, "layout").out


def test_a_folder_of_another_layout_that_the_configuration_names(repo: Repository) -> None:
    config = '[folders]\nspec-kit = ["ledger"]\n'
    committed(repo, {**BOTH, "awos.toml": config, "pay/awos.toml": config})
    for folder, name in ((repo.root, "ledger"), (repo.root / "pay", "pay/ledger")):
        line = absent(awos(folder, "check"))[0]
        assert line.startswith(f"{name}: no document found there, and `folders.spec-kit` in")
    lay(repo.root, {"ledger/001-berths/spec.md": "# Berths\n\nBoats find a berth.\n"})
    assert absent(awos(repo.root, "check")) == []


@pytest.mark.parametrize("folder", ["docs", ".", "docs/adr", "docs/adr/"])
def test_documents_of_any_layout_fill_the_folder(tmp_path: Path, folder: str) -> None:
    lay(tmp_path, {"docs/adr/0001-one-crane.md": ADR, "awos.toml": f'documents = "{folder}"\n'})
    assert absent(awos(tmp_path, "check")) == []


def test_what_cannot_be_read_there_is_said_once(tmp_path: Path) -> None:
    lay(tmp_path, {"else/mission.md": MISSION, "awos.toml": 'documents = "plan"\n'})
    (tmp_path / "plan").symlink_to("else")
    (line,) = absent(awos(tmp_path, "check"))
    assert line.startswith("plan: it is a symbolic link")


def test_a_commit_is_judged_by_what_it_declares(repo: Repository) -> None:
    committed(repo, {**BOTH, "awos.toml": 'documents = "plan"\n'})
    assert len(absent(awos(repo.root, "check", "--at", "HEAD"))) == 1
    committed(repo, {"awos.toml": 'documents = "context"\n'})
    assert absent(awos(repo.root, "check", "--at", "HEAD")) == []


def test_a_nested_project_declares_for_itself(repo: Repository) -> None:
    config = {"pay/awos.toml": 'documents = "plan"\n', "pay/docs/adr/0001-one-crane.md": ADR}
    committed(repo, {**BOTH, **config})
    assert absent(awos(repo.root, "check")) == []
    (line,) = absent(awos(repo.root / "pay", "check"))
    assert line.startswith("pay/plan: no document found there, and `documents` in pay/awos.toml")


def test_an_installation_names_the_folder(repo: Repository) -> None:
    lay(repo.root, {"docs/readme.txt": "x\n"})
    assert awos(repo.root, "init", "--yes", "--agent", "claude").code == 0
    repo.commit()
    repo.git("mv", "context", "plan")
    repo.git("rm", "-qf", "awos.toml")
    repo.commit()
    (line,) = absent(awos(repo.root, "check"))
    assert line.startswith("context: no document found there, and .awos/lock.json names the folder")
    lay(repo.root, {".awos/lock.json": "{}\n"})
    (line,) = absent(awos(repo.root, "check"))
    assert line.startswith(".awos/lock.json: .awos/lock.json cannot be used")


def test_an_installation_beside_another_framework_declares_nothing(repo: Repository) -> None:
    committed(repo, {"docs/adr/0001-one-crane.md": ADR})
    assert awos(repo.root, "init", "--yes", "--agent", "claude").code == 0
    assert 'documents = "context"' in (repo.root / "awos.toml").read_text()
    assert absent(awos(repo.root, "check")) == []
    lay(repo.root, {"awos.toml": 'documents = "contxt"\n'})
    assert len(absent(awos(repo.root, "check"))) == 1


def findings(ran: Ran) -> list[tuple[str, str]]:
    return [(found["path"], found["rule"]) for found in json.loads(ran.out)["findings"]]


def stepped(repo: Repository, base: str) -> Ran:
    ran = awos(repo.root, "check", "--diff", f"{base}..HEAD", "--format", "json")
    assert awos(repo.root, "check", "--since", base, "--format", "json").out == ran.out
    return ran


def test_a_step_names_each_document_that_left(repo: Repository) -> None:
    base = committed(repo, BOTH)
    repo.git("mv", "context", "plan")
    committed(repo, {})
    ran = stepped(repo, base)
    assert absent(ran) == [
        f"context: 3 documents at the base {base[:12]} and none now: {ADVICE}",
    ]
    assert findings(ran) == [(path, "change-document-removed") for path in sorted(PLAN)]


def test_a_step_that_is_not_committed_says_each_place_once(repo: Repository) -> None:
    base = committed(repo, BOTH)
    repo.git("mv", "context", "plan")
    (line,) = absent(awos(repo.root, "check", "--since", base))
    assert line.startswith("context: 3 documents at HEAD")


def test_a_step_may_move_and_delete(repo: Repository) -> None:
    base = committed(repo, BOTH)
    repo.git("mv", "context", "plan")
    repo.git("rm", "-qf", "plan/standards/names.md")
    committed(repo, {"awos.toml": 'documents = "plan"\n'})
    ran = stepped(repo, base)
    assert absent(ran) == []
    removed = [path for path, rule in findings(ran) if rule == "change-document-removed"]
    assert removed == ["context/standards/names.md"]


def test_a_change_that_is_archived_is_not_deleted(repo: Repository) -> None:
    why = "## Why\n\nBoats wait at the mole for hours, and nobody knows how long.\n"
    change = {
        "openspec/changes/add-tides/proposal.md": f"# Tides\n\n{why}\n## What Changes\n\n- Tides\n",
        "openspec/changes/add-tides/tasks.md": "## 1. Tides\n\n- [x] 1.1 Show the next tide\n",
    }
    base = committed(repo, {**change, "openspec/specs/berths/spec.md": "# Berths\n"})
    (repo.root / "openspec/changes/archive").mkdir()
    repo.git("mv", "openspec/changes/add-tides", "openspec/changes/archive/2026-02-01-add-tides")
    committed(repo, {})
    assert "change-document-removed" not in {rule for _, rule in findings(stepped(repo, base))}
    repo.git("rm", "-rq", "openspec/changes/archive")
    gone = committed(repo, {})
    assert gone
    removed = [
        path for path, rule in findings(stepped(repo, base)) if rule.startswith("change-doc")
    ]
    assert removed == sorted(change)


def test_a_plan_that_moves_one_folder_down_is_no_finished_plan(repo: Repository) -> None:
    home = "context/specs/002-piers"
    spec = "---\nstatus: approved\n---\n# Piers\n\n- **FR-1** Boats moor.\n"
    lists = "# Tasks\n\n- [ ] **T-01** Build a pier\n"
    base = committed(repo, {**PLAN, f"{home}/spec.md": spec, f"{home}/tasks.md": lists})
    (repo.root / "context/later").mkdir()
    repo.git("mv", home, "context/later/002-piers")
    committed(repo, {})
    shown = awos(repo.root, "next")
    assert "Nothing is left" not in shown.out
    rules = {rule for _, rule in findings(stepped(repo, base))}
    assert {"document-misplaced"} <= rules
