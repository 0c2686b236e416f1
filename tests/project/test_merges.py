"""A pull request that passes keeps main green, whichever way the platform merges it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from awos_lint.actions.fetch_reviews import Reviewed, write_evidence
from awos_lint.approvals.assurance import format_record_line
from awos_lint.approvals.records import list_records
from awos_lint.core.model.level import Level
from tests.support.command import awos
from tests.support.repositories import isolate
from tests.support.spoofing import (
    ADA,
    EVE,
    FILE,
    MARA,
    SIGNERS,
    Scene,
    draft,
    key,
    signers,
)

BODY = "# Use files\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n"
GITHUB = "GitHub <noreply@github.com>"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path / "home")


def squash(scene: Scene) -> None:
    """Make one commit of all, as the platform does: by whoever opened the pull request."""
    scene.git("merge", "-q", "--squash", "topic")
    scene.by(EVE, "Use files (#7)", "-m", f"Co-authored-by: {MARA}", committer=GITHUB)


def rebase(scene: Scene) -> None:
    """Apply every commit again; the platform is the committer, and signatures are gone."""
    for sha in scene.git("rev-list", "--reverse", "main..topic").split():
        author = scene.git("show", "-s", "--format=%an <%ae>", sha)
        scene.git("cherry-pick", "--no-commit", sha)
        scene.by(author, scene.git("show", "-s", "--format=%s", sha), committer=GITHUB)


def merge(scene: Scene) -> None:
    """Join the branch with a merge commit of the platform."""
    scene.as_(EVE, GITHUB)
    scene.run("merge", "-q", "--no-ff", "-m", "Merge pull request #7", "topic").check_returncode()


WAYS: dict[str, Callable[[Scene], None]] = {"squash": squash, "rebase": rebase, "merge": merge}


def prepare(folder: Path, policy: str, sign: str = "") -> Scene:
    """Return a repository with a pull request in which Eve writes and Mara approves.

    ``sign`` says where Mara signs: in the ``commit``, in the ``record``, or nowhere.
    """
    mara = key(folder, "mara")
    scene = Scene(Scene.create(folder / "repository").root.resolve())
    scene.write("awos.toml", f'[approvals]\n{policy}allowed-signers = "{SIGNERS}"\n')
    scene.write(SIGNERS, signers(("mara@example.org", mara, "")))
    scene.by(ADA, "Say who approves")
    scene.git("switch", "-q", "-c", "topic")
    scene.write(FILE, draft(BODY))
    scene.by(EVE, "Use files")
    options = ["--key", str(mara)] if sign == "record" else []
    done = awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes", *options)
    assert done.code == 0, done
    scene.by(MARA, "Approve it", *(scene.signing(mara) if sign == "commit" else ()))
    return scene


def outcome(scene: Scene, *arguments: str) -> tuple[int, list[str]]:
    """Return how a check ends, and which rules report something."""
    ran = awos(scene.root, "check", "--select", "approval,change", *arguments, "--format", "json")
    return ran.code, [found["rule"] for found in json.loads(ran.out)["findings"]]


PAGE = Path(__file__).resolve().parents[2] / "docs/explanation/what-an-approval-proves.md"
_ROW = re.compile(r"^\| (declared|bound|recorded|signed|reviewed)(?:, [io]n the (\w+))? \|(.+)\|$")


def documented() -> dict[str, dict[str, bool]]:
    """Return what the page says: for each level, after which kind of merge it is known on main."""
    table = PAGE.read_text("utf-8").partition("## What survives a merge")[2].partition("\n## ")[0]
    rows = [found for line in table.splitlines() if (found := _ROW.match(line))]
    return {
        f"{row[1]} {row[2] or ''}".strip(): {
            way: cell.strip() == "yes" for way, cell in zip(WAYS, row[3].split("|"), strict=True)
        }
        for row in rows
    }


SURVIVES = documented()


def test_the_page_names_every_level() -> None:
    assert {case.split()[0] for case in SURVIVES} == {level.word for level in Level}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", SURVIVES)
def test_what_passed_in_the_pull_request(tmp_path: Path, case: str, way: str) -> None:
    level, _, sign = case.partition(" ")
    scene = prepare(tmp_path, f'level = "{level}"\n', sign)
    evidence = ("--evidence", reviews(scene)) if level == "reviewed" else ()
    assert outcome(scene, "--diff", "main...topic", *evidence) == (0, [])
    scene.git("switch", "-q", "main")
    WAYS[way](scene)
    expected: tuple[int, list[str]] = (0, []) if SURVIVES[case][way] else (3, [])
    assert outcome(scene) == expected
    assert outcome(scene, "--diff", "topic~2...HEAD") == expected


def reviews(scene: Scene) -> str:
    """Write what `awos reviews` writes when Mara's review of the text stands; return the path."""
    (document,) = scene.past().project.documents_of("adr")
    ((_, record),) = list_records(document)
    path = scene.root.parent / "evidence.json"
    path.write_text(
        write_evidence(Reviewed({format_record_line(document, record): ("mara@example.org",)}))
    )
    return str(path)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", SURVIVES)
def test_a_merge_queue_judges_what_it_will_put_on_main(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str, way: str
) -> None:
    level, _, sign = case.partition(" ")
    scene = prepare(tmp_path, f'level = "{level}"\n', sign)
    base = scene.git("rev-parse", "main")
    scene.git("switch", "-q", "main")
    scene.git("switch", "-q", "-c", "gh-readonly-queue/main/pr-7")
    WAYS[way](scene)
    head = scene.git("rev-parse", "HEAD")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"merge_group": {"base_sha": base, "head_sha": head}}))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "merge_group")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    expected: tuple[int, list[str]] = (0, []) if SURVIVES[case][way] else (3, [])
    assert outcome(scene) == expected
    scene.git("switch", "-q", "main")
    scene.git("merge", "-q", "--ff-only", head)
    assert outcome(scene, "--whole") == expected


MAIN = 'extends = ["awos.toml"]\n\n[approvals]\nlevel = "bound"\n'
"""The configuration that the page gives for checks of main."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("level", ["recorded", "reviewed"])
def test_main_is_checked_by_a_configuration_of_its_own(
    tmp_path: Path, level: str, way: str
) -> None:
    assert MAIN in PAGE.read_text("utf-8")
    scene = prepare(tmp_path, f'level = "{level}"\n')
    scene.git("switch", "-q", "main")
    WAYS[way](scene)
    scene.write("awos-main.toml", MAIN)
    scene.by(ADA, "Say how main is checked")
    assert outcome(scene, "--whole", "--config", "awos-main.toml") == (0, [])
    scene.write(FILE, (scene.root / FILE).read_text().replace("B.", "Another."))
    assert outcome(scene, "--whole", "--config", "awos-main.toml") == (1, ["approval-void"])
