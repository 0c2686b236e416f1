"""A push through husky, lefthook and prek is judged as it is pushed, whatever the disk holds.

Each is run where it is installed: on ``PATH``, or in the folders that ``GENERATORS_PATH`` names.
Those that are not there are named at the end of the run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.consumers.test_generators import FOLDERS
from tests.support.repositories import Repository, isolate

GOOD = "---\nstatus: draft\n---\n\n# Books\n\nSee [the plan](plan.md).\n"
BAD = GOOD.replace("plan.md", "none.md")
SPEC = "context/mission.md"
LEFTHOOK = """\
pre-push:
  commands:
    awos:
      run: awos pre-push {1} {2}
      use_stdin: true
pre-commit:
  commands:
    awos:
      run: awos check --staged
"""
PREK = """\
[[repos]]
repo = "local"

[[repos.hooks]]
id = "awos-push"
name = "awos check of a push"
entry = "awos check"
language = "system"
always_run = true
pass_filenames = false
stages = ["pre-push"]

[[repos.hooks]]
id = "awos"
name = "awos check"
entry = "awos check --staged"
language = "system"
always_run = true
pass_filenames = false
stages = ["pre-commit"]
"""


def husky(repo: Repository, program: str) -> None:
    call(repo, program)
    repo.write(".husky/pre-push", 'awos pre-push "$@"\n')
    repo.write(".husky/pre-commit", "awos check --staged\n")


def lefthook(repo: Repository, program: str) -> None:
    repo.write("lefthook.yml", LEFTHOOK)
    call(repo, program, "install")


def prek(repo: Repository, program: str) -> None:
    repo.write("prek.toml", PREK)
    call(repo, program, "install", "-t", "pre-push", "-t", "pre-commit")


def call(repo: Repository, *command: str) -> None:
    done = subprocess.run(command, cwd=repo.root, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.fixture(params=[husky, lefthook, prek], ids=lambda set_up: set_up.__name__)
def repo(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Repository:
    set_up: Callable[[Repository, str], None] = request.param
    program = shutil.which(set_up.__name__, path=FOLDERS)
    if program is None:
        pytest.skip(f"the program `{set_up.__name__}` is not installed")
    isolate(monkeypatch, tmp_path)
    folders = [str(Path(shutil.which("awos") or "").parent), FOLDERS]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))
    made = Repository.create(tmp_path / "repo")
    Repository.create(tmp_path / "remote", "--bare")
    made.git("remote", "add", "origin", str(tmp_path / "remote"))
    made.write("awos.toml", 'select = ["reference-broken-link"]\n')
    made.write(SPEC, GOOD)
    made.write("context/plan.md", "# Plan\n")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "begin")
    made.git("push", "-q", "origin", "main")
    set_up(made, program)
    return made


def commit(repo: Repository, text: str) -> None:
    repo.write(SPEC, text)
    repo.git("-c", "core.hooksPath=/dev/null", "commit", "-q", "-a", "-m", "change")


def push(repo: Repository) -> subprocess.CompletedProcess[bytes]:
    return repo.run("push", "-q", "origin", "main")


def test_what_is_pushed_is_judged_and_not_the_disk(repo: Repository) -> None:
    commit(repo, BAD)
    repo.write(SPEC, GOOD)
    refused = push(repo)
    assert refused.returncode != 0
    assert b"reference-broken-link" in refused.stdout + refused.stderr
    commit(repo, GOOD + "\nMore.\n")
    repo.write(SPEC, BAD)
    done = push(repo)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_committed_is_judged(repo: Repository) -> None:
    repo.write(SPEC, BAD)
    repo.git("add", SPEC)
    refused = repo.run("commit", "-q", "-m", "break")
    assert refused.returncode != 0
    assert b"reference-broken-link" in refused.stdout + refused.stderr
