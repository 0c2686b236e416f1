"""`awos check --explain`: the facts behind a finding, to paste into a report about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import DANGLING, SECOND, awos, lay
from tests.support.repositories import Repository


@pytest.fixture
def project(tmp_path: Path) -> Path:
    repository = Repository(lay(tmp_path, DANGLING))
    repository.git("init", "-q")
    repository.git("add", "-A")
    return repository.root


def fingerprint(project: Path) -> str:
    (found,) = json.loads(awos(project, "check", "--format", "json").out)["findings"]
    return str(found["fingerprint"])


def test_the_facts_behind_a_finding_are_shown(project: Path) -> None:
    shown = awos(project, "check", "--explain", fingerprint(project))
    assert shown.code == 0
    facts = dict(line.strip().split(maxsplit=1) for line in shown.out.split("\n") if "  " in line)
    assert facts["at"] == f"{SECOND}:3:14"
    assert facts["status"] == "proposed, from line 2: status: proposed  # not yet"
    assert facts["layout"] == "native in context"
    assert facts["kind"] == "adr, implied"
    assert facts["id"] == "ADR-0002, implied"
    assert facts["edge"] == "ADR-0002 --depends_on--> ADR-0001, which is not known"
    assert "stable since 0.1.0" in shown.out


def test_a_finding_is_named_by_its_place_or_the_beginning_of_its_fingerprint(project: Path) -> None:
    whole = awos(project, "check", "--explain", fingerprint(project))
    assert awos(project, "check", "--explain", fingerprint(project)[:8]).out == whole.out
    assert awos(project, "check", "--explain", f"{SECOND}:3").out == whole.out
    below = awos(project / "context", "check", "--explain", "decisions/0002-name-the-file.md:3")
    assert below.out == whole.out


@pytest.mark.parametrize("which", ["0000", f"{SECOND}:1", "nowhere.md:3"])
def test_a_finding_that_is_not_there_is_wrong_use(project: Path, which: str) -> None:
    assert awos(project, "check", "--explain", which).code == 2


def test_no_control_character_of_a_title_reaches_the_terminal(tmp_path: Path) -> None:
    title = "# Name \x1b[31m it"
    files = {path: text.replace("# Name the file", title) for path, text in DANGLING.items()}
    shown = awos(lay(tmp_path, files), "check", "--explain", f"{SECOND}:3").out
    assert "--depends_on-->" in shown
    assert "\x1b" not in shown


def test_a_place_may_have_a_column_as_reports_print_it(project: Path) -> None:
    whole = awos(project, "check", "--explain", f"{SECOND}:3")
    assert awos(project, "check", "--explain", f"{SECOND}:3:14").out == whole.out


@pytest.mark.parametrize("beside", [["-o", "out.txt"], ["--statistics"], ["--write-baseline"]])
def test_nothing_is_shown_beside_the_facts(project: Path, beside: list[str]) -> None:
    assert awos(project, "check", "--explain", f"{SECOND}:3", *beside).code == 2
    assert awos(project, "check", "--explain", "").code == 2
