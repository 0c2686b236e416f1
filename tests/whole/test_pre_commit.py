"""The hooks, run by the real pre-commit and by git alone, in repositories of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from awos_lint.core.commands import COMMANDS
from tests.support.command import CLEAN, DANGLING, DECISION, FIRST, PROGRAM, SCRIPTS, SECOND, naming
from tests.support.repositories import Repository, first_on_path, isolate

ROOT = Path(__file__).resolve().parent.parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = ROOT / "hooks"

BROKEN = naming("ADR-0009")
"""A document with a finding."""


def pre_commit(*arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    """Run the real pre-commit; nothing here needs the network."""
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
    )


def manifest() -> list[dict[str, Any]]:
    hooks: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    return hooks


def local_configuration() -> str:
    """The published hooks as local ones, run by the program that is installed here."""
    # Only the way to install differs: `language: python` would build an environment each time.
    hooks = [{**hook, "language": "system"} for hook in manifest()]
    return yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})


@pytest.fixture(scope="module", params=["pre-commit", "hooks"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sound documents, and a hook: by pre-commit, or the files of hooks/."""
    assert Path(PROGRAM).exists(), "install the project first: the hooks run its console script"
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as monkeypatch:
        prepare(monkeypatch, folder)
        made = Repository.create(folder / "repo")
        for path, text in CLEAN.items():
            made.write(path, text)
        # The other rules have tests of their own; here one is enough to tell good from bad.
        made.write("awos.toml", 'select = ["reference-dangling"]\n')
        made.write(".pre-commit-config.yaml", local_configuration())
        if request.param == "hooks":
            made.git("config", "core.hooksPath", str(HOOKS))
        else:
            types = [f"--hook-type={stage}" for stage in ("pre-commit", "pre-merge-commit")]
            done = pre_commit("install", *types, where=made.root)
            assert done.returncode == 0, done.stdout + done.stderr
        made.git("add", "-A")
        made.git("commit", "-q", "-m", "begin")
    return folder


def prepare(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    isolate(monkeypatch, home)
    first_on_path(monkeypatch, SCRIPTS)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(home / "home"))


