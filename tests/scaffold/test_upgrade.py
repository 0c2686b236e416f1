"""``awos upgrade`` and ``awos doctor`` in real repositories, and ``awos init`` on a terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from awos_lint.scaffold.lock import compute_digest, pristine_path
from tests.scaffold.test_init import files
from tests.support.command import PROGRAM, awos
from tests.support.repositories import Repository, isolate

SPEC = ".claude/skills/awos-spec/SKILL.md"
HOOKS = ".claude/settings.json"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An installation, committed."""
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    assert awos(made.root, "init", "--yes", "--agent", "claude").code == 0
    made.commit()
    return made


def aged(repo: Repository, path: str, text: str) -> None:
    """Let it look as if an older awos had written another text."""
    lock = repo.root / ".awos/lock.json"
    known = json.loads(lock.read_text("utf-8"))
    (entry,) = (file for file in known["files"] if file["path"] == path)
    entry["digest"], known["awos"] = compute_digest(text), "0.0.9"
    lock.write_text(json.dumps(known))
    for where in (path, pristine_path(path)):
        repo.write(where, text)


def older(repo: Repository, path: str) -> str:
    """Return a text that differs from today's in its last line."""
    today = (repo.root / path).read_text("utf-8")
    aged(repo, path, today + "\nAn old last line.\n")
    return today


def test_what_is_old_is_renewed(repo: Repository) -> None:
    today = older(repo, SPEC)
    plan = awos(repo.root, "upgrade", "--dry-run")
    assert (plan.code, f"update    {SPEC}" in plan.out) == (0, True)
    assert "-An old last line." in awos(repo.root, "upgrade", "--diff").out
    assert (repo.root / SPEC).read_text("utf-8") != today
    ran = awos(repo.root, "upgrade")
    assert (ran.code, "awos 0.0.9 is installed, this is 0.2.0" in ran.out) == (0, True)
    assert (repo.root / SPEC).read_text("utf-8") == today
    assert repo.git("status", "--porcelain") == ""


def test_edits_are_merged_and_conflicts_marked(repo: Repository) -> None:
    today = older(repo, SPEC)
    old = (repo.root / SPEC).read_text("utf-8")
    repo.write(SPEC, old.replace("\n# ", "\nA line of ours.\n\n# ", 1))
    assert awos(repo.root, "upgrade").code == 0
    assert (repo.root / SPEC).read_text("utf-8") == today.replace(
        "\n# ", "\nA line of ours.\n\n# ", 1
    )
    older(repo, SPEC)
    repo.write(SPEC, (repo.root / SPEC).read_text("utf-8").replace("An old last", "Our last"))
    ran = awos(repo.root, "upgrade")
    assert (ran.code, "between `<<<<<<<` and `>>>>>>>`" in ran.err) == (1, True)
    assert "<<<<<<< yours\n" in (repo.root / SPEC).read_text("utf-8")


def test_deleted_files_stay_deleted_and_renamed_ones_are_followed(repo: Repository) -> None:
    old = ".claude/agents/developer.md"
    new = ".claude/agents/coder.md"
    today = older(repo, old)
    repo.git("add", "-A")
    repo.git("mv", old, new)
    repo.git("rm", "-q", "-f", SPEC)
    ran = awos(repo.root, "upgrade")
    assert ran.code == 0
    assert f"update    {new}: renamed from {old}" in ran.out
    assert f"deleted   {SPEC}: you deleted it, and it stays so" in ran.out
    assert (repo.root / new).read_text("utf-8") == today
    assert not (repo.root / SPEC).exists()
    assert not (repo.root / old).exists()
    older_one = json.loads((repo.root / ".awos/lock.json").read_text("utf-8"))
    assert {"path": old, "at": new} in [
        {"path": file["path"], "at": file["at"]} for file in older_one["files"]
    ]
    assert awos(repo.root, "upgrade").code == 0
    assert not (repo.root / old).exists()


def test_upgrade_needs_an_installation(tmp_path: Path) -> None:
    for command in ("upgrade", "doctor"):
        ran = awos(tmp_path, command)
        assert (ran.code, ran.err) == (
            2,
            "awos: awos is not installed here: `awos init` does that\n",
        )


# The doctor.


