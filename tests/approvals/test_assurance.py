"""Levels and policies as the command line shows them, and the small functions below."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from awos_lint.approvals.assurance import NAMESPACE, check_records, parse_person, rate_record
from awos_lint.approvals.records import approvals_of
from awos_lint.core.config import Approvals, ConfigError, merge_layers, read_layer
from awos_lint.core.model.codeowners import owners_of
from awos_lint.core.model.history import Evidence, Origin, Person
from awos_lint.core.model.level import Level
from awos_lint.git import GitError
from awos_lint.git.signing import sign_text, split_commit
from tests.support.command import awos
from tests.support.repositories import isolate
from tests.support.spoofing import (
    ADA,
    EVE,
    FILE,
    MARA,
    SIGNERS,
    Scene,
    accepted,
    bound,
    draft,
    key,
    record,
    signers,
)
from tests.support.worlds import loaded

DECISION = draft("# Use files\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path / "home")


@pytest.fixture
def mara(tmp_path: Path) -> Path:
    return key(tmp_path, "mara")


@pytest.fixture
def scene(tmp_path: Path, mara: Path) -> Scene:
    policy = f'level = "signed"\nallowed-signers = "{SIGNERS}"\n'
    made = Scene.staged(tmp_path / "repository", policy)
    made.write(FILE, DECISION)
    made.write(SIGNERS, signers(("mara@example.org", mara, "")))
    made.by(EVE)
    return made


def levels(scene: Scene) -> list[str]:
    listed = json.loads(awos(scene.root, "approvals", "--format", "json").out)
    return [entry["level"] for d in listed["documents"] for entry in d["approvals"]]


def rules(scene: Scene) -> list[str]:
    out = awos(scene.root, "check", "--select", "approval", "--format", "json").out
    return [found["rule"] for found in json.loads(out)["findings"]]


# The command line.


def test_approve_sign(scene: Scene, mara: Path) -> None:
    done = awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--key", str(mara), "--yes")
    assert done.code == 0, done
    assert levels(scene) == ["signed"]
    scene.by(EVE, "All of it (#7)", committer="GitHub <noreply@github.com>")
    assert levels(scene) == ["signed"]
    assert rules(scene) == []


def test_approve_sign_with_the_key_of_git(scene: Scene, mara: Path) -> None:
    scene.git("config", "user.signingKey", str(mara))
    awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes")
    assert levels(scene) == ["bound"]
    again = awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--sign", "--yes")
    assert (again.code, levels(scene)) == (0, ["signed"])
    once_more = awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--sign", "--yes")
    assert "as it is" in once_more.out


@pytest.mark.parametrize("options", [("--sign",), ("--key", "nowhere")])
def test_a_key_that_is_not_there(scene: Scene, options: tuple[str, ...]) -> None:
    before = (scene.root / FILE).read_text()
    done = awos(scene.root, "approve", "ADR-0001", "--as", MARA, *options, "--yes")
    assert done.code != 0
    assert "--key" in done.err
    assert (scene.root / FILE).read_text() == before


def test_a_level_that_is_too_low_fails_the_check(scene: Scene) -> None:
    awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes")
    assert rules(scene) == []
    scene.by(MARA)
    assert levels(scene) == ["recorded"]
    assert rules(scene) == ["approval-level-low"]
    assert awos(scene.root, "check", "--select", "approval").code == 1
    listed = awos(scene.root, "approvals").out
    assert f"not signed: no signature of {MARA} verifies on commit" in listed


def test_a_step_is_judged_by_the_policy_of_its_base(scene: Scene) -> None:
    base = scene.git("rev-parse", "HEAD")
    scene.write("awos.toml", '[approvals]\nlevel = "bound"\n')
    awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes")
    scene.by(MARA)
    assert awos(scene.root, "check", "--select", "approval").code == 0
    done = awos(scene.root, "check", "--select", "approval", "--since", base)
    assert done.code == 1
    assert "approval-level-low" in done.out


def test_an_agent_in_a_trailer_is_found_in_a_step(scene: Scene) -> None:
    scene.write("awos.toml", "")
    base = scene.by(ADA)
    awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes")
    scene.by(MARA, "Accept it\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    done = awos(scene.root, "check", "--select", "approval", "--diff", f"{base}..HEAD")
    assert done.code == 1
    assert "and committed with Claude" in done.out


def test_what_is_not_known_is_exit_3(scene: Scene, tmp_path: Path) -> None:
    awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes")
    scene.by(MARA)
    scene.by(ADA, "Something else")
    target = tmp_path / "clone"
    scene.git("clone", "-q", "--depth", "1", scene.root.as_uri(), str(target))
    done = awos(target, "check", "--select", "approval")
    assert done.code == 3
    assert "not all commits are here" in done.err


def test_signers_that_cannot_be_read_are_unknown(scene: Scene) -> None:
    awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes")
    (scene.root / SIGNERS).unlink()
    scene.by(MARA)
    done = awos(scene.root, "check", "--select", "approval")
    assert (done.code, SIGNERS in done.err) == (3, True)


def test_a_team_is_unknown(scene: Scene) -> None:
    scene.write("awos.toml", "[approvals]\ncodeowners = true\n")
    scene.write("CODEOWNERS", "* @acme/architects\n")
    awos(scene.root, "approve", "ADR-0001", "--as", MARA, "--yes")
    done = awos(scene.root, "check", "--select", "approval")
    assert done.code == 3
    assert "which people @acme/architects are is known to the platform only" in done.err


# Policies.


def test_a_kind_says_what_is_different() -> None:
    policy = Approvals.model_validate(
        {"level": "recorded", "kinds": {"adr": {"count": 2, "by": ["ada@example.org"]}}}
    )
    law = policy.for_kind("adr")
    assert (law.level, law.count, law.by) == ("recorded", 2, ["ada@example.org"])
    assert policy.for_kind("spec").count == 1


def test_a_kind_that_does_not_exist() -> None:
    layer = read_layer("awos.toml", '[approvals.kinds.specs]\nlevel = "signed"\n')
    assert layer is not None
    with pytest.raises(ConfigError, match=r"approvals\.kinds\.specs: no such kind, did you mean"):
        merge_layers([layer])


def test_paths_of_a_policy_are_relative_to_its_file() -> None:
    text = """\
