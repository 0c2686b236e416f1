"""Which findings count: rules chosen and left out, severities, files let off, the baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.command import CLEAN, FIRST, SECOND, awos, lay, naming
from tests.support.repositories import Repository, isolate

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "ledgerly-broken"

# One finding of reference-dangling, one of reference-self and one of document-unknown-status.
THIRD = "context/decisions/0003-copy-it.md"
MIXED = {
    **CLEAN,
    SECOND: naming("ADR-0001", "ADR-0009", "ADR-0002"),
    THIRD: naming(title="Copy it").replace("proposed", "aproved"),
}


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def rules(folder: Path, *arguments: str) -> list[str]:
    """Return the rules of what is found, without the name of their family where it is clear."""
    ran = awos(folder, "check", "--format", "json", *arguments)
    assert ran.code in (0, 1), ran.err
    return sorted(found["rule"] for found in json.loads(ran.out)["findings"])


DANGLING, SELF, STATUS = "reference-dangling", "reference-self", "document-unknown-status"


def test_all_rules_run_unless_told_otherwise(tmp_path: Path) -> None:
    assert rules(lay(tmp_path, MIXED)) == [STATUS, DANGLING, SELF]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--select", "reference"], [DANGLING, SELF]),
        (["--select", "reference-self"], [SELF]),
        (["--select", "reference-self,document"], [STATUS, SELF]),
        (["--select", "reference-self", "--select", "document"], [STATUS, SELF]),
        (["--select", "reference-self", "--extend-select", "document"], [STATUS, SELF]),
        (["--select", "reference", "--ignore", "reference-self"], [DANGLING]),
        (["--ignore", "reference"], [STATUS]),
        (["--ignore", "all"], []),
        (["--ignore", "reference, document"], []),
    ],
)
def test_rules_are_chosen_on_the_command_line(
    tmp_path: Path, arguments: list[str], found: list[str]
) -> None:
    assert rules(lay(tmp_path, MIXED), *arguments) == found


@pytest.mark.parametrize(
    ("settings", "arguments", "found"),
    [
        ('select = ["reference"]', [], [DANGLING, SELF]),
        ('select = ["reference"]\nextend-select = ["document"]', [], [STATUS, DANGLING, SELF]),
        ('ignore = ["reference"]', [], [STATUS]),
        ('severity = { reference = "off" }', [], [STATUS]),
        ('severity = { reference = "off", reference-self = "error" }', [], [STATUS, SELF]),
        # The command line begins a selection of its own, or adds to that of the file.
        ('extend-select = ["document"]', ["--select", "reference-self"], [SELF]),
        ('ignore = ["reference"]', ["--select", "reference-self"], [SELF]),
        ('ignore = ["document"]', ["--ignore", "reference-self"], [DANGLING]),
        ('select = ["document"]', ["--extend-select", "reference-self"], [STATUS, SELF]),
    ],
)
def test_rules_are_chosen_in_the_configuration(
    tmp_path: Path, settings: str, arguments: list[str], found: list[str]
) -> None:
    lay(tmp_path, {**MIXED, "awos.toml": settings})
    assert rules(tmp_path, *arguments) == found


def severities(folder: Path) -> dict[str, str]:
    ran = awos(folder, "check", "--format", "json")
    return {found["rule"]: found["severity"] for found in json.loads(ran.out)["findings"]}


def test_severities_follow_the_status_then_the_configuration(tmp_path: Path) -> None:
    lay(tmp_path, MIXED)
    assert severities(tmp_path) == {DANGLING: "warning", SELF: "error", STATUS: "error"}
    lay(tmp_path, {"awos.toml": 'severity = { reference = "error", reference-self = "notice" }'})
    assert severities(tmp_path) == {DANGLING: "error", SELF: "notice", STATUS: "error"}


def test_what_a_file_is_let_off_is_said_by_glob(tmp_path: Path) -> None:
    glob = 'per-file-ignores = { "context/decisions/0002-*.md" = ["reference-self"] }'
    lay(tmp_path, {**MIXED, "awos.toml": glob})
    assert rules(tmp_path) == [STATUS, DANGLING]
    folder = 'per-file-ignores = { "context/decisions" = ["all"] }'
    lay(tmp_path, {"awos.toml": folder})
    assert rules(tmp_path) == []


def test_a_configuration_begins_with_those_it_extends(tmp_path: Path) -> None:
    shared = {
        "shared/strict.toml": 'documents = "../context"\nseverity = { reference = "error" }\n',
        "shared/mild.toml": 'ignore = ["document"]\nseverity = { reference-self = "off" }\n',
        "awos.toml": 'extends = ["shared/strict.toml", "shared/mild.toml"]\n',
    }
    lay(tmp_path, {**MIXED, **shared})
    assert rules(tmp_path) == [DANGLING]
    assert severities(tmp_path) == {DANGLING: "error"}
    # A list replaces the list that it extends, a table is merged into it.
    lay(tmp_path, {"awos.toml": 'extends = ["shared/mild.toml"]\nignore = ["reference"]\n'})
    assert rules(tmp_path) == [STATUS]


# The baseline.


def kept(folder: Path) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads((folder / "baseline.json").read_text())["findings"]
    return entries


def start(folder: Path, files: Mapping[str, str]) -> None:
    """Accept what is found today."""
    lay(folder, {**files, "awos.toml": 'baseline = "baseline.json"\n'})
    ran = awos(folder, "check", "--write-baseline")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"awos: {len(kept(folder))} findings written to baseline.json\n"


def test_a_baseline_lets_a_repository_start_today(tmp_path: Path) -> None:
    start(tmp_path, MIXED)
    ran = awos(tmp_path, "check")
    assert (ran.code, ran.out) == (0, "No findings in 3 documents (3 in the baseline).\n")
    lay(tmp_path, {"context/decisions/0004-d.md": naming("ADR-0077", title="D")})
    assert rules(tmp_path) == [DANGLING]
    assert json.loads(awos(tmp_path, "check", "--format", "json").out)["summary"]["baselined"] == 3


def test_stale_entries_are_found_and_written_away(tmp_path: Path) -> None:
    start(tmp_path, MIXED)
    lay(tmp_path, CLEAN)
    ran = awos(tmp_path, "check")
    assert ran.code == 1
    assert "warning[suppression-stale-baseline]" in ran.out
    assert "baseline.json:1:1" in ran.out
    assert "reference-dangling in context/decisions/0002-name-the-file.md" in ran.out
    # An entry of a rule that does not run is not known to be stale.
    assert rules(tmp_path, "--select", "document,suppression") == []
    assert awos(tmp_path, "check", "--write-baseline").code == 0
    assert [entry["rule"] for entry in kept(tmp_path)] == [STATUS]
    assert rules(tmp_path) == []


def test_a_baseline_holds_when_lines_move(tmp_path: Path) -> None:
    files = {
        str(path.relative_to(EXAMPLE)): path.read_text("utf-8")
        for path in sorted(EXAMPLE.rglob("*"))
        if path.is_file() and path.name != "awos.toml"
    }
    start(tmp_path, files)
    before = kept(tmp_path)
    assert len(before) >= 10
    shifted = {
        path: text.replace("\n---\n", "\n# A comment changes\n# no meaning.\n---\n\n\n", 1)
        for path, text in files.items()
        if path.endswith(".md")
    }
    lay(tmp_path, shifted)
    ran = awos(tmp_path, "check")
    assert (ran.code, ran.err) == (0, "")
    assert awos(tmp_path, "check", "--write-baseline").code == 0
    assert kept(tmp_path) == before


def test_two_findings_that_are_alike_are_two_in_the_baseline(tmp_path: Path) -> None:
    status = MIXED[THIRD].replace("# Copy it", "# Copy it\n\n[a](none.md) [b](none.md)")
    start(tmp_path, {**CLEAN, THIRD: status})
    assert len({entry["fingerprint"] for entry in kept(tmp_path)}) == 3
    lay(tmp_path, {THIRD: status.replace(" [b](none.md)", " [b](none.md) [c](none.md)")})
    assert rules(tmp_path) == ["reference-broken-link"]


def test_a_baseline_on_the_command_line_is_found_from_where_one_stands(tmp_path: Path) -> None:
    below = Repository.create(tmp_path / "repo").root / "below"
    lay(below, {**MIXED, "awos.toml": 'baseline = "other.json"\n'})
    assert awos(below, "check", "--baseline", "known.json", "--write-baseline").code == 0
    assert (below / "known.json").exists()
    assert rules(below, "--baseline", "known.json") == []


def test_the_baseline_of_a_revision_is_the_one_it_holds(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    start(repo.root, MIXED)
    repo.git("add", "awos.toml", "context")
    ran = awos(repo.root, "check", "--staged")
    assert (ran.code, ran.err) == (2, "awos: baseline.json: it does not exist\n")
    repo.git("add", "-A")
    assert awos(repo.root, "check", "--staged").code == 0


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "3", '"x"', '{"version": 1}', "[" * 100_000, "9" * 5000),
        *('{"findings": 3}', '{"findings": [3]}', '{"findings": [{}]}'),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    lay(tmp_path, {**CLEAN, "baseline.json": text})
    ran = awos(tmp_path, "check", "--baseline", "baseline.json")
    assert ran.code == 2
    assert ran.err.startswith("awos: baseline.json: not a baseline; write one with `awos check")


def test_what_was_not_checked_is_not_hidden_by_a_new_baseline(tmp_path: Path) -> None:
    lay(tmp_path, {**CLEAN, FIRST: "x" * 600_000})
    ran = awos(tmp_path, "check", "--baseline", "b.json", "--write-baseline")
    assert ran.code == 3
    assert "not checked" in ran.err
