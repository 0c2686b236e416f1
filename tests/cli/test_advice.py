"""Every command that awos proposes works where it was proposed, in every layout."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from awos_lint.core.commands import COMMANDS
from awos_lint.hosts import load_hosts
from awos_lint.linter.casebook import World
from awos_lint.rules import Rule
from tests.rules.test_casebooks import WORLDS as CASEBOOK_WORLDS
from tests.support.command import DECISION, PROGRAM, awos, lay
from tests.support.dialects import WORLDS
from tests.support.repositories import Repository, isolate
from tests.support.worlds import judged_world

PROPOSED = re.compile(r"`(awos [^`\n]+)`|^\s*\$ (awos .+)$", re.MULTILINE)
"""A command in back-ticks, or alone on a line after a `$`."""

MISSION = (
    "---\nstatus: draft\n---\n# Greenhouse\n\n## What\n\nWatering.\n\n## For whom\n\nGardeners.\n\n"
    "## Why\n\nDry beds.\n\n## Success measures\n\nNone dies.\n\n## Non-goals\n\nHeat.\n"
)

STANDS_FOR = {"TITLE": "Use glass", "DATE": "2030-01-31", "…": "It does no harm"}
"""What is put in for words that the reader replaces."""

BROKEN = (2, 4)
"""Exit codes for wrong use, which a refusal has too, and for a bug."""

READERS = (
    ("next",),
    ("next", "--format", "json"),
    ("next", "feature"),
    ("next", "spec"),
    ("next", "task"),
    ("status",),
    ("status", "--format", "agent"),
    ("check",),
    ("layout",),
)
"""Commands that print what to do next."""


def repository(folder: Path, name: str) -> Repository:
    made = Repository.create(folder)
    lay(made.root, WORLDS[name])
    made.commit()
    return made


def pages(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what each command prints that proposes others."""
    nodes = json.loads(awos(root, "graph", "--format", "json").out)["nodes"]
    plans = [("plan", n["id"], "--format", "prompts") for n in nodes if n["kind"] == "spec"]
    plans += [("plan", n["id"], "--format", "prompts") for n in nodes if n["kind"] == "tasks"]
    contexts = [("context", n["id"]) for n in nodes if n["kind"] in ("spec", "task", "feature")]
    for arguments in (*READERS, *plans, *contexts):
        ran = awos(root, *arguments)
        assert ran.code not in BROKEN, (arguments, ran.err)
        yield shlex.join(arguments), ran.out + ran.err


def proposals(page: str) -> list[str]:
    return [first or second for first, second in PROPOSED.findall(page)]


def carry_out(root: Path, command: str) -> str:
    """Run a proposed command; return what went wrong, if anything did."""
    words = [STANDS_FOR.get(word, word) for word in shlex.split(command)[1:]]
    if words[0] in ("approve", "init"):
        words.append("--yes")
    ran = awos(root, *words)
    return f"{command}: exit code {ran.code}: {ran.err}" if ran.code in BROKEN else ""


@pytest.mark.parametrize("name", WORLDS)
def test_what_is_proposed_is_not_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    made = repository(tmp_path / "first", name)
    # Nobody approves a text of their own where the policy says so.
    made.git("config", "user.name", "Mara")
    made.git("config", "user.email", "mara@example.org")
    wrong = []
    for number, (source, page) in enumerate(pages(made.root)):
        # What one page proposes is done in its order, each page in a fresh copy.
        commands = list(dict.fromkeys(proposals(page)))
        if commands:
            copy = Path(shutil.copytree(made.root, tmp_path / str(number)))
            wrong += [f"{source}: {said}" for c in commands if (said := carry_out(copy, c))]
    assert wrong == []


NAMES = {f"awos {name}" for name in COMMANDS} | {"awos task done --run-verify"}
"""What names a command, and is none that could be run."""


def test_what_the_help_of_findings_proposes_is_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    wrong, tried = [], 0
    for number, case in enumerate(CASEBOOK_WORLDS):
        rule, world = cast("tuple[Rule, World]", case.values)
        found = [d for d in judged_world(world).diagnostics if d.rule == rule.name]
        texts = [text for d in found for text in (d.message, d.help, *d.notes) if text]
        commands = {c for text in texts for c in proposals(text)} - NAMES
        if commands:
            made = Repository.create(tmp_path / str(number))
            for path, data in world.files.items():
                made.write(path, data)
            made.git("config", "user.name", "Mara")
            made.git("config", "user.email", "mara@example.org")
            made.commit()
            tried += len(commands)
            wrong += [
                f"{rule.name}: {said}"
                for c in sorted(commands)
                if (said := carry_out(made.root, c))
            ]
    assert wrong == []
    assert tried > 20