@pytest.fixture
def repo(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository of its own for each test."""
    prepare(monkeypatch, template)
    shutil.copytree(template / "repo", tmp_path / "repo")
    return Repository(tmp_path / "repo")


def committed(repo: Repository, *arguments: str) -> bool:
    """Commit; return whether the hook let it pass, and hold it to the reason when it did not."""
    done = repo.run("commit", "-q", "-m", "change", *arguments)
    said = os.fsdecode(done.stdout + done.stderr)
    assert done.returncode == 0 or "reference-dangling" in said, said
    return done.returncode == 0


# The manifest.


def test_the_manifest_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    done = pre_commit("validate-manifest", str(MANIFEST), where=tmp_path)
    assert done.returncode == 0, done.stdout


STAGES = {
    "awos": {"pre-commit", "pre-merge-commit", "manual"},
    "awos-push": {"pre-push"},
    "awos-commit-msg": {"commit-msg"},
    "awos-prepare-commit-msg": {"prepare-commit-msg"},
}


def test_every_hook_runs_at_its_own_stages_only() -> None:
    # Without stages a hook runs at every type that is installed, three times for one commit.
    assert {hook["id"]: set(hook["stages"]) for hook in manifest()} == STAGES


def test_the_hooks_for_documents_see_deletions_and_those_for_messages_their_file() -> None:
    for hook in manifest():
        message = hook["id"].endswith("-msg")
        assert hook.get("always_run", False) != message
        assert hook.get("pass_filenames", True) == message
        # A message file is of no type, and matches no pattern for documents.
        assert not {"files", "types", "types_or"} & hook.keys()


def test_every_hook_runs_a_command_that_exists() -> None:
    lines = [line for path in HOOKS.iterdir() for line in path.read_text("utf-8").splitlines()]
    calls = [found[0] for line in lines if (found := re.search(r"awos [a-z-]+", line))]
    entries = [hook["entry"] for hook in manifest()]
    assert {path.name for path in HOOKS.iterdir()} == set.union(*STAGES.values()) - {"manual"}
    for line in [*entries, *(call for call in calls if not call.startswith("awos.toml"))]:
        program, command, *options = line.split()
        assert program == "awos"
        assert command in COMMANDS
        assert options in ([], ["--staged"])


# What a commit holds is what is judged.


def test_the_index_counts_not_the_disk(repo: Repository) -> None:
    repo.write(SECOND, BROKEN)
    repo.git("add", "-A")
    repo.write(SECOND, CLEAN[SECOND])
    assert not committed(repo)
    assert (repo.root / SECOND).read_text() == CLEAN[SECOND]


def test_what_is_not_staged_does_not_count(repo: Repository) -> None:
    repo.write(FIRST, DECISION + "\nThe file is copied every night.\n")
    repo.git("add", "-A")
    repo.write(SECOND, BROKEN)
    assert committed(repo)
    assert (repo.root / SECOND).read_text() == BROKEN


def test_commit_all_stages_what_is_tracked(repo: Repository) -> None:
    repo.write(SECOND, BROKEN)
    assert not committed(repo, "-a")
    repo.write(SECOND, CLEAN[SECOND] + "\nIt ends in `.db`.\n")
    assert committed(repo, "-a")


def test_a_commit_of_named_paths_is_judged_by_what_it_would_hold(repo: Repository) -> None:
    repo.write(SECOND, BROKEN)
    repo.git("add", "-A")
    repo.write(FIRST, DECISION + "\nThe file is copied every night.\n")
    assert committed(repo, "--", FIRST)
    assert not committed(repo)


def test_a_deletion_that_breaks_a_reference_is_seen(repo: Repository) -> None:
    repo.git("rm", "-q", FIRST)
    assert not committed(repo)
    repo.git("rm", "-q", SECOND)
    repo.write(FIRST.replace("0001", "0003"), DECISION)
    repo.git("add", "-A")
    assert committed(repo)


def test_a_rename_that_changes_an_id_is_seen(repo: Repository) -> None:
    repo.git("mv", FIRST, FIRST.replace("0001", "0003"))
    assert not committed(repo)
    repo.git("mv", FIRST.replace("0001", "0003"), FIRST.replace("use-sqlite", "use-a-file"))
    assert committed(repo)


def test_a_document_that_is_not_tracked_does_not_count(repo: Repository) -> None:
    repo.write("context/decisions/0009-later.md", BROKEN.replace("ADR-0009", "ADR-0010"))
    repo.write(FIRST, DECISION + "\nThe file is copied every night.\n")
    repo.git("add", FIRST)
    assert committed(repo)
    repo.write(SECOND, BROKEN)
    repo.git("add", SECOND)
    # On the disk ADR-0009 exists, in the commit it would not.
    assert not committed(repo)


def test_a_document_that_is_only_announced_does_not_count(repo: Repository) -> None:
    repo.write("context/decisions/0009-later.md", DECISION)
    repo.git("add", "--intent-to-add", "context/decisions/0009-later.md")
    repo.write(SECOND, BROKEN)
    repo.git("add", SECOND)
    assert not committed(repo)
    repo.git("add", "-A")
    assert committed(repo)


def test_a_linked_worktree_is_judged_by_its_own_index(repo: Repository, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    linked.write(SECOND, BROKEN)
    linked.git("add", "-A")
    assert not committed(linked)
    repo.write(FIRST, DECISION + "\nThe file is copied every night.\n")
    assert committed(repo, "-a")


def test_a_commit_from_a_folder_below_checks_the_whole(repo: Repository) -> None:
    repo.write(SECOND, BROKEN)
    repo.git("add", "-A")
    assert not committed(Repository(repo.root / "context"))


def test_a_merge_that_breaks_a_reference_is_seen(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "side")
    repo.write("context/decisions/0003-copy-it.md", naming("ADR-0001", title="Copy it"))
    repo.git("add", "-A")
    assert committed(repo)
    repo.git("switch", "-q", "main")
    repo.git("rm", "-q", FIRST, SECOND)
    repo.write("context/decisions/0004-use-files.md", DECISION)
    repo.git("add", "-A")
    assert committed(repo)
    # Each side is sound, and nothing is in conflict.
    done = repo.run("merge", "-q", "-m", "merge", "side")
    assert done.returncode != 0
    assert b"reference-dangling" in done.stdout + done.stderr


def test_a_merge_with_a_conflict_is_judged_as_it_was_resolved(repo: Repository) -> None:
    sides = {"side": "One program writes it.", "main": "Two programs write it."}
    repo.git("branch", "side")
    for branch, text in sides.items():
        repo.git("switch", "-q", branch)
        repo.write(SECOND, CLEAN[SECOND] + f"\n{text}\n")
        assert committed(repo, "-a")
    assert repo.run("merge", "-q", "side").returncode != 0
    repo.write(SECOND, BROKEN)
    repo.git("add", "-A")
    assert not committed(repo)
    repo.write(SECOND, CLEAN[SECOND])
    repo.git("add", "-A")
    assert committed(repo)
    assert repo.git("rev-list", "--count", "HEAD^2") == "2"


def test_amending_is_a_commit_too(repo: Repository) -> None:
    repo.write(SECOND, BROKEN)
    repo.git("add", "-A")
    assert not committed(repo, "--amend")


def test_the_published_hook_by_hand_checks_the_index_too(repo: Repository) -> None:
    repo.write(SECOND, BROKEN)
    assert pre_commit("run", "awos", "--all-files", where=repo.root).returncode == 0
    repo.git("add", "-A")
    done = pre_commit("run", "awos", "--hook-stage=manual", where=repo.root)
    assert done.returncode == 1
    assert "reference-dangling" in done.stdout


def test_a_hook_of_one_repository_does_not_lead_into_another(
    repo: Repository, tmp_path: Path
) -> None:
    other = Repository.create(tmp_path / "other")
    other.write(SECOND, DANGLING[SECOND])
    other.git("add", "-A")
    hook = tmp_path / "hooks" / "pre-commit"
    hook.parent.mkdir()
    hook.write_text(f'#!/bin/sh\nexec awos -C "{other.root}" check --staged\n')
    hook.chmod(0o755)
    repo.git("config", "core.hooksPath", str(hook.parent))
    repo.write(FIRST, DECISION + "\nThe file is copied every night.\n")
    assert not committed(repo, "-a")
