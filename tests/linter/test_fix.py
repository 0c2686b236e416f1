"""``--fix`` and ``--diff``: what has one right answer is written, and nothing else is touched."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Diagnostic, Edit, Severity
from awos_lint.core.text import Location, Place, Source, Span
from awos_lint.linter.fixes import apply_fixes, write_diff
from tests.support.command import CLEAN, DECISION, FIRST, SECOND, TWICE, Ran, awos, lay, naming
from tests.support.profiles import scale_examples
from tests.support.repositories import GIT, Repository, isolate


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def contents(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def test_fix_writes_the_one_right_answer(tmp_path: Path) -> None:
    lay(tmp_path, TWICE)
    ran = awos(tmp_path, "check", "--fix")
    assert ran == Ran(0, "No findings in 2 documents.\n", "awos: 1 finding fixed\n")
    # Comments, quotes and the order of keys are as they were.
    assert contents(tmp_path) == {path: text.encode() for path, text in CLEAN.items()}


def test_a_bare_number_becomes_the_id_of_a_decision_that_exists(tmp_path: Path) -> None:
    lay(tmp_path, {**CLEAN, SECOND: naming("0001", "1", "0009")})
    ran = awos(tmp_path, "check", "--format", "concise")
    assert ran.out.count("\n") == 4
    assert ran.out.count("[document-invalid-value]") == 3
    assert ran.out.count("[fixable]\n") == 2
    assert awos(tmp_path, "check", "--fix").code == 1
    assert naming("ADR-0001", "0009") in (tmp_path / SECOND).read_text().replace(
        "ADR-0001, ADR-0001", "ADR-0001"
    )


def test_fix_leaves_what_has_no_one_answer(tmp_path: Path) -> None:
    lay(tmp_path, {**TWICE, SECOND: naming("ADR-0001", "ADR-0009", "ADR-0001")})
    ran = awos(tmp_path, "check", "--fix", "--format", "concise")
    assert ran.code == 1
    assert "reference-dangling" in ran.out
    assert "reference-repeated" not in ran.out
    assert (tmp_path / SECOND).read_text() == naming("ADR-0001", "ADR-0009")


@pytest.mark.parametrize("at", [0, -1])
def test_a_document_that_could_not_be_read_is_not_fixed_and_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    lay(tmp_path, TWICE)
    real, count = os.open, 0

    def counted(path: str, *arguments: int, **more: int) -> int:
        nonlocal count
        opened = str(path) == os.path.basename(SECOND)
        count += opened
        if opened and count == failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, *arguments, **more)

    failing = -1
    monkeypatch.setattr(os, "open", counted)
    awos(tmp_path, "check", "--fix", "--exit-zero")
    lay(tmp_path, TWICE)
    # The first time to be checked, or the last time, to be checked again.
    failing, count = (1, 0) if at == 0 else (count, 0)
    ran = awos(tmp_path, "check", "--fix", "--exit-zero")
    assert ran.code == 3
    assert f"not checked: {SECOND}: it cannot be read: input/output error" in ran.err


def test_one_fix_may_make_room_for_the_next(tmp_path: Path) -> None:
    lay(tmp_path, {**TWICE, SECOND: naming(*["ADR-0001"] * 5)})
    assert awos(tmp_path, "check", "--fix").code == 0
    assert (tmp_path / SECOND).read_text() == CLEAN[SECOND]


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "\r\n", 5).encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("SQLite", "SQL\u2028\u0085\U0001f4d2e\u0301").encode(),
    ],
    ids=["bom", "crlf", "cr", "mixed", "no final break", "beyond ascii"],
)
def test_bytes_that_are_not_the_fix_are_kept(
    tmp_path: Path, written: Callable[[str], bytes]
) -> None:
    lay(tmp_path, {FIRST: DECISION, SECOND: written(TWICE[SECOND])})
    awos(tmp_path, "check", "--fix")
    assert (tmp_path / SECOND).read_bytes() == written(CLEAN[SECOND])


def test_diff_is_what_fix_would_do(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    crlf = naming("ADR-0001", "ADR-0001", title="Copy it").replace("\n", "\r\n").rstrip("\r\n")
    third = "context/decisions/0003-copy-it.md"
    lay(repo.root, {**TWICE, SECOND: naming(*["ADR-0001"] * 4), third: crlf})
    before = contents(repo.root)
    ran = awos(repo.root, "check", "--diff")
    assert (ran.code, ran.err) == (1, "")
    assert contents(repo.root) == before
    assert "\\ No newline at end of file" not in ran.out.split("+++ b/" + third)[0]
    patched = repo.run("apply", "--verbose", stdin=ran.out.encode())
    assert patched.returncode == 0, patched.stderr
    mended = contents(repo.root)
    lay(repo.root, before)
    assert awos(repo.root, "check", "--fix").code == 0
    assert contents(repo.root) == mended
    assert awos(repo.root, "check", "--diff") == Ran(0, "", "")


def test_diff_changes_nothing_even_beside_fix(tmp_path: Path) -> None:
    lay(tmp_path, TWICE)
    assert awos(tmp_path, "check", "--fix", "--diff").code == 1
    assert awos(tmp_path, "check", "--diff", "--exit-zero").code == 0
    assert contents(tmp_path) == {path: text.encode() for path, text in TWICE.items()}


def test_diff_into_a_file_is_a_patch(tmp_path: Path) -> None:
    lay(tmp_path, TWICE)
    ran = awos(tmp_path, "check", "--diff", "--output", "fixes.patch")
    assert (ran.code, ran.out) == (1, "")
    done = subprocess.run([GIT, "apply", "fixes.patch"], cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert (tmp_path / SECOND).read_text() == CLEAN[SECOND]


def test_a_patch_in_a_log_runs_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = TWICE[SECOND].replace("owners:", "x-a: '::error::\x1b[2J##[add-mask]e'\nowners:")
    lay(tmp_path, {**TWICE, SECOND: evil})
    assert "##[add-mask]" in awos(tmp_path, "check", "--diff").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    seen = awos(tmp_path, "check", "--diff").out
    assert "-depends_on: [ADR-0001, ADR-0001]" in seen
    assert "##[" not in seen
    assert "\x1b" not in seen


def test_a_path_limits_what_is_fixed(tmp_path: Path) -> None:
    third = "context/decisions/0003-copy-it.md"
    lay(tmp_path, {**TWICE, third: naming("ADR-0001", "ADR-0001", title="Copy it")})
    assert awos(tmp_path, "check", "--fix", third).code == 0
    assert (tmp_path / third).read_text() == naming("ADR-0001", title="Copy it")
    assert (tmp_path / SECOND).read_text() == TWICE[SECOND]


def test_what_is_staged_stays_as_it_was_staged(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, TWICE)
    repo.commit()
    staged = TWICE[SECOND].replace("One person writes", "Two people write")
    lay(repo.root, {SECOND: staged})
    repo.git("add", "-A")
    lay(repo.root, {SECOND: staged.replace("SQLite file", "DuckDB file")})
    assert awos(repo.root, "check", "--fix").code == 0
    assert repo.git("show", f":{SECOND}") + "\n" == staged
    on_disk = CLEAN[SECOND].replace("One person writes", "Two people write")
    assert (repo.root / SECOND).read_text() == on_disk.replace("SQLite file", "DuckDB file")
    assert awos(repo.root, "check", "--staged").code == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (TWICE[SECOND].encode() + b"\xff", 1),
        (TWICE[SECOND].encode() + b"\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", 1),
        (TWICE[SECOND].replace("\n---\n", "\n").encode(), 1),
        (TWICE[SECOND].encode() + b"> " * 120 + b"deep\n", 3),
        (TWICE[SECOND].encode() + b"x" * 70_000 + b"\n", 3),
        (TWICE[SECOND].encode() + b"\n" * 30_000, 3),
        (TWICE[SECOND].encode() + b"words " * 100_000, 3),
    ],
    ids=["encoding", "conflict", "unclosed", "nested", "wide", "long", "large"],
)
def test_what_was_not_read_whole_is_not_written(tmp_path: Path, content: bytes, code: int) -> None:
    unused = b"\n<!-- awos: ignore adr -- because -->\n"
    lay(tmp_path, {FIRST: DECISION, SECOND: content + unused})
    before = contents(tmp_path)
    ran = awos(tmp_path, "check", "--fix")
    assert ran.code == code
    assert contents(tmp_path) == before
    assert "0 findings fixed" in ran.err


def test_a_file_that_may_not_be_written_is_named_and_the_others_are_fixed(tmp_path: Path) -> None:
    third = "context/decisions/0003-copy-it.md"
    lay(tmp_path, {**TWICE, third: naming("ADR-0001", "ADR-0001", title="Copy it")})
    (tmp_path / SECOND).chmod(0o444)
    ran = awos(tmp_path, "check", "--fix", "--format", "concise")
    assert ran.code == 1
    assert f"awos: {SECOND} was not changed: it is read-only: make it writable first" in ran.err
    assert "awos: 1 finding fixed" in ran.err
    assert ran.out.startswith(f"{SECOND}:3:24: warning[reference-repeated]")
    assert (tmp_path / third).read_text() == naming("ADR-0001", title="Copy it")
    notice = {"awos.toml": 'severity = { reference = "notice" }\n'}
    assert awos(lay(tmp_path, notice), "check", "--fix").code == 1


def test_a_file_that_changes_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, TWICE)
    newer = TWICE[SECOND] + "\nWritten by an editor.\n"

    def edited(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> dict[str, str]:
        lay(tmp_path, {SECOND: newer})
        return apply_fixes(diagnostics, sources)

    monkeypatch.setattr("awos_lint.actions.apply_fixes.apply_fixes", edited)
    ran = awos(tmp_path, "check", "--fix")
    assert ran.code == 1
    assert "it changed since awos read it: run awos again" in ran.err
    assert (tmp_path / SECOND).read_text() == newer


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    outside = lay(tmp_path / "outside", {"a.md": TWICE[SECOND]}) / "a.md"
    root = lay(tmp_path / "root", {FIRST: DECISION})
    (root / SECOND).symlink_to(outside)
    assert awos(root, "check", "--fix").code == 3
    assert outside.read_text() == TWICE[SECOND]


def test_nothing_is_left_beside_a_fixed_file(tmp_path: Path) -> None:
    lay(tmp_path, TWICE)
    awos(tmp_path, "check", "--fix")
    assert sorted(os.listdir(tmp_path / "context/decisions")) == sorted(
        path.rpartition("/")[2] for path in CLEAN
    )


IDS = st.lists(st.sampled_from(["ADR-0001", "ADR-0003", "ADR-0009", "adr-0001", "ADR-1"]))
BREAKS = st.sampled_from(["\n", "\r\n"])
COMMENTS = st.sampled_from(["", "<!-- awos: ignore adr -- why -->\n", "[a](0001-use-sqlite.MD)\n"])


@settings(max_examples=scale_examples(30))
@given(st.lists(st.tuples(IDS, BREAKS, COMMENTS), min_size=1, max_size=3))
def test_fixing_twice_is_fixing_once(
    tmp_path_factory: pytest.TempPathFactory, documents: list[tuple[list[str], str, str]]
) -> None:
    root = lay(tmp_path_factory.mktemp("root"), {FIRST: DECISION})
    for number, (ids, line_break, comment) in enumerate(documents, 2):
        text = naming(*ids, title=f"Decide {number}") + comment
        path = f"context/decisions/000{number}-d.md"
        lay(root, {path: text.replace("\n", line_break)})
    found = awos(root, "check", "--format", "concise").out
    once = awos(root, "check", "--fix", "--format", "concise")
    after = contents(root)
    again = awos(root, "check", "--fix", "--format", "concise")
    assert contents(root) == after
    assert again.out == once.out
    assert "[fixable]" not in again.out
    # Mending one thing breaks no other.
    assert once.out.count("error[") <= found.count("error[")


# The edits as values.


def found(*edits: tuple[int, int, str]) -> Diagnostic:
    places = tuple(Edit(Place("a.md", Span(start, end)), text) for start, end, text in edits)
    return Diagnostic("r", Severity.ERROR, "m", Location("a.md", 1, 1, 1, 1), "f", edits=places)


@pytest.mark.parametrize(
    ("diagnostics", "text"),
    [
        ([found((1, 2, "X"))], "aXcdef"),
        ([found((1, 2, "X"), (4, 5, ""))], "aXcdf"),
        ([found((2, 2, "X")), found((2, 4, "Y"))], "abXYef"),
        ([found((1, 3, "X")), found((2, 4, "Y"))], "aXdef"),
        ([found((2, 2, "X")), found((2, 2, "Y"))], "abXcdef"),
        # The edits of one finding go together or not at all.
        ([found((0, 1, "X")), found((0, 1, "Y"), (5, 6, "Z"))], "Xbcdef"),
        ([found((1, 5, "X")), found((3, 3, "Y"))], "aXf"),
    ],
)
def test_edits_never_meet(diagnostics: list[Diagnostic], text: str) -> None:
    assert apply_fixes(diagnostics, {"a.md": Source("a.md", "abcdef")}) == {"a.md": text}


def test_what_changes_nothing_is_no_change() -> None:
    assert apply_fixes([found((1, 2, "b")), found()], {"a.md": Source("a.md", "abcdef")}) == {}
    assert apply_fixes([found((1, 2, "x"))], {}) == {}


LINES = st.lists(st.sampled_from(["a", "b\r", "c\u2028d", "---", ""]), min_size=1).map("\n".join)


@given(LINES.filter(bool), LINES.filter(bool))
def test_a_difference_is_a_patch_for_git(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str
) -> None:
    root = lay(tmp_path_factory.mktemp("root"), {"a.md": old})
    patch = write_diff("a.md", old, new).encode()
    assert bool(patch) == (old != new)
    if patch:
        command = [GIT, "apply", "--whitespace=nowarn"]
        done = subprocess.run(command, cwd=root, input=patch, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    assert (root / "a.md").read_bytes() == new.encode()


def test_a_difference_cuts_lines_at_line_feeds_only() -> None:
    lines = write_diff("a.md", "a\0b\x0cc\rd\n", "a\0b\x0cc\re\n").split("\n")
    assert lines[-3:] == ["-a\0b\x0cc\rd", "+a\0b\x0cc\re", ""]
