"""The hook for a push, in real pushes, by pre-commit and by git alone: what is pushed is judged."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.command import DECISION, FIRST
from tests.support.repositories import Repository
from tests.whole.test_pre_commit import HOOKS, local_configuration, pre_commit, prepare

DEPRECATED = DECISION.replace("proposed", "deprecated")
ACCEPTED = DECISION.replace("proposed", "accepted")
DANGLING = DEPRECATED.replace("deprecated", "deprecated\nrelates_to: [ADR-0009]", 1)


@pytest.fixture(scope="module", params=["pre-commit", "hooks"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A decision that is over, a remote without a branch, and the hook that judges pushes."""
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as monkeypatch:
        prepare(monkeypatch, folder)
        made = Repository.create(folder / "repo")
        made.write(FIRST, DEPRECATED)
        made.write("awos.toml", 'select = ["reference-dangling", "change"]\n')
        made.write(".pre-commit-config.yaml", local_configuration())
        made.git("add", "-A")
        made.git("commit", "-q", "-m", "begin")
        if request.param == "hooks":
            made.git("config", "core.hooksPath", str(HOOKS))
        else:
            done = pre_commit("install", "--hook-type=pre-push", where=made.root)
            assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def repo(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    prepare(monkeypatch, template)
    shutil.copytree(template / "repo", tmp_path / "repo")
    Repository.create(tmp_path / "remote", "--bare")
    repo = Repository(tmp_path / "repo")
    repo.git("remote", "add", "origin", str(tmp_path / "remote"))
    return repo


def change(repo: Repository, text: str, branch: str = "main") -> None:
    """Commit another text of the decision on a branch, without any hook."""
    repo.git("switch", "-q", *([branch] if branch == "main" else ["-C", branch]))
    repo.write(FIRST, text)
    repo.git("-c", "core.hooksPath=/dev/null", "commit", "-q", "-a", "-m", "change")


def push(repo: Repository, *refs: str) -> str:
    """Push; return the rule for which the hook refused it, the empty string if it did not."""
    done = repo.run("push", "-q", "origin", *refs)
    said = os.fsdecode(done.stdout + done.stderr)
    rules = ("change-status-reversed", "reference-dangling")
    found = next((rule for rule in rules if rule in said), "")
    assert bool(done.returncode) == bool(found), said
    return found


def test_the_step_from_what_the_remote_has_is_judged(repo: Repository) -> None:
    assert push(repo, "main") == ""
    change(repo, ACCEPTED)
    assert push(repo, "main") == "change-status-reversed"
    change(repo, DEPRECATED)
    assert push(repo, "main") == ""


def test_the_first_push_of_a_whole_history_judges_the_documents(repo: Repository) -> None:
    change(repo, ACCEPTED)
    assert push(repo, "main") == ""
    change(repo, DANGLING, "other")
    assert push(repo, "other") == "reference-dangling"


def test_the_pushed_commit_is_read_and_not_the_disk(repo: Repository) -> None:
    assert push(repo, "main") == ""
    change(repo, DANGLING, "topic")
    repo.git("switch", "-q", "main")
    assert push(repo, "topic") == "reference-dangling"
    repo.write(FIRST, DANGLING)
    repo.git("branch", "-f", "topic", "main")
    assert push(repo, "topic") == ""


def test_a_new_branch_is_judged_from_where_it_left_what_the_remote_has(repo: Repository) -> None:
    assert push(repo, "main") == ""
    change(repo, ACCEPTED, "topic")
    assert push(repo, "topic") == "change-status-reversed"


def test_a_branch_that_is_deleted_is_not_judged(repo: Repository) -> None:
    assert push(repo, "main", "main:old") == ""
    change(repo, DANGLING)
    assert push(repo, ":old") == ""
