"""The hooks for commit messages, in real commits, by pre-commit and by git alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from awos_lint.workflow.trailers import message_of, with_spec
from tests.support.command import DECISION, FIRST
from tests.support.repositories import Repository
from tests.whole.test_pre_commit import HOOKS, local_configuration, pre_commit, prepare

SPEC = """\
---
status: draft
---
# {title}

## Requirements

- **FR-1** The file shall be written.
"""
TASKS = """\
---
spec: {spec}
---
# Tasks

- [ ] **T-01** Write the file
"""
STAGES = ("commit-msg", "prepare-commit-msg")


@pytest.fixture(scope="module", params=["pre-commit", "hooks"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two specs with a task each, and the hooks by pre-commit or as the files of hooks/."""
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as monkeypatch:
        prepare(monkeypatch, folder)
        made = Repository.create(folder / "repo")
        made.write(FIRST, DECISION)
        for number, title in (("001", "Write it"), ("002", "Read it")):
            made.write(f"context/specs/{number}-it/spec.md", SPEC.format(title=title))
            made.write(f"context/specs/{number}-it/tasks.md", TASKS.format(spec=f"SPEC-{number}"))
        made.write("awos.toml", 'select = ["reference-dangling"]\n')
        made.write(".pre-commit-config.yaml", local_configuration())
        if request.param == "hooks":
            made.git("config", "core.hooksPath", str(HOOKS))
        else:
            types = [f"--hook-type={stage}" for stage in STAGES]
            done = pre_commit("install", *types, where=made.root)
            assert done.returncode == 0, done.stdout + done.stderr
        made.git("add", "-A")
        made.git("commit", "-q", "-m", "begin")
    return folder


@pytest.fixture
def repo(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    prepare(monkeypatch, template)
    shutil.copytree(template / "repo", tmp_path / "repo")
    return Repository(tmp_path / "repo")


def asks(repo: Repository, how: str) -> None:
    repo.write("awos.toml", f'select = ["reference-dangling"]\n[commits]\ntrailers = "{how}"\n')
    repo.git("add", "-A")


def refused(repo: Repository, message: str, *options: str) -> str:
    """Commit; return what was said against it, nothing when it passed."""
    done = repo.run("commit", "-q", "--allow-empty", "-m", message, *options)
    return os.fsdecode(done.stdout + done.stderr) if done.returncode else ""


def test_nobody_looks_until_asked(repo: Repository) -> None:
    assert not refused(repo, "Write it\n\nSpec: SPEC-404")


def test_what_is_named_must_exist(repo: Repository) -> None:
    asks(repo, "optional")
    assert "`Spec: SPEC-003` does not name a spec" in refused(repo, "Write it\n\nSpec: SPEC-003")
    assert "did you mean SPEC-001?" in refused(repo, "Write it\n\nSpec: spec-001")
    assert "`Task: SPEC-001/T-09`" in refused(repo, "Write it\n\nTask: SPEC-001/T-09")
    assert not refused(repo, "Write it\n\nSpec: SPEC-001\nTask: SPEC-001/T-01")
    assert not refused(repo, "Write it")


def test_a_task_belongs_to_its_spec(repo: Repository) -> None:
    asks(repo, "optional")
    said = refused(repo, "Write it\n\nSpec: SPEC-001\nTask: SPEC-002/T-01")
    assert "is no task of SPEC-001" in said
    assert not refused(repo, "Write it\n\nSpec: SPEC-001, SPEC-002\nTask: SPEC-002/T-01")
    assert not refused(repo, "Write it\n\nSpec: SPEC-002\nTask: T-01")
    assert "`Task: T-01` does not name a task" in refused(repo, "Write it\n\nTask: T-01")


def test_ids_are_those_of_the_index(repo: Repository) -> None:
    asks(repo, "optional")
    repo.write("context/specs/003-new/spec.md", SPEC.format(title="New"))
    assert "SPEC-003" in refused(repo, "Add it\n\nSpec: SPEC-003")
    repo.git("add", "-A")
    assert not refused(repo, "Add it\n\nSpec: SPEC-003")
    repo.git("rm", "-rq", "context/specs/003-new")
    assert "SPEC-003" in refused(repo, "Drop it\n\nSpec: SPEC-003")


def test_what_is_required_must_be_a_trailer(repo: Repository) -> None:
    asks(repo, "required")
    for message in ("Write it", "Write it\n\nSpec: SPEC-001\n\nThanks", "Spec: SPEC-001"):
        assert "awos: " in refused(repo, message), message
    assert not refused(repo, "Write it\n\nTask: SPEC-001/T-01\nSigned-off-by: A <a@example.org>")


@pytest.mark.parametrize(
    "message",
    ["fixup! Write it", "squash! Write it", "amend! Write it", "Merge branch 'side'"],
)
def test_what_git_writes_is_let_through(repo: Repository, message: str) -> None:
    asks(repo, "required")
    assert not refused(repo, message)


def test_merges_and_reverts_are_let_through(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "side")
    asks(repo, "required")
    assert not refused(repo, "Ask\n\nSpec: SPEC-001")
    repo.write("more.txt", "more\n")
    repo.git("add", "-A")
    assert not refused(repo, "More\n\nSpec: SPEC-001")
    repo.git("revert", "--no-edit", "HEAD")
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-edit", "side")
    assert repo.git("log", "-1", "--format=%s") == "Merge branch 'side'"


def test_the_patch_of_a_verbose_commit_is_no_message(repo: Repository) -> None:
    asks(repo, "required")
    repo.write("note.txt", "\nSpec: SPEC-001\n")
    repo.git("add", "-A")
    repo.git("config", "core.editor", "sed -i.bak '1s/^/Write it/'")
    done = repo.run("commit", "-q", "--verbose")
    assert done.returncode
    assert b"names no spec" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "branch", ["spec/001-write-it", "SPEC-001", "ada/spec-1", "feature/spec_001_write"]
)
def test_the_branch_names_the_spec(repo: Repository, branch: str) -> None:
    asks(repo, "required")
    repo.git("switch", "-q", "-c", branch)
    assert not refused(repo, "Write it")
    assert repo.git("log", "-1", "--format=%B").strip() == "Write it\n\nSpec: SPEC-001"
    # What is there already is not said twice, and an amended message is left alone.
    repo.git("commit", "-q", "--amend", "--no-edit")
    assert repo.git("log", "-1", "--format=%B").count("Spec:") == 1


