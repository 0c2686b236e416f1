"""What an older version wrote goes on working, and no finding changes unannounced."""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from awos_lint import __version__
from tests.support.command import awos
from tests.support.repositories import Repository

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASES = sorted((ROOT / "tests" / "releases").glob("*.tar.gz"))
PROJECTS = ("ledgerly", "ledgerly-broken", "installed")

_Key = tuple[str, str, str, int, int]


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def left(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The projects as a release left them, each in a repository of its own."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    for name in PROJECTS:
        repository = Repository(tmp_path / name)
        repository.git("init", "-q", "-b", "main")
        repository.git("add", "-A", "-f")
        repository.git("commit", "-q", "-m", "as it was")
    return tmp_path


def announced() -> set[str]:
    """The rules that the changelog names under "Breaking" or "Changed" of what comes next."""
    latest = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    parts = re.split(r"(?m)^### ", latest)
    told = [part for part in parts if part.startswith(("Breaking", "Changed"))]
    return {name for part in told for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", part)}


def keys(report: dict[str, list[dict[str, object]]]) -> Counter[tuple[object, ...]]:
    names = ("rule", "severity", "path", "line", "column")
    return Counter(tuple(found[name] for name in names) for found in report["findings"])


@pytest.mark.parametrize("project", PROJECTS)
def test_no_finding_comes_or_goes_unannounced(left: Path, project: str) -> None:
    old = json.loads((left / f"{project}.json").read_text("utf-8"))
    new = json.loads(awos(left / project, "check", "--format", "json").out)
    before, after = keys(old), keys(new)
    changed = {str(key[0]) for key in (before - after) + (after - before)}
    assert changed <= announced()
    assert new["skipped"] == old["skipped"]


def test_a_baseline_goes_on_accepting_what_it_accepted(left: Path) -> None:
    ran = awos(left / "ledgerly-broken", "check", "--baseline", "baseline.json", "--format", "json")
    report = json.loads(ran.out)
    new = {found["rule"] for found in report["findings"]}
    old = json.loads((left / "ledgerly-broken" / "baseline.json").read_text("utf-8"))
    assert new <= announced()
    assert report["summary"]["baselined"] == len(old["findings"])


def test_what_was_installed_is_renewed(left: Path) -> None:
    folder = left / "installed"
    assert awos(folder, "doctor").code == 1
    assert awos(folder, "upgrade").code == 0
    renewed = awos(folder, "doctor")
    assert (renewed.code, f"awos {__version__} is installed" in renewed.out) == (0, True)
    assert awos(folder, "check").code == 0