def test_a_draft_that_is_written_is_sent_to_its_approval(tmp_path: Path) -> None:
    root = lay(tmp_path, {"context/mission.md": MISSION})
    assert "  $ awos approve MISSION\n" in awos(root, "next").out
    lay(root, {"context/mission.md": MISSION.replace("Watering.", "TBD")})
    assert "$ awos approve" not in awos(root, "next").out


def test_everything_that_may_be_started_is_listed_with_a_limit(tmp_path: Path) -> None:
    texts = {
        f"context/standards/s{number:02}.md": f"---\nstatus: draft\n---\n# S{number}\n\nSoil.\n"
        for number in range(12)
    }
    root = lay(tmp_path, {"context/mission.md": MISSION, **texts})
    page = awos(root, "next").out.partition("Also possible now:\n")[2].splitlines()
    assert page[0] == "  STD-s00: `awos approve STD-s00`"
    assert page[8] == "  and 4 more, see `awos next --format json`"
    assert len(json.loads(awos(root, "next", "--format", "json").out)["also"]) == 12


def test_the_renumbering_that_a_finding_names_ends_it(tmp_path: Path) -> None:
    text = DECISION.replace("status:", "id: ADR-0009\nstatus:", 1)
    made = Repository.create(tmp_path / "one")
    made.write("context/decisions/0003-use-tin.md", text)
    (command,) = [c for c in proposals(awos(made.root, "check").out) if "renumber" in c]
    assert carry_out(made.root, command) == ""
    assert "document-id-mismatch" not in awos(made.root, "check").out


@pytest.mark.parametrize("name", ["codex", "gemini"])
def test_trust_is_said_with_its_source(name: str, tmp_path: Path) -> None:
    made = Repository.create(tmp_path / "one")
    ran = awos(made.root, "init", "--agent", name, "--yes")
    fact = load_hosts()[name].trust
    assert fact
    assert f"{fact.text} ({fact.source}, read {fact.as_of})" in ran.out
    assert fact.text in awos(made.root, "doctor").out


RECORD = (
    "# 1. Use glass\n\n## Status\n\nProposed\n\n## Context\n\nWhy.\n\n## Decision\n\nWhat.\n\n"
    "## Consequences\n\nSo.\n"
)
SHORT = "---\nstatus: {status}\n---\n# Greenhouse\n\n## What\n\nWatering.\n"


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_an_approval_that_is_refused_is_not_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repository")
    made.write("context/mission.md", SHORT.format(status=status))
    made.commit()
    assert awos(made.root, "approve", "MISSION", "--yes", "--as", "Ada").code != 0
    for reader in (("next",), ("status",)):
        said = awos(made.root, *reader).out
        assert "$ awos approve" not in said
        assert "awos check context/mission.md" in said
    made.write("context/mission.md", MISSION.replace("draft", status))
    assert "awos approve MISSION" in awos(made.root, "status").out
    assert awos(made.root, "approve", "MISSION", "--yes", "--as", "Ada").code == 0


def test_a_person_is_told_where_to_decide_what_awos_only_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repository")
    made.write("docs/adr/0001-use-glass.md", RECORD)
    assert "set its status in docs/adr/0001-use-glass.md" in awos(made.root, "status").out


@pytest.mark.parametrize("reason", ["…", "...", "<why>", "REASON", "WHY"])
def test_a_reason_that_only_stands_for_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repository")
    made.write("context/mission.md", MISSION)
    ran = awos(
        made.root, "ack", "MISSION", "--upstream", "MISSION", "--as", "Ada", "--reason", reason
    )
    said = " ".join(ran.err.split())
    assert (ran.code, "says nothing: write why" in said) == (2, True), said


def test_one_commit_behind_diff_is_answered_with_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repository")
    made.write("context/mission.md", MISSION)
    made.commit()
    ran = awos(made.root, "check", "--diff", "HEAD")
    assert (ran.code, "write --since HEAD" in " ".join(ran.err.split())) == (2, True)
    assert awos(made.root, "check", "--since", "HEAD").code == 0
    assert awos(made.root, "check", "--diff", "context/mission.md").code == 0


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    ran = subprocess.run(
        f"rmdir {shlex.quote(str(folder))} && {shlex.quote(PROGRAM)} check",
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, "is not there any more" in ran.stderr) == (2, True)