def test_the_doctor_says_what_was_edited_and_what_is_old(repo: Repository) -> None:
    sound = awos(repo.root, "doctor")
    assert (sound.code, "is installed for Claude Code" in sound.out) == (0, True)
    older(repo, SPEC)
    settings = (repo.root / HOOKS).read_text("utf-8")
    repo.write(HOOKS, settings.replace('"timeout": 20', '"timeout": 5'))
    repo.write("CLAUDE.md", "Ours alone.\n")
    ran = awos(repo.root, "doctor")
    assert ran.code == 1
    assert f"update    {SPEC}\n" in ran.out
    assert "kept      .claude/settings.json  hooks." in ran.out
    assert "deleted   CLAUDE.md  awos: you deleted it, and it stays so" in ran.out
    assert "`awos upgrade` renews" in ran.out
    told = json.loads(awos(repo.root, "doctor", "--format", "json").out)
    assert {"path": SPEC, "action": "update", "name": "", "why": ""} in told["steps"]
    assert (told["installed"], told["awos"]) == ("0.0.9", "0.2.0")


def test_the_doctor_names_what_git_ignores(repo: Repository) -> None:
    assert "git ignores" not in awos(repo.root, "doctor").out
    repo.git("rm", "-r", "-q", "--cached", ".claude")
    repo.write(".gitignore", ".claude/\n")
    said = "git ignores .claude/agents/architect.md and 15 more, so nobody else gets"
    assert said in awos(repo.root, "doctor").out


def test_the_doctor_changes_nothing(repo: Repository) -> None:
    older(repo, SPEC)
    before = files(repo.root)
    awos(repo.root, "doctor")
    assert files(repo.root) == before


def test_the_doctor_knows_whether_git_calls_pre_commit(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.path.dirname(PROGRAM), prepend=os.pathsep)
    assert "`pre-commit install -t pre-commit -t pre-push`" in awos(repo.root, "doctor").out
    repo.write(".git/hooks/pre-commit", "#!/bin/sh\n")
    assert "pre-commit install" not in awos(repo.root, "doctor").out


# On a terminal.


def typed(folder: Path, *lines: str) -> str:
    """Run ``awos init`` on a terminal, answer what it asks; return all that was on the screen."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, "init"], cwd=folder, stdin=slave, stdout=slave, stderr=slave, close_fds=True
    )
    os.close(slave)
    # The end of the input last, so that a question too many ends the run.
    os.write(master, "".join(f"{line}\n" for line in (*lines, "\x04")).encode())
    screen = b""
    try:
        while chunk := os.read(master, 4096):
            screen += chunk
    except OSError:
        pass  # Linux answers so when the other end is closed.
    process.wait()
    os.close(master)
    return screen.decode()


def test_at_most_three_questions_are_asked_and_whether_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    folder = Repository.create(tmp_path / "repo").root
    answers = ("codex, cursor", "docs", "pre-commit")
    screen = typed(folder, *answers, "n")
    assert screen.count("]:") == 4
    assert "nothing was written" in screen
    assert files(folder) == {}
    typed(folder, *answers, "y")
    made = files(folder)
    assert {".codex/hooks.json", ".cursor/hooks.json", "docs/mission.md"} <= made.keys()
    assert ".pre-commit-config.yaml" in made
    assert ".github/workflows/awos.yml" not in made


def test_an_answer_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)
    screen = typed(tmp_path, "clod", "", "")
    assert "no agent is called 'clod'" in screen
    assert files(tmp_path) == {}


def test_a_checkout_with_other_line_endings_is_no_edit(repo: Repository) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.git("rm", "-r", "-q", "--cached", ".")
    repo.git("reset", "-q", "--hard")
    assert b"\r\n" in (repo.root / SPEC).read_bytes()
    doctor = awos(repo.root, "doctor")
    assert (doctor.code, "deleted" in doctor.out, "kept" in doctor.out) == (0, False, False)
    before = files(repo.root)
    assert "nothing to renew" in awos(repo.root, "upgrade").out
    assert files(repo.root) == before


def test_hooks_that_are_switched_off_are_no_sound_installation(repo: Repository) -> None:
    settings = (repo.root / HOOKS).read_text("utf-8")
    repo.write(HOOKS, settings.replace("{", '{\n  "disableAllHooks": true,', 1))
    ran = awos(repo.root, "doctor")
    assert (ran.code, "disableAllHooks" in ran.out) == (1, True)
