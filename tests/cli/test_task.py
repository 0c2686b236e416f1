"""``awos task``, ``feature`` and ``spec`` in real repositories: evidence, refusals, commands."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from awos_lint.actions import run_verify
from awos_lint.core.text import Source
from awos_lint.files import WriteError
from awos_lint.project.place import Place
from tests.support.command import awos, installed, lay
from tests.support.products import ROADMAP, small, spec_path, task, tasks, tasks_path
from tests.support.repositories import Repository, isolate

HOME = tasks_path(1)
FIRST = "SPEC-001/T-01"
NEITHER = "- [ ] **T-03** Think\n  - verify: `test -e thought`\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    lay(made.root, small(**{"a.py": "", "b.py": ""}))
    made.commit()
    return made


def content(repo: Repository) -> dict[str, bytes]:
    files = repo.git("ls-files", "-co", "--exclude-standard").split("\n")
    return {name: (repo.root / name).read_bytes() for name in files}


def said(repo: Repository, *arguments: str) -> str:
    ran = awos(repo.root, *arguments)
    assert ran.code == 0, ran
    return ran.out


def refused(repo: Repository, *arguments: str) -> str:
    """Run what must be refused; return why, after nothing has changed."""
    before = content(repo)
    ran = awos(repo.root, *arguments)
    assert ran.code in (1, 2), ran
    assert content(repo) == before
    return ran.err


def begin(repo: Repository, key: str = FIRST) -> None:
    said(repo, "task", "start", key)


# Evidence.


def test_a_change_that_is_not_committed_is_evidence(repo: Repository) -> None:
    begin(repo)
    repo.write("a.py", "A = 1\n")
    repo.write("c.py", "not a file of the task\n")
    out = said(repo, "task", "done", FIRST)
    assert out == (f"evidence for {FIRST}: 1 file changed since HEAD\n  a.py\n{FIRST} is done\n")


def test_a_new_file_is_evidence(repo: Repository) -> None:
    (repo.root / "a.py").unlink()
    repo.commit()
    begin(repo)
    assert "none of its files changed since HEAD" in refused(repo, "task", "done", FIRST)
    repo.write("a.py", "A = 1\n")
    assert "  a.py\n" in said(repo, "task", "done", FIRST)


def test_commits_since_the_one_that_began_it_are_evidence(repo: Repository) -> None:
    begin(repo)
    begun = repo.commit()
    repo.write("a.py", "A = 1\n")
    repo.commit()
    repo.write("c.py", "")
    repo.commit()
    assert f"1 file changed since {begun[:12]} began it\n" in said(repo, "task", "done", FIRST)


def test_the_work_may_be_in_the_commit_that_began_it(repo: Repository) -> None:
    begin(repo)
    repo.write("a.py", "A = 1\n")
    repo.commit()
    assert "  a.py\n" in said(repo, "task", "done", FIRST)


def test_what_changed_before_is_no_evidence(repo: Repository) -> None:
    repo.write("a.py", "A = 1\n")
    repo.commit()
    begin(repo)
    begun = repo.commit()
    why = refused(repo, "task", "done", FIRST)
    assert f"none of its files changed since {begun[:12]} began it; do what it asks for" in why


def test_only_the_last_beginning_counts(repo: Repository) -> None:
    begin(repo)
    repo.write("a.py", "A = 1\n")
    repo.commit()
    said(repo, "task", "reopen", FIRST)
    repo.commit()
    begin(repo)
    again = repo.commit()
    assert again[:12] in refused(repo, "task", "done", FIRST)


def test_a_list_that_was_moved_keeps_its_beginning(repo: Repository) -> None:
    begin(repo)
    begun = repo.commit()
    repo.git("mv", "context/specs/001-s", "context/specs/001-other")
    repo.write("a.py", "A = 1\n")
    repo.commit()
    assert begun[:12] in said(repo, "task", "done", FIRST)


def test_a_task_in_progress_from_the_first_commit_counts_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    lay(made.root, small(**{HOME: tasks(task("T-01", "active", files="`a.py`")), "a.py": ""}))
    first = made.commit()
    why = refused(made, "task", "done", FIRST)
    assert f"since {first[:12]}, with which the history begins" in why
    made.write("a.py", "A = 1\n")
    assert "  a.py\n" in said(made, "task", "done", FIRST)


def test_a_history_that_is_cut_off_is_no_evidence(repo: Repository, tmp_path: Path) -> None:
    begin(repo)
    repo.write("a.py", "A = 1\n")
    repo.commit()
    repo.commit()
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(clone))
    shallow = Repository(clone)
    why = refused(shallow, "task", "done", FIRST)
    assert "as far as can be told (not all commits are here" in why
    shallow.write("a.py", "A = 2\n")
    assert "  a.py\n" in said(shallow, "task", "done", FIRST)


def test_without_git_nothing_is_evidence_and_a_reason_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    lay(tmp_path, small(**{"a.py": ""}))
    assert awos(tmp_path, "task", "start", FIRST).code == 0
    ran = awos(tmp_path, "task", "done", FIRST)
    assert ran.code == 2
    assert "as far as can be told (there is no git repository here, or no git)" in ran.err
    assert awos(tmp_path, "task", "done", FIRST, "--reason", "It was there").code == 0
    assert "    state: done\n" in (tmp_path / HOME).read_text()
    assert "    reason: It was there\n" in (tmp_path / HOME).read_text()


def test_a_repository_without_commits_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    lay(made.root, small(**{"a.py": ""}))
    begin(made)
    assert "(nothing is committed yet)" in refused(made, "task", "done", FIRST)


def test_a_test_alone_is_no_evidence_for_what_it_tests(repo: Repository) -> None:
    files = "`src/oven.py`, `src/*.txt`, `test_oven.py`"
    repo.write(HOME, tasks(task("T-01", files=files, verify="`true`", covers="FR-1, FR-2")))
    repo.commit()
    begin(repo)
    repo.write("test_oven.py", "assert True\n")
    why = refused(repo, "task", "done", FIRST, "--run-verify", "--yes")
    assert f"{FIRST} is not done: of its files, `src/oven.py` is not there; write what is" in why
    repo.write("src/oven.py", "HEAT = 1\n")
    assert "2 files changed since HEAD\n  src/oven.py\n" in said(repo, "task", "done", FIRST)


def test_a_file_that_is_not_needed_takes_a_reason(repo: Repository) -> None:
    repo.write(HOME, tasks(task("T-01", files="`a.py`, `x.py`, `y/`", covers="FR-1, FR-2")))
    repo.commit()
    begin(repo)
    repo.write("a.py", "A = 1\n")
    assert "of its files, `x.py` and `y` are not there" in refused(repo, "task", "done", FIRST)
    assert f"{FIRST} is done\n" in said(repo, "task", "done", FIRST, "--reason", "a.py has it all")


def test_a_file_that_was_removed_is_not_missing(repo: Repository) -> None:
    repo.write(HOME, tasks(task("T-01", files="`a.py`, `b.py`, `y/`", covers="FR-1, FR-2")))
    repo.write("y/c.py", "")
    repo.commit()
    begin(repo)
    (repo.root / "y/c.py").unlink()
    (repo.root / "a.py").unlink()
    repo.write("b.py", "B = 1\n")
    assert "3 files changed since HEAD\n  a.py\n  b.py\n  y/c.py\n" in said(
        repo, "task", "done", FIRST
    )


# The command that verifies.


def verifying(repo: Repository, line: str, files: str = "`a.py`") -> None:
    repo.write(HOME, tasks(task("T-01", files=files, verify=line, covers="FR-1, FR-2")))
    repo.commit()
    begin(repo)


def test_a_command_that_passes_is_evidence_where_no_files_are_named(repo: Repository) -> None:
    verifying(repo, "`test -e thought`", files="")
    assert "was not run" in refused(repo, "task", "done", FIRST)
    assert "failed (1)" in refused(repo, "task", "done", FIRST, "--run-verify", "--yes")
    repo.write("thought", "")
    out = said(repo, "task", "done", FIRST, "--run-verify", "--yes")
    assert out.startswith(f"verified: test -e thought\n{FIRST} is done\n")


def test_a_command_that_passes_is_no_change_of_files(repo: Repository) -> None:
    verifying(repo, "`true`")
    assert "none of its files" in refused(repo, "task", "done", FIRST, "--run-verify", "--yes")


def test_a_command_that_fails_stands_against_any_reason(repo: Repository) -> None:
    verifying(repo, "`false`")
    repo.write("a.py", "A = 1\n")
    why = refused(repo, "task", "done", FIRST, "--run-verify", "--yes", "--reason", "It is fine")
    assert "its `verify` command failed (1); nothing was changed" in why


def test_nothing_runs_unless_somebody_asks(repo: Repository) -> None:
    verifying(repo, "`touch ran`")
    repo.write("a.py", "A = 1\n")
    assert "pass --yes" in refused(repo, "task", "done", FIRST, "--run-verify")
    said(repo, "task", "done", FIRST)
    assert not (repo.root / "ran").exists()


def test_words_are_not_run(repo: Repository) -> None:
    verifying(repo, "touch ran")
    assert "in words" in refused(repo, "task", "done", FIRST, "--run-verify", "--yes")


def test_a_command_with_hidden_characters_is_not_run(repo: Repository) -> None:
    verifying(repo, "`true \u202e`")
    assert "nobody can see" in refused(repo, "task", "done", FIRST, "--run-verify", "--yes")


def test_a_hook_runs_nothing(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    verifying(repo, "`touch ran`")
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert "a hook runs nothing" in refused(repo, "task", "done", FIRST, "--run-verify", "--yes")


def test_what_is_not_legal_is_refused_before_anything_runs(repo: Repository) -> None:
    repo.write(HOME, tasks(task("T-01", files="`a.py`", verify="`touch ran`")))
    assert "task start" in refused(repo, "task", "done", FIRST, "--run-verify", "--yes")


def test_it_runs_where_the_documents_belong(repo: Repository, tmp_path: Path) -> None:
    inner = {f"inner/{path}": text for path, text in small().items()}
    inner[f"inner/{HOME}"] = tasks(task("T-01", verify="`test -e awos.toml`", covers="FR-1, FR-2"))
    lay(repo.root, {**inner, "inner/here": ""})
    folder = repo.root / "inner"
    assert awos(folder, "task", "start", FIRST).code == 0
    ran = awos(folder, "task", "done", FIRST, "--run-verify", "--yes")
    assert ran.code == 0
    assert "is verified in inner by: test -e awos.toml" in ran.err


def test_a_person_is_shown_the_command_and_asked(repo: Repository) -> None:
    verifying(repo, "`touch ran`")
    repo.write("a.py", "A = 1\n")
    command = [sys.executable, "-P", "-m", "awos_lint", "task", "done", FIRST, "--run-verify"]
    for answer, code in (("n\n", 1), ("y\n", 0)):
        main, side = pty.openpty()
        with subprocess.Popen(
            command, cwd=repo.root, stdin=side, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            os.write(main, answer.encode())
            _, err = process.communicate()
        os.close(main)
        os.close(side)
        assert b"T-01 is verified by: touch ran" in err
        assert process.returncode == code
        assert (repo.root / "ran").exists() == (code == 0)


def test_what_it_prints_does_not_mix_with_the_answer(repo: Repository) -> None:
    verifying(repo, "`echo loud`", files="")
    ran = installed(repo.root, "task", "done", FIRST, "--run-verify", "--yes")
    assert b"loud\n" in ran.stderr
    assert ran.stdout.startswith(b"verified: echo loud\n")


def test_a_command_has_its_time_and_leaves_nothing_behind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    end = os.open(tmp_path / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    assert (
        run_verify.run_command("tail -f /dev/null 3>fifo & wait", str(tmp_path), 1).status is None
    )
    # The last process that could write to it is gone.
    assert select.select([end], [], [], 30)[0] == [end]
    assert os.read(end, 1) == b""
    os.close(end)


def test_the_exit_status_is_that_of_the_command(tmp_path: Path) -> None:
    assert run_verify.run_command("exit 7", str(tmp_path), 60).status == 7


# All files or none.


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(HOME, tasks(task("T-01", files="`a.py`", covers="FR-1, FR-2")))
    begin(repo)
    repo.write("a.py", "A = 1\n")
    rewrite = Place.rewrite_document

    def failing(self: Place, source: Source, text: str) -> None:
        if source.path == ROADMAP:
            raise WriteError("the disk is full")
        rewrite(self, source, text)

    monkeypatch.setattr(Place, "rewrite_document", failing)
    assert "the disk is full" in refused(repo, "task", "done", FIRST)
    monkeypatch.undo()
    out = said(repo, "task", "done", FIRST)
    assert out.endswith("TASKS-001 is done\nSPEC-001 is implemented\nF-01 is done\n")
    assert "No findings" in awos(repo.root, "check").out


def test_line_endings_and_the_byte_order_mark_stay(repo: Repository) -> None:
    text = (repo.root / HOME).read_text().replace("\n", "\r\n")
    repo.write(HOME, b"\xef\xbb\xbf" + text.encode())
    repo.commit()
    begin(repo)
    expected = b"\xef\xbb\xbf" + text.replace("[ ] **T-01", "[-] **T-01").encode()
    assert (repo.root / HOME).read_bytes() == expected
    said(repo, "task", "block", FIRST, "--reason", "why")
    assert b"\n" not in (repo.root / HOME).read_bytes().replace(b"\r\n", b"")


def test_a_contradiction_is_shown_and_nothing_is_written(repo: Repository) -> None:
    done = tasks(
        task("T-01", "done", covers="FR-1"), task("T-02", "done", after="T-01", covers="FR-2")
    )
    repo.write(HOME, done)
    ran = awos(repo.root, "task", "reopen", FIRST, "--reason", "why")
    assert ran.code == 1
    assert "error[task-done-before-dependency]: T-02 is done, but comes after T-01" in ran.out
    assert "nothing was changed" in ran.err
    assert (repo.root / HOME).read_text() == done


def test_other_layouts_are_only_read(repo: Repository) -> None:
    repo.write(".kiro/specs/cart/tasks.md", "# Implementation Plan\n\n- [ ] 1. Create the cart\n")
    repo.write(".kiro/specs/cart/requirements.md", "# Requirements\n")
    assert "awos only reads it" in refused(repo, "task", "start", "cart/tasks.md/1")


def test_ids_that_name_something_else_are_refused(repo: Repository) -> None:
    assert "F-01 is a feature, and what is asked for is a task" in refused(
        repo, "task", "start", "F-01"
    )
    assert "nothing has the id T-99" in refused(repo, "task", "start", "T-99")


@pytest.mark.parametrize("written", ["T-01", "spec-1/t-1", "TASKS-001/T-01"])
def test_a_task_may_be_named_in_any_way_that_means_it_alone(repo: Repository, written: str) -> None:
    assert awos(repo.root, "task", "start", written).out.startswith("SPEC-001/T-01 is in progress")


@pytest.mark.parametrize("reason", ["", "two\nlines", "x" * 1001, "hidden \u200b"])
def test_a_reason_is_one_visible_line(repo: Repository, reason: str) -> None:
    assert "--reason must be one line" in refused(repo, "task", "block", FIRST, "--reason", reason)


def test_a_spec_and_a_feature_say_that_they_are_finished(repo: Repository) -> None:
    repo.write(HOME, tasks(task("T-01", "done", covers="FR-1, FR-2")))
    assert said(repo, "spec", "implemented", "SPEC-001") == (
        "SPEC-001 is implemented\nTASKS-001 is done\nF-01 is done\n"
    )
    assert "implemented already" in refused(repo, "spec", "implemented", "SPEC-001")
    assert said(repo, "feature", "reopen", "F-01") == "F-01 is in progress again\n"
    assert said(repo, "feature", "done", "F-01") == "F-01 is done\n"


def test_a_feature_whose_predecessor_is_open_is_said_to_wait(repo: Repository) -> None:
    roadmap = (repo.root / ROADMAP).read_text().replace("  - spec:", "  - after: F-02\n  - spec:")
    repo.write(ROADMAP, roadmap.replace("\n  - after: F-01", ""))
    repo.write(HOME, tasks(task("T-01", "done", covers="FR-1, FR-2")))
    assert "F-02 is open" in refused(repo, "spec", "implemented", "SPEC-001")
    assert "approved" in (repo.root / spec_path(1)).read_text()


def test_an_approval_survives_what_the_commands_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    files = {**small(**{"a.py": "", "b.py": ""}), "awos.toml": ""}
    lay(made.root, {p: text.replace("approved", "draft") for p, text in files.items()})
    documents = ("MISSION", "ROADMAP", "SPEC-001", "TASKS-001")
    for name in documents:
        said(made, "approve", name, "--as", "Ada <ada@example.org>", "--yes")
    made.commit()
    for key, file in ((FIRST, "a.py"), ("SPEC-001/T-02", "b.py")):
        said(made, "task", "block", key, "--reason", "wait")
        begin(made, key)
        made.write(file, "A = 1\n")
        said(made, "task", "done", key, "--reason", "seen")
    out = said(made, "approvals")
    assert out.count("valid") == len(documents)
    assert "No findings" in awos(made.root, "check").out