@pytest.mark.parametrize("branch", ["spec/009-later", "inspect-001", "spec-001a", "001"])
def test_another_branch_names_none(repo: Repository, branch: str) -> None:
    asks(repo, "optional")
    repo.git("switch", "-q", "-c", branch)
    assert not refused(repo, "Write it")
    assert repo.git("log", "-1", "--format=%B").strip() == "Write it"


def test_a_detached_head_names_none(repo: Repository) -> None:
    asks(repo, "optional")
    repo.git("switch", "-q", "--detach")
    assert not refused(repo, "Write it")
    assert repo.git("log", "-1", "--format=%B").strip() == "Write it"


def test_nothing_is_added_until_asked(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "spec/001-write-it")
    assert not refused(repo, "Write it")
    assert repo.git("log", "-1", "--format=%B").strip() == "Write it"


def test_a_merge_gets_no_trailer(repo: Repository) -> None:
    asks(repo, "optional")
    assert not refused(repo, "Ask")
    repo.git("branch", "spec/001-write-it")
    assert not refused(repo, "Go on")
    repo.git("switch", "-q", "spec/001-write-it")
    repo.git("merge", "-q", "--no-ff", "--no-edit", "main")
    assert "Spec:" not in repo.git("log", "-1", "--format=%B")


# The grammar of messages, held against git's own reader.


@pytest.mark.parametrize(
    "text",
    [
        "Subject\n\nSpec: SPEC-001\n",
        "Subject\n\nbody\n\nSpec: SPEC-001\nTask: T-01\n",
        "Subject\n\nSpec: SPEC-001\n\nmore prose\n",
        "Subject\n\nprose\nSpec: SPEC-001\n",
        "Subject\n\nprose\nSpec: SPEC-001\nSigned-off-by: A <a@b>\n",
        "Subject\n\nSpec: SPEC-001,\n SPEC-002\n",
        "Subject\n\nSpec: SPEC-001\n# a comment\nTask: T-01\n# another\n",
        "Subject\n\nSpec : SPEC-001\n",
        "Spec: SPEC-001\n",
        f"Subject\n\nSpec: SPEC-001\n# {'-' * 24} >8 {'-' * 24}\n\nA: b\n",
        "Subject\n\nSpec SPEC-001\n",
        "",
    ],
)
def test_trailers_are_what_git_takes_for_trailers(text: str, tmp_path: Path) -> None:
    git = Repository.create(tmp_path / "repo")
    said = git.git("interpret-trailers", "--parse", "--no-divider", stdin=text.encode())
    lines = [line.partition(": ")[::2] for line in said.splitlines()]
    assert [(t.key, t.value) for t in message_of(text).trailers] == lines


def test_a_trailer_is_put_before_the_comments() -> None:
    template = "\n# Please enter the commit message.\n"
    assert with_spec(template, "SPEC-001") == f"\n\nSpec: SPEC-001\n{template}"
    signed = "Write it\n\nSigned-off-by: A <a@b>\n# note\n"
    assert with_spec(signed, "SPEC-001") == (
        "Write it\n\nSigned-off-by: A <a@b>\nSpec: SPEC-001\n\n# note\n"
    )
