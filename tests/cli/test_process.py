"""What only a process of its own shows: streams, locales, terminals, shells, planted modules."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from awos_lint.cli.help import TEXT
from tests.support.command import (
    BUFFERED,
    CLEAN,
    DANGLING,
    DECISION,
    FIRST,
    PROGRAM,
    SCRIPTS,
    SECOND,
    awos,
    installed,
    lay,
    naming,
)
from tests.support.repositories import isolate


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def shell(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script in bash, with the installed program on its path."""
    path = f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**os.environ, **BUFFERED, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


# Streams.


@pytest.mark.parametrize("command", ["check", "--help", "rule --all", "check --format sarif"])
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path, command: str) -> None:
    many = {f"context/decisions/{n:04}-d.md": naming("ADR-9999", title=f"D{n}") for n in range(300)}
    lay(tmp_path, many)
    done = shell(tmp_path, f"awos {command} | head -n 1; exit ${{PIPESTATUS[0]}}")
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert done.returncode in (0, 1)


@pytest.mark.parametrize("command", ["check", "rule --all", "config"])
def test_a_full_disk_is_a_sentence(tmp_path: Path, command: str) -> None:
    done = shell(lay(tmp_path, CLEAN), f"awos {command} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == "awos: the output could not be written: no space left on device\n"


@pytest.mark.parametrize("command", ["check", "--help", "check --format json"])
def test_a_closed_output_hides_no_verdict(tmp_path: Path, command: str) -> None:
    done = shell(lay(tmp_path, DANGLING), f"awos {command} >&-")
    assert (done.returncode, done.stderr) == (0 if command == "--help" else 1, "")
    assert shell(tmp_path, "awos check --select x 2>&-").returncode == 2


def test_help_is_what_the_file_says(tmp_path: Path) -> None:
    for arguments in ([], ["--help"], ["-h"]):
        done = installed(tmp_path, *arguments)
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, TEXT, b"")


@pytest.mark.parametrize(
    "variables",
    [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}],
)
def test_any_text_can_be_printed_in_any_locale(tmp_path: Path, variables: dict[str, str]) -> None:
    link = DECISION + "\nSee [the books](büçher-📒.md).\n"
    lay(tmp_path, {FIRST: link, "awos.toml": 'exclude = ["ü"]\n'})
    done = installed(tmp_path, "check", **variables)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"b\\xfc\\xe7her-\\U0001f4d2.md" in done.stdout
    for form in ("junit", "github"):
        usual = installed(tmp_path, "check", "--format", form, LC_ALL="C.UTF-8").stdout
        assert installed(tmp_path, "check", "--format", form, **variables).stdout == usual


# Where the report goes.


def test_output_is_written_whole_and_beside_no_leftover(tmp_path: Path) -> None:
    lay(tmp_path, DANGLING)
    printed = awos(tmp_path, "check", "--format", "json")
    ran = awos(tmp_path, "check", "--format", "json", "--output", "report.json")
    assert (ran.code, ran.out, ran.err) == (1, "", "")
    report = tmp_path / "report.json"
    assert report.read_text() == printed.out
    report.write_text("older and much longer" * 1000)
    report.chmod(0o640)
    awos(tmp_path, "check", "--format", "json", "-o", "report.json")
    assert (report.read_text(), report.stat().st_mode & 0o777) == (printed.out, 0o640)
    assert sorted(os.listdir(tmp_path)) == ["context", "report.json"]


def test_output_is_taken_from_the_folder_of_the_run(tmp_path: Path) -> None:
    lay(tmp_path / "project", CLEAN)
    awos(tmp_path / "project", "check", "-o", "inside.txt")
    awos(tmp_path / "project", "check", "-o", "../beside.txt")
    awos(tmp_path / "project", "check", "-o", str(tmp_path / "absolute.txt"))
    said = "No findings in 2 documents.\n"
    for path in ("project/inside.txt", "beside.txt", "absolute.txt"):
        assert (tmp_path / path).read_text() == said


def test_output_outside_may_be_a_device_or_a_link(tmp_path: Path) -> None:
    root = lay(tmp_path / "project", CLEAN)
    (tmp_path / "link.txt").symlink_to(tmp_path / "target.txt")
    assert awos(root, "check", "-o", "../link.txt").code == 0
    assert (tmp_path / "target.txt").read_text() == "No findings in 2 documents.\n"
    assert (tmp_path / "link.txt").is_symlink()
    done = shell(root, "awos check -o /dev/stdout | cat; awos check -o >(cat); wait $!")
    assert done.stdout == "No findings in 2 documents.\n" * 2
    assert awos(root, "check", "-o", os.devnull).code == 0


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("none/report.txt", "its folder does not exist"),
        ("context", "it is a folder"),
        (".", "it is not a path inside the repository"),
        (".git/hooks/pre-commit", "it is not a path inside the repository"),
        ("link.txt", "it is a symbolic link"),
        ("away/report.txt", "it lies behind the symbolic link away"),
        ("pipe", "it is a named pipe"),
        ("read-only.txt", "it is read-only"),
        ("../none/report.txt", "its folder does not exist"),
        ("..", "is a directory"),
        ("/dev/full", "no space left on device"),
    ],
)
def test_a_target_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, target: str, said: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = lay(tmp_path / "project", CLEAN)
    # What a stranger could have left in a repository to lead the report out of it.
    (root / "link.txt").symlink_to(outside / "report.txt")
    (root / "away").symlink_to(outside)
    os.mkfifo(root / "pipe")
    lay(root, {"read-only.txt": "mine"})
    (root / "read-only.txt").chmod(0o444)
    for option in (["--output"], ["--write-baseline", "--baseline"]):
        ran = awos(root, "check", *option, target)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err or option != ["--output"]
    assert os.listdir(outside) == []


