"""Git is given a time, a size and a list of commands, and nothing beyond."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from awos_lint.git import CommandFailedError, GitTimeoutError, OutputTooLargeError, process
from awos_lint.git.allowed import is_permitted
from tests.support.repositories import Repository, install_git

SHA = "a" * 40


# Bounds.


def fake(repo: Repository, tmp_path: Path, script: str) -> process.Runner:
    program = install_git(tmp_path / "fake", script)
    return process.Runner(str(program), str(repo.root), {"PATH": os.environ["PATH"]})


def test_a_git_that_hangs_is_stopped_with_all_it_started(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TIMEOUT", 0.3)
    held = tmp_path / "held"
    os.mkfifo(held)
    reader = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    script = f'(exec 3>"{held}"; tail -f /dev/null) & tail -f /dev/null'
    with pytest.raises(GitTimeoutError, match=r"ls-files did not finish within 0.3 s"):
        fake(repo, tmp_path, script).run_command("ls-files", "-s", "-z")
    os.set_blocking(reader, True)
    # The end of the pipe means that nobody holds it open any more.
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_a_git_that_closes_its_output_and_stays_is_stopped(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TIMEOUT", 0.3)
    script = "exec >/dev/null 2>&1; exec tail -f /dev/null"
    with pytest.raises(GitTimeoutError):
        fake(repo, tmp_path, script).run_command("ls-files", "-s", "-z")


def test_output_without_end_is_cut_off(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "OUTPUT_LIMIT", 1_000_000)
    with pytest.raises(OutputTooLargeError, match="more than 1000000 bytes"):
        fake(repo, tmp_path, "exec cat /dev/zero").run_command("ls-files", "-s", "-z")


def test_errors_without_end_are_dropped(repo: Repository, tmp_path: Path) -> None:
    script = "head -c 10000000 /dev/zero >&2; echo done"
    outcome = fake(repo, tmp_path, script).run_command("ls-files", "-s", "-z")
    assert outcome.output == b"done\n"
    assert len(outcome.stderr) <= process.STDERR_LIMIT


def test_input_that_nobody_reads_is_no_error(repo: Repository, tmp_path: Path) -> None:
    runner = fake(repo, tmp_path, "exit 3")
    assert runner.run_command("cat-file", "--batch", "--buffer", stdin=b"x" * 1_000_000).status == 3


def test_a_program_that_cannot_start_is_an_error(repo: Repository, tmp_path: Path) -> None:
    runner = process.Runner(str(tmp_path / "none"), str(repo.root), {})
    with pytest.raises(CommandFailedError):
        runner.run_command("ls-files", "-s", "-z")


def test_an_interrupt_leaves_no_process(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    held = tmp_path / "held"
    os.mkfifo(held)
    reader = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    monkeypatch.setattr(process._Drain, "join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fake(repo, tmp_path, f'exec 3>"{held}"; exec tail -f /dev/null').run_command(
            "ls-files", "-s", "-z"
        )
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""
    os.close(reader)


# The list of allowed commands.

LOG = (
    "log -z --no-show-signature --no-ext-diff --no-textconv --no-color --no-decorate --no-mailmap"
    " --no-notes --format={} --raw --no-abbrev --diff-merges=first-parent"
)


@pytest.mark.parametrize(
    "command",
    [
        "rev-parse --git-path hooks",
        f"diff-tree -r -z --raw --no-ext-diff --no-textconv --no-renames {SHA} {'b' * 64} --",
        f"{LOG.format('%H%x00%ct%x00%an%x00%ae%x00%B')} -M100% --max-count=5 {SHA} --",
        f"{LOG.format('%H')} {SHA} ^{SHA} ^{SHA} --",
        f"rev-list --count {SHA} ^{SHA} --",
        f"merge-base {SHA} {SHA}",
        f"merge-base --is-ancestor {SHA} {SHA}",
    ],
)
def test_the_list_holds_what_history_will_need(command: str) -> None:
    assert is_permitted(command.split())


@pytest.mark.parametrize(
    "command",
    [
        "",
        "status",
        "diff",
        f"diff-index --raw -z {SHA} --",
        f"diff-tree -r -z --raw {SHA} {SHA} --",
        "ls-files -s -z --modified",
        "ls-tree -r -z --full-tree main",
        "ls-tree -r -z --full-tree --output=x",
        f"ls-tree -r -z --full-tree {SHA} --output=x",
        f"ls-tree -r -z --full-tree {SHA} -- --output=x x",
        "rev-list --no-walk --branches --remotes --max-count=5 --all",
        f"ls-tree -r -z --full-tree {SHA[1:]}",
        f"{LOG.format('%G?')} {SHA} --",
        f"{LOG.format('%+GK')} {SHA} --",
        f"{LOG.format('%aN')} {SHA} --",
        f"{LOG.format('%H')} {SHA}",
        f"{LOG.format('%H')} --output=x {SHA} --",
        f"{LOG.format('%H')} -- {SHA}",
        "merge-base --fork-point main",
        "cat-file --batch --buffer --textconv",
        "cat-file --filters HEAD:a",
        "cat-file --batch",
        "rev-parse --verify --quiet main^{commit}",
        "rev-parse --git-path --exec-path",
        "-c alias.x=!y ls-files -s -z",
        "--git-dir=x ls-files -s -z",
    ],
)
def test_everything_else_is_refused(command: str, tmp_path: Path) -> None:
    assert not is_permitted(command.split())
    with pytest.raises(ValueError, match="not a git command"):
        process.Runner("/bin/false", str(tmp_path), {}).run_command(*command.split())


def test_a_null_byte_never_passes() -> None:
    assert not is_permitted(["rev-parse", "--git-path", "hooks\0"])
