"""No word of a document is a command to the runner of GitHub Actions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import awos_lint.cli
from awos_lint.core.escape import disarm_commands
from tests.support.command import awos, lay
from tests.support.repositories import Repository, isolate
from tests.support.runner_commands import commands

MASK = "::add-mask::owl\n  ::error file=x::owl\n\nIt says ##[add-mask]owl here.\n"
FILES = {
    "context/mission.md": f"---\nstatus: draft\n---\n# Owls\n\n{MASK}",
    "context/roadmap.md": (
        "---\nstatus: draft\nmission: MISSION\n---\n# Roadmap\n\n## Now\n\n"
        "- [ ] **F-01** ::add-mask::owl\n"
    ),
    "context/decisions/0001-count-owls.md": (
        f"---\nstatus: accepted\napplies_to: ['**']\n---\n# Count owls\n\n## Context\n\n{MASK}\n"
        f"## Decision\n\n{MASK}\n## Consequences\n\nNone.\n"
    ),
    "context/specs/001-owls/spec.md": (
        "---\nstatus: draft\nfeature: F-01\ndecisions: [ADR-0001]\n---\n# ::add-mask::owl\n\n"
        f"## Requirements\n\n- **FR-1** ::add-mask::owl\n  - AC-1: owl\n\n{MASK}"
    ),
    "context/specs/001-owls/tasks.md": (
        "---\nstatus: draft\nspec: SPEC-001\n---\n# Tasks\n\n"
        "- [ ] **T-01** ::add-mask::owl\n  - covers: FR-1\n  - files: `::add-mask::owl`\n"
    ),
}
SPOKEN = [
    ("adr", "digest"),
    ("approve", "ADR-0001", "--as", "Ida <ida@example.org>", "--yes"),
    ("approvals",),
    ("check",),
    ("check", "--fix", "--diff"),
    ("config",),
    ("context", "SPEC-001/T-01"),
    ("context", "SPEC-001/T-01", "--format", "json"),
    ("graph",),
    ("graph", "--format", "dot"),
    ("graph", "--format", "json"),
    ("layout",),
    ("matrix",),
    ("matrix", "--format", "csv"),
    ("next",),
    ("plan", "SPEC-001"),
    ("plan", "SPEC-001", "--format", "mermaid"),
    ("status",),
    ("summary",),
    ("trace", "SPEC-001/FR-1"),
]


@pytest.mark.parametrize("words", SPOKEN, ids=" ".join)
def test_a_document_gives_the_runner_no_command(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, FILES)
    repo.commit()
    lay(repo.root, {path: text.replace("owl", "eagle") for path, text in FILES.items()})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = awos(repo.root, *words)
    assert done.code != 2, done.err
    assert not commands(done.out)
    assert not commands(done.err)


def test_outside_of_a_runner_the_text_is_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    done = awos(lay(tmp_path, FILES), "adr", "digest")
    assert "\n::add-mask::owl\n" in done.out


def test_the_annotations_of_a_check_are_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = awos(lay(tmp_path, FILES), "check", "--format", "github")
    assert {found.name for found in commands(done.out)} <= {"error", "warning", "notice"}
    assert commands(done.out)


@given(st.text(st.sampled_from(" \t\r\n\x0b\u2003#[]:ab\x1f")))
def test_a_disarmed_text_holds_no_command(text: str) -> None:
    safe = disarm_commands(text)
    assert not commands(safe)
    assert len(safe.split("\n")) == len(text.split("\n"))


def test_commands_print_through_one_door() -> None:
    """Only the faces that print awos's own text may go around ``emit``."""
    own = {"rule.py", "schema.py", "completion.py", "streams.py"}
    for path in Path(awos_lint.cli.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        loud = {"print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write"}
        assert path.name in own or not names & loud, path
