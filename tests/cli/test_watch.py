"""``--watch`` checks again when something changed, and only then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from awos_lint.cli.session import Session
from awos_lint.cli.watch import watch_files
from awos_lint.project.place import open_place
from awos_lint.project.workspace import Workspace
from tests.support.command import CLEAN, DANGLING, FIRST, SECOND, TWICE, awos, lay
from tests.support.repositories import Repository, isolate


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


Step = Callable[[], object]


def waiting(*steps: Step) -> Callable[[], None]:
    """Return a wait that does one step each time, and then stops as Ctrl-C would."""
    rest: Iterator[Step] = iter(steps)

    def wait() -> None:
        step = next(rest, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    return wait


def touch(path: Path) -> None:
    """Let a file be newer, as saving it within the clock's grain might not."""
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))


def checks(root: Path, *steps: Step) -> int:
    """Return how often a watch checked while the steps were done."""
    seen: list[Session] = []

    def once(session: Session) -> int:
        seen.append(session)
        return len(seen)

    code = watch_files(
        Session(str(root), Workspace(open_place(str(root))), "never"), once, waiting(*steps)
    )
    assert code == len(seen)
    return code


def nothing() -> None:
    """Let time pass."""


@pytest.fixture(params=["folder", "repository"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    where = tmp_path / "root"
    if request.param == "repository":
        Repository.create(where)
    return lay(where, CLEAN)


def test_it_checks_once_as_long_as_nothing_changes(root: Path) -> None:
    assert checks(root, nothing, nothing) == 1


def test_it_checks_again_after_each_change(root: Path) -> None:
    added = "src/a.py"
    steps: list[Step] = [
        lambda: touch(root / SECOND),
        nothing,
        lambda: lay(root, {SECOND: CLEAN[SECOND] + "\nMore.\n"}),
        lambda: lay(root, {added: ""}),
        lambda: (root / added).unlink(),
        lambda: (root / FIRST).rename(root / "context/decisions/0001-renamed.md"),
    ]
    assert checks(root, *steps) == 6


def test_what_git_ignores_does_not_count(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "root")
    lay(repo.root, {**CLEAN, ".gitignore": "build\n"})
    assert checks(repo.root, lambda: lay(repo.root, {"build/log": "x"})) == 1


def test_the_option_watches_with_the_other_options(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = waiting(lambda: lay(root, {SECOND: DANGLING[SECOND]}), (root / FIRST).unlink)
    monkeypatch.setattr("awos_lint.cli.watch.sleep", lambda _: steps())
    ran = awos(root, "check", "--watch", "--format", "concise")
    assert ran.code == 1
    assert ran.out.startswith("No findings in 2 documents.\n")
    assert ran.out.endswith("1 warning in 1 document.\n")
    assert ran.err == "awos: watching for changes; stop with Ctrl-C\n" * 3


def test_it_may_fix_at_each_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = waiting(lambda: lay(root, {SECOND: TWICE[SECOND]}), nothing)
    monkeypatch.setattr("awos_lint.cli.watch.sleep", lambda _: steps())
    assert awos(root, "check", "--watch", "--fix").code == 0
    assert (root / SECOND).read_text() == CLEAN[SECOND]


def test_a_mistake_in_the_configuration_is_said_and_waited_out(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = waiting(
        lambda: lay(root, {"awos.toml": "select = ["}),
        nothing,
        lambda: lay(root, {"awos.toml": 'select = ["reference"]'}),
    )
    monkeypatch.setattr("awos_lint.cli.watch.sleep", lambda _: steps())
    ran = awos(root, "check", "--watch")
    assert ran.code == 0
    assert ran.err.count("awos.toml: not valid TOML") == 1
    assert ran.out.count("No findings") == 2


def test_what_keeps_git_from_answering_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repository.create(tmp_path / "root")
    lay(repo.root, CLEAN)
    repo.commit()
    index = (repo.root / ".git/index").read_bytes()
    steps = waiting(
        lambda: repo.write(".git/index", b"DIRC" + bytes(100)),
        nothing,
        lambda: repo.write(".git/index", index),
    )
    monkeypatch.setattr("awos_lint.cli.watch.sleep", lambda _: steps())
    ran = awos(repo.root, "check", "--watch")
    assert ran.code == 0
    assert ran.err.count("awos: git ls-files failed") == 1
    assert ran.out.count("No findings") == 2


def test_a_bug_ends_the_watch(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(root))
    monkeypatch.setattr("awos_lint.cli.check.run_check", lambda *_: 1 // 0)
    ran = awos(root, "check", "--watch")
    assert ran.code == 4
    assert "this is a bug in awos (ZeroDivisionError)" in ran.err