[approvals]
roster = "people"
allowed-signers = "../signers"
[approvals.kinds.adr]
roster = "architects"
"""
    layer = read_layer("deep/awos.toml", text)
    assert layer is not None
    found = merge_layers([layer])[0].approvals
    assert (found.roster, found.allowed_signers) == ("deep/people", "signers")
    assert found.for_kind("adr").roster == "deep/architects"


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("* @a", ("@a",)),
        ("* @a\n*.md @b c@d.example", ("@b", "c@d.example")),
        ("docs/ @a", ("@a",)),
        ("/deep/docs/ @a", ("@a",)),
        ("docs/ @a\n/other/ @b", ("@a",)),
        ("deep/* @a", ()),
        ("deep/docs/* @a", ("@a",)),
        ("deep/**/x.md @a", ("@a",)),
        ("* @a\ndeep/docs/x.md", ()),
        ("* @a # @b", ("@a",)),
        ("x.md @a", ("@a",)),
    ],
)
def test_owners(text: str, owners: tuple[str, ...]) -> None:
    assert owners_of(text, "deep/docs/x.md") == owners


@pytest.mark.parametrize(
    ("owner", "mail", "counts"),
    [
        ("@mara", "mara@users.noreply.github.com", True),
        ("@Mara", "17+mara@users.noreply.github.com", True),
        ("@mara", "17+mara@users.noreply.github.com.evil", False),
        ("@mar.", "mara@users.noreply.github.com", False),
        ("MARA@example.org", "mara@EXAMPLE.org", True),
    ],
)
def test_accounts_of_code_owners(owner: str, mail: str, counts: bool) -> None:
    project = loaded({FILE: accepted(record(f"Mara <{mail}>"))}).project
    evidence = Evidence(owners={FILE: (owner,)})
    policy = Approvals(codeowners=True)
    entries = check_records(approvals_of(project), evidence, policy, project.documents[0])
    assert [entry.counts for entry in entries] == [counts]


@pytest.mark.parametrize(
    ("written", "who"),
    [
        ("Mara <m@x.org>", Person("Mara", "m@x.org")),
        ("m@x.org", Person("", "m@x.org")),
        ("Mara Lindqvist", Person("Mara Lindqvist", "")),
        ("Mara <a@x.org> <b@x.org>", Person("Mara <a@x.org>", "b@x.org")),
    ],
)
def test_person(written: str, who: Person) -> None:
    assert parse_person(written) == who


@pytest.mark.parametrize("name", ["dependabot[bot]", "Claude", "claude code", "GitHub Copilot"])
def test_agents_by_default(name: str) -> None:
    project = loaded({FILE: accepted(record(f"{name} <x@example.org>"))}).project
    entries = check_records(approvals_of(project), Evidence(), Approvals(), project.documents[0])
    assert [entry.agent for entry in entries] == [name]


@pytest.mark.parametrize("name", ["Claude Monet", "Devin Townsend", "Robot Smith", "Jules Verne"])
def test_people_are_no_agents(name: str) -> None:
    project = loaded({FILE: accepted(record(f"{name} <x@example.org>"))}).project
    entries = check_records(approvals_of(project), Evidence(), Approvals(), project.documents[0])
    assert [entry.agent for entry in entries] == [""]


# Evidence.


def rated(evidence: Evidence) -> Level | None:
    project = loaded({FILE: accepted()}).project
    document = project.documents[0]
    return rate_record(evidence, document, approvals_of(project).judge_records(document)[0]).level


def test_a_review_is_of_a_text_and_by_the_approver() -> None:
    said = f"{NAMESPACE} ADR-0001 {bound()}"
    reviewed = Evidence(reviews={said: ("mara@example.org",)})
    assert rated(reviewed) is Level.REVIEWED
    assert rated(Evidence(reviews={said: ("eve@example.org",)})) is Level.BOUND
    other = said.replace("ADR-0001", "ADR-0002")
    assert rated(Evidence(reviews={other: ("mara@example.org",)})) is Level.BOUND
    wrote = Origin(writers=frozenset({Person("M", "mara@example.org")}))
    assert rated(replace(reviewed, origins={(FILE, "approvals", 0): wrote})) is Level.BOUND


def test_a_commit_with_two_signatures_counts_as_one_without() -> None:
    head = b"tree 1\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000"
    one, rest = split_commit(head + b"\ngpgsig x\n y\n\nmessage\n\nmore\n", "sha1")
    assert (one, rest) == ("x\ny\n", head + b"\n\nmessage\n\nmore\n")
    assert split_commit(head + b"\ngpgsig x\ngpgsig y\n\nm\n", "sha1") == ("", b"")
    assert split_commit(head + b"\ngpgsig x\n\nm\n", "sha256") == ("", b"")
    assert split_commit(head + b"\n\ngpgsig x\n\nm\n", "sha1") == ("", b"")


def test_signing_says_why_it_could_not(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="name a key with --key"):
        sign_text(b"x", str(tmp_path / "none"), NAMESPACE, str(tmp_path))