# Colour.

RED = "\x1b["


@pytest.mark.parametrize(
    ("variables", "arguments", "colored"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": ""}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, [], True),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_colour_follows_the_flag_then_the_environment(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    arguments: list[str],
    colored: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    lay(tmp_path, DANGLING)
    assert (RED in awos(tmp_path, *arguments, "check").out) is colored
    assert RED not in awos(tmp_path, *arguments, "check", "--format", "json").out
    awos(tmp_path, *arguments, "check", "--output", "report.txt")
    assert RED not in (tmp_path / "report.txt").read_text()


@pytest.mark.parametrize(("term", "colored"), [("xterm", True), ("dumb", False)])
def test_colour_follows_the_terminal(tmp_path: Path, term: str, colored: bool) -> None:
    lay(tmp_path, DANGLING)
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [PROGRAM, "check"], cwd=tmp_path, stdout=theirs, env={**os.environ, "TERM": term}
    )
    os.close(theirs)
    with open(ours, "rb", buffering=0) as screen:
        seen = screen.read(4096).decode()
    assert done.returncode == 1
    assert (RED in seen) is colored
    assert "reference-dangling" in seen


# The environment.


def test_the_format_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, CLEAN)
    monkeypatch.setenv("AWOS_FORMAT", "json")
    assert json.loads(awos(tmp_path, "check").out)["version"] == 1
    assert awos(tmp_path, "check", "--format", "concise").out.startswith("No findings")
    monkeypatch.setenv("AWOS_FORMAT", "prose")
    assert awos(tmp_path, "check").code == 2


MODULES = ["awos", "click", "yaml", "pydantic", "networkx", "markdown_it", "json", "tomllib"]


def test_modules_that_a_repository_plants_are_not_run(tmp_path: Path) -> None:
    planted = f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch(); 1 / 0\n"
    lay(tmp_path, {f"{name}.py": planted for name in MODULES})
    lay(tmp_path, {**DANGLING, **{f"{name}/__init__.py": planted for name in MODULES}})
    source = str(Path(__file__).resolve().parent.parent.parent)
    commands = [
        [sys.executable, "-m", "awos_lint", "check"],
        [sys.executable, "-P", "-m", "awos_lint", "check"],
        [PROGRAM, "check"],
    ]
    for command in commands:
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": source},
            capture_output=True,
            check=False,
        )
        assert b"reference-dangling" in done.stdout, done.stderr
        assert (done.returncode, done.stderr) == (1, b"")
    assert not (tmp_path / "ran").exists()


# Shells.


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ch", ["check"]),
        ("check --exit", ["--exit-zero"]),
        ("check --format js", ["json", "jsonl"]),
        ("check --select reference-du", ["reference-duplicate-id"]),
        ("check --ignore adr-not", ["adr-not-in-force"]),
        ("rule reference-du", ["reference-duplicate-id"]),
        ("schema ro", ["roadmap"]),
        ("-", ["-C", "--color", "--version", "-h", "--help"]),
    ],
)
def test_bash_completes_what_is_typed(tmp_path: Path, typed: str, offered: list[str]) -> None:
    done = shell(
        tmp_path,
        'eval "$(awos completion bash)"\n'
        f"COMP_WORDS=(awos {typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n"
        '$(complete -p awos | sed "s/.*-F \\([^ ]*\\).*/\\1/") awos\n'
        'printf "%s\\n" "${COMPREPLY[@]}"',
    )
    assert done.stderr == ""
    assert done.stdout.split() == offered


def test_each_shell_gets_its_script(tmp_path: Path) -> None:
    for name in ("bash", "fish", "zsh"):
        ran = awos(tmp_path, "completion", name)
        assert (ran.code, ran.err) == (0, "")
        assert f"_AWOS_COMPLETE={name}_complete" in ran.out


def test_the_path_of_a_document_in_another_encoding_can_be_given(tmp_path: Path) -> None:
    name = os.fsdecode(b"context/decisions/0003-caf\xe9.md")
    lay(tmp_path, {**CLEAN, name: naming("ADR-0009", title="Café")})
    done = installed(tmp_path, "check", "--format", "concise", os.fsencode(name).decode("latin-1"))
    assert done.returncode == 2
    done = subprocess.run(
        [PROGRAM.encode(), b"check", os.fsencode(name)],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"0003-caf\\u{dce9}.md" in done.stdout
    assert SECOND.encode() not in done.stdout
