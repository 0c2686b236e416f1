"""A bug in one rule or one reader loses only its part, is named, and makes the exit code 4."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import awos_lint.layouts.adr.reader as adr_reader
from awos_lint.core.diagnostic import Failure, Skip, contain_failures, select_failures
from awos_lint.core.errors import AwosError
from awos_lint.rules import all_rules
from tests.support.command import DECISION, FIRST, SECOND, Ran, awos, lay, naming
from tests.support.hooks import GOVERNED, OPEN, SPEC, TASKS, ask, example, said
from tests.support.repositories import Repository, isolate

SECRET = "a stranger's text"


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)
    (tmp_path / "logs").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "logs"))


def break_rule(monkeypatch: pytest.MonkeyPatch, name: str, path: str = "") -> None:
    """Let a rule fail on one document, or everywhere and after what it found."""
    sound = all_rules()[name]

    def judge(subject: Any, options: Any) -> Iterator[Any]:
        if not path or getattr(subject, "path", "") != path:
            yield from sound.judge(subject, options)
        if not path or subject.path == path:
            raise RuntimeError(SECRET)

    # The rules are read once, and everybody looks them up in this table.
    monkeypatch.setitem(all_rules(), name, replace(sound, judge=judge))


def break_reader(monkeypatch: pytest.MonkeyPatch, module: Any, path: str) -> None:
    """Let a reader fail on one document."""
    sound = module.read

    def read(claim: Any, *rest: Any) -> Any:
        if claim.path == path:
            raise KeyError(SECRET)
        return sound(claim, *rest)

    monkeypatch.setattr(module, "read", read)


def log_of(ran: Ran, folder: Path) -> str:
    """Return the only log, which the message names."""
    (log,) = (folder / "logs").glob("awos-*.log")
    assert f"the log is {log}, please report it" in ran.err
    assert "Traceback" not in ran.err
    assert SECRET not in ran.err + ran.out
    return log.read_text()


TITLELESS = DECISION.replace("# Use SQLite\n", "")
PAIR = {FIRST: TITLELESS, SECOND: TITLELESS}


def test_a_rule_that_fails_on_a_document_judges_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "root", PAIR)
    assert awos(root, "check", "--format", "concise").out.count("document-missing-title") == 2
    break_rule(monkeypatch, "document-missing-title", FIRST)
    ran = awos(root, "check", "--format", "concise")
    assert ran.code == 4
    assert ran.out.count("document-missing-title") == 1
    assert f"{SECOND}:1:1" in ran.out
    assert (
        f"awos: not checked: the rule document-missing-title on {FIRST}:"
        " this is a bug in awos (RuntimeError)\n"
    ) in ran.err
    assert SECRET in log_of(ran, tmp_path)


def test_a_rule_of_the_whole_project_keeps_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "root", {SECOND: naming("ADR-0001"), FIRST: TITLELESS})
    before = awos(root, "check", "--format", "concise").out
    (root / FIRST).unlink()
    found = awos(root, "check", "--format", "concise").out
    assert "reference-dangling" in found
    assert "reference-dangling" not in before
    break_rule(monkeypatch, "reference-dangling")
    ran = awos(root, "check", "--format", "concise", "--exit-zero")
    assert ran.code == 4
    assert "reference-dangling" in ran.out
    assert "not checked: the rule reference-dangling: this is a bug in awos" in ran.err


def test_machine_formats_name_the_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay(tmp_path / "root", PAIR)
    break_rule(monkeypatch, "document-missing-title", FIRST)
    (entry,) = json.loads(awos(root, "check", "--format", "json").out)["skipped"]
    assert entry == {
        "what": f"the rule document-missing-title on {FIRST}",
        "why": "this is a bug in awos (RuntimeError)",
        "incomplete": True,
        "error": "RuntimeError",
    }
    (run,) = json.loads(awos(root, "check", "--format", "sarif").out)["runs"]
    (invocation,) = run["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert note["exception"] == {"kind": "RuntimeError"}
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == FIRST
    assert '<error type="bug"' in awos(root, "check", "--format", "junit").out


def test_what_a_failed_rule_would_find_is_not_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silenced = f"{TITLELESS}\n<!-- awos: ignore-file[document-missing-title] no name yet -->\n"
    settings = 'baseline = "known.json"\n'
    root = lay(tmp_path / "root", {"awos.toml": settings, FIRST: silenced, SECOND: TITLELESS})
    awos(root, "check", "--write-baseline")
    assert awos(root, "check").code == 0
    break_rule(monkeypatch, "document-missing-title", SECOND)
    assert "stale" not in awos(root, "check", "--format", "concise").out
    break_rule(monkeypatch, "document-missing-title", FIRST)
    assert "suppression-unused" not in awos(root, "check", "--format", "concise").out


OTHER = "docs/adr/0002-use-tin.md"
BROKEN = "docs/adr/0001-use-clay.md"
RECORD = "# Use it\n\n## Status\n\nAccepted\n\n## Context\n\nPots.\n\n## Decision\n\nSo.\n"
RECORDS = {
    BROKEN: RECORD,
    OTHER: f"{RECORD}\nSee [clay](0001-use-clay.md) and [nothing](0009-none.md).\n",
}


def test_a_reader_that_fails_on_a_document_reads_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "root", RECORDS)
    break_reader(monkeypatch, adr_reader, BROKEN)
    ran = awos(root, "check", "--format", "concise")
    assert ran.code == 4
    assert f"{OTHER}:15" in ran.out
    assert "0009-none.md" in ran.out
    # The file is there, although nobody knows what it says.
    assert "0001-use-clay.md" not in ran.out
    assert (
        f"awos: not checked: the adr reader on {BROKEN}: this is a bug in awos (KeyError)\n"
        in ran.err
    )
    assert SECRET in log_of(ran, tmp_path)


def test_a_look_at_what_is_no_document_may_fail_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = "context/notes.md"
    root = lay(tmp_path / "root", {FIRST: DECISION, notes: "# Notes\n\nOf a meeting.\n"})
    assert awos(root, "check").code == 0

    def fails(*_: Any) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr("awos_lint.layouts.native.misplaced.find_stray", fails)
    ran = awos(root, "check")
    assert ran.code == 4
    assert "No findings in 1 document" in ran.out
    assert f"not checked: the native reader on {notes}: this is a bug in awos" in ran.err


@pytest.mark.parametrize(
    "command", [["status"], ["next"], ["graph"], ["layout"], ["approvals"], ["adr", "digest"]]
)
def test_every_command_says_what_it_could_not_read(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "root", RECORDS)
    break_reader(monkeypatch, adr_reader, BROKEN)
    ran = awos(root, *command)
    assert ran.code == 4
    assert f"awos: not read: the adr reader on {BROKEN}: this is a bug in awos" in ran.err


def test_a_document_that_could_not_be_read_at_the_base_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository.create(tmp_path / "repo")
    lay(repository.root, RECORDS)
    repository.commit()
    (repository.root / BROKEN).unlink()
    repository.git("add", "-A")
    repository.commit()
    break_reader(monkeypatch, adr_reader, BROKEN)
    ran = awos(repository.root, "check", "--diff", "HEAD^...HEAD")
    assert ran.code == 4
    assert f"the adr reader on {BROKEN}" in ran.err


def test_a_failure_stands_against_an_approval(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository.create(tmp_path / "repo")
    lay(repository.root, {FIRST: DECISION, SECOND: DECISION.replace("SQLite", "tin")})
    repository.commit()
    break_rule(monkeypatch, "document-placeholder", FIRST)
    ran = awos(repository.root, "approve", "ADR-0001", "--as", "Mara", "--yes")
    assert ran.code == 4
    assert (repository.root / FIRST).read_text() == DECISION
    assert awos(repository.root, "approve", "ADR-0002", "--as", "Mara", "--yes").code == 0


# Hooks: a bug neither refuses nor lets through without a word.


def edited(path: str) -> dict[str, object]:
    """Return a call that has edited a file."""
    given = {"file_path": path, "old_string": "a", "new_string": "b"}
    return {"tool_name": "Edit", "tool_input": given}


def test_after_an_edit_the_agent_hears_what_was_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = example(tmp_path / "repo")
    break_rule(monkeypatch, "task-vague", TASKS)
    ran = ask(repository.root, "post-tool-use", edited(str(repository.root / TASKS)))
    assert f"not checked: the rule task-vague on {TASKS}" in json.dumps(said(ran))
    assert "the log is" in ran.err


def test_before_an_edit_a_failure_elsewhere_is_no_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = example(tmp_path / "repo")
    assert GOVERNED in (repository.root / "awos.toml").read_text()
    lay(repository.root, RECORDS)
    break_reader(monkeypatch, adr_reader, BROKEN)
    ran = ask(repository.root, "pre-tool-use", edited(str(repository.root / OPEN)))
    assert "deny" not in json.dumps(said(ran))
    assert f"the adr reader on {BROKEN}" in ran.err


def test_at_the_end_a_failure_is_told_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = example(tmp_path / "repo")
    with (repository.root / SPEC).open("a") as file:
        file.write("\nA line.\n")
    break_rule(monkeypatch, "document-placeholder", SPEC)
    ran = ask(repository.root, "stop", {"session_id": "s"})
    assert "block" not in json.dumps(said(ran))
    assert f"not checked: the rule document-placeholder on {SPEC}" in ran.err


# The mechanism itself.


def test_what_came_before_a_failure_is_kept() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError(SECRET)

    one, failure = contain_failures("the rule x", "a.md", work)
    assert one == 1
    assert isinstance(failure, Failure)
    assert (failure.what, failure.path) == ("the rule x on a.md", "a.md")
    assert select_failures([Skip("a", "b"), failure]) == [failure]


@pytest.mark.parametrize("raised", [AwosError("x"), KeyboardInterrupt()])
def test_what_is_no_bug_is_no_failure(raised: BaseException) -> None:
    def work() -> Iterator[int]:
        raise raised
        yield

    with pytest.raises(type(raised)):
        list(contain_failures("the rule x", "", work))
