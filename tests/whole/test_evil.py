"""Whatever lies in a repository: it is named, the rest is judged, nothing is written or run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from awos_lint.core.text import escape_text
from awos_lint.report import FORMATS
from tests.support.command import CLEAN, DECISION, FIRST, SECOND, Ran, awos, lay, naming
from tests.support.evil import Evil, build, path_of
from tests.support.repositories import Repository, isolate
from tests.support.runner_commands import commands

SCHEMAS = Path(__file__).parent.parent / "report" / "schemas"
EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "ledgerly-broken"
GOOD, BAD = path_of(1, "good"), path_of(2, "bad")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evil]:
    folder = tmp_path_factory.mktemp("evil")
    with pytest.MonkeyPatch.context() as monkeypatch:
        isolate(monkeypatch, folder)
        yield build(folder / "repo")


@pytest.fixture(scope="module")
def reports(evil: Evil) -> dict[str, Ran]:
    """What each format says of it."""
    return {name: awos(evil.root, "check", "--format", name) for name in FORMATS}


def in_json(path: str) -> str:
    """Return a path as JSON holds it: bytes that are not UTF-8 are written out."""
    return re.sub("[\ud800-\udfff]", lambda match: escape_text(match[0]), path)


def said(report: Any) -> dict[str, list[str]]:
    """Return by path what a report in JSON says: the rules that found something, and reasons."""
    found: dict[str, list[str]] = {}
    for finding in report["findings"]:
        found.setdefault(finding["path"], []).append(finding["rule"])
    for skip in report["skipped"]:
        found.setdefault(skip["what"], []).append(skip["why"])
    return found


def test_each_file_ends_in_a_finding_or_is_named(evil: Evil, reports: dict[str, Ran]) -> None:
    ran = reports["json"]
    found = said(json.loads(ran.out))
    for path, expected in evil.expected.items():
        heard = found.get(in_json(path), []) + found.get(escape_text(path), [])
        assert any(expected in what for what in heard), (path, expected, heard)
    assert ran.code == 3
    assert all(f"awos: not checked: {skip['what']}: " in ran.err for skip in skipped(ran))


def skipped(ran: Ran) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads(ran.out)["skipped"]
    return entries


def test_the_documents_beside_are_judged(reports: dict[str, Ran]) -> None:
    found = said(json.loads(reports["json"].out))
    assert GOOD not in found
    assert found[BAD] == ["reference-dangling"]


@pytest.mark.parametrize("tree", [["--staged"], ["--at", "HEAD"]])
def test_what_git_holds_is_no_less_evil(evil: Evil, tree: list[str]) -> None:
    ran = awos(evil.root, "check", "--format", "json", *tree)
    assert ran.code == 3
    found = said(json.loads(ran.out))
    assert found[BAD] == ["reference-dangling"]
    on_disk_only = ("it is a named pipe", "it is a socket")
    for path, expected in evil.expected.items():
        if expected not in on_disk_only and "endless" not in path and "swapped" not in path:
            heard = found.get(in_json(path), []) + found.get(escape_text(path), [])
            assert any(expected in what for what in heard), (path, expected, heard)


def test_no_run_ends_in_a_bug(evil: Evil, reports: dict[str, Ran]) -> None:
    assert {ran.code for ran in reports.values()} == {3}
    others = [["graph", "--format", form] for form in ("mermaid", "dot", "json")]
    for arguments in [*others, ["check", "--diff"], ["check", "--statistics"], ["config"]]:
        ran = awos(evil.root, *arguments)
        assert ran.code in (0, 3), ran.err
        assert_tame(ran.out + ran.err, commands_allowed=False)


def test_a_graph_is_no_place_for_a_stranger_s_words(evil: Evil) -> None:
    node = r'\["([\w .,:/\n-]|#\d+;|<br/>)*"\]'
    arrow = r"-->\|[\w-]+\| n\d+"
    lines = awos(evil.root, "graph", "--format", "mermaid").out.splitlines()
    assert lines[0] == "flowchart LR"
    for line in lines[1:]:
        assert re.fullmatch(rf"  n\d+( {arrow}|{node})", line), line


UNTAMED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]"
)


def assert_tame(text: str, *, commands_allowed: bool) -> None:
    """No character reaches a terminal that moves it, no line a runner that obeys it."""
    assert UNTAMED.findall(text) == []
    if not commands_allowed:
        assert commands(text) == []


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_output_carries_what_it_reports(name: str, reports: dict[str, Ran]) -> None:
    ran = reports[name]
    assert_tame(ran.out, commands_allowed=name == "github")
    assert_tame(ran.err, commands_allowed=False)
    # Nothing of what a link leads to, nor of this process's environment.
    for secret in ("root:x:", os.environ["PATH"]):
        assert secret not in ran.out + ran.err


def test_the_runner_obeys_only_what_was_meant(reports: dict[str, Ran]) -> None:
    found = commands(reports["github"].out)
    assert {command.name for command in found} <= {"error", "warning", "notice"}
    rules = {finding["rule"] for finding in json.loads(reports["json"].out)["findings"]}
    assert {command.properties["title"] for command in found} <= rules | {"not checked"}


def test_every_machine_format_stays_valid(reports: dict[str, Ran]) -> None:
    count = len(json.loads(reports["json"].out)["findings"])
    for name, schema in {
        "sarif": "sarif-2.1.0.json",
        "gitlab": "gitlab.json",
        "rdjson": "rdjson.json",
    }.items():
        rules = json.loads((SCHEMAS / schema).read_text("utf-8"))
        Draft202012Validator(rules).validate(json.loads(reports[name].out))
    lines = [json.loads(line) for line in reports["jsonl"].out.splitlines()]
    assert lines[:count] == json.loads(reports["json"].out)["findings"]
    assert len(lines) == count + len(skipped(reports["json"]))
    cases = ElementTree.fromstring(reports["junit"].out).iter("testcase")
    assert len(list(cases)) == count + len(skipped(reports["json"]))


def state(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return mode, size and content or target of everything in a folder."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = (path.lstat().st_mode, 0, os.readlink(os.fsencode(path)))
        elif path.is_file() and not name.startswith(".git/"):
            size = path.stat().st_size
            found[name] = (path.stat().st_mode, size, path.read_bytes() if size < 2**25 else b"")
    return found


def test_fix_touches_none_of_them(evil: Evil) -> None:
    before = state(evil.root)
    assert awos(evil.root, "check", "--fix").code == 3
    assert state(evil.root) == before


def test_a_path_that_is_evil_can_be_asked_for(evil: Evil) -> None:
    for path, expected in evil.expected.items():
        if expected == "reference-dangling":
            only = ["--select", "reference-dangling", "--format", "json"]
            ran = awos(evil.root, "check", *only, "--", path)
            assert ran.code == 3
            assert {f["path"] for f in json.loads(ran.out)["findings"]} == {in_json(path)}


# What no test can lay on a disk as root: files that the system refuses.


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "it cannot be read: permission denied"),
        (OSError(5, "Input/output error"), "it cannot be read: input/output error"),
        (FileNotFoundError(2, "No such file or directory"), "it does not exist"),
    ],
)
def test_a_file_that_the_system_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    real = os.open

    def refusing(path: Any, *arguments: Any, **more: Any) -> int:
        if os.fspath(path).endswith("0001-use-sqlite.md"):
            raise error
        return real(path, *arguments, **more)

    lay(tmp_path, {FIRST: DECISION, SECOND: naming("ADR-0099")})
    monkeypatch.setattr(os, "open", refusing)
    ran = awos(tmp_path, "check", "--fix")
    assert ran.code == 3
    assert f"awos: not checked: {FIRST}: {reason}" in ran.err
    assert "ADR-0099" in ran.out


def test_a_folder_that_cannot_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def refusing(path: str) -> Any:
        if path.endswith("specs"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    lay(tmp_path, {**CLEAN, "context/specs/001-pay/spec.md": "# Pay\n"})
    ran = awos(tmp_path, "check")
    assert ran.code == 3
    assert "not checked: context/specs: it cannot be listed: permission denied" in ran.err


# Configurations.


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ('documents = "../.."\nlayouts = ["native"]\n', 3),
        ('documents = "/etc"\nlayouts = ["native"]\n', 3),
        (f'exclude = ["{"**/" * 2000}*a*a*a*a*a*b"]\n', 0),
        (f'exclude = ["{"*a" * 2000}b"]\n', 0),
        (f'[per-file-ignores]\n"{"**/*" * 500}b" = ["all"]\n', 0),
        (f"ignore = [{'[' * 5000}]\n", 2),
        ("a = 1\n" * 60_000, 2),
        ('extends = ["pipe.toml"]\n', 2),
        ('extends = ["zero.toml"]\n', 2),
        ('baseline = "zero.toml"\n', 2),
        ('[kinds.adr]\nschema = "pipe.toml"\n', 2),
        ('"\\u001b[2J##[error]x" = 1\n', 2),
        ("select = ['\x7f']\n", 2),
        ("select = ['##[error]x']\n", 2),
        (b"\xff\xfe", 2),
        (b"\0", 2),
    ],
)
def test_a_hostile_configuration_ends_in_a_sentence(
    tmp_path: Path, config: str | bytes, code: int
) -> None:
    lay(tmp_path, {**CLEAN, "awos.toml": config})
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    for command in ("check", "config"):
        ran = awos(tmp_path, command)
        assert ran.code == code or (command, ran.code) == ("config", 0)
        assert_tame(ran.out + ran.err, commands_allowed=False)


def test_a_schema_of_the_project_cannot_keep_a_run_from_ending(tmp_path: Path) -> None:
    schema = {"properties": {"owners": {"items": {"pattern": "^(a+)+$"}}}}
    lay(tmp_path, {**CLEAN, "own.json": json.dumps(schema)})
    lay(tmp_path, {"awos.toml": '[kinds.adr]\nschema = "own.json"\n'})
    lay(tmp_path, {SECOND: CLEAN[SECOND].replace("[ada]", f"[{'a' * 60}b]")})
    ran = awos(tmp_path, "check")
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("where", [".git", ".git/refs", "bare.git"])
def test_a_run_inside_of_git_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    isolate(monkeypatch, tmp_path)
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, CLEAN)
    repo.git("init", "-q", "--bare", "bare.git")
    ran = awos(repo.root / where, "check")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("awos: git cannot use ")


# The same input gives the same bytes.

WRITE_ALL = """
import sys
from awos_lint.cli.outer import run_command as run
from awos_lint.report import FORMATS
for name in FORMATS:
    run(["-C", sys.argv[1], "check", "--format", name, "--output", f"{sys.argv[2]}/{name}"])
"""
PLACES = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "COLUMNS": "40"},
]


@pytest.mark.parametrize("name", ["evil", "example"])
def test_two_runs_give_the_same_bytes(evil: Evil, tmp_path: Path, name: str) -> None:
    root = evil.root if name == "evil" else EXAMPLE
    written = []
    for number, variables in enumerate(PLACES):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", WRITE_ALL, str(root), str(folder)],
            env={**os.environ, **variables},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0].keys() == FORMATS.keys()
    assert written[0] == written[1]
