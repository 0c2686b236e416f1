"""A step reports what its end has and its base has not, so that a green step keeps main green."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Report, Severity
from awos_lint.linter.casebook import World
from awos_lint.rules import GUARDS, all_rules
from tests.support.command import awos, lay
from tests.support.profiles import scale_examples
from tests.support.repositories import Repository, isolate
from tests.support.worlds import judged, judged_world

CONFIG = "awos.toml"
ROADMAP = "context/roadmap.md"
DECISION = "context/decisions/0001-one-ferry.md"
SPEC = "context/specs/001-tickets/spec.md"
TASKS = "context/specs/001-tickets/tasks.md"
RECORD = "docs/adr/0001-piers.md"

ALL = 'documents = "context"\n'
LOOSER = [
    'exclude = ["context/specs/**"]\n',
    'ignore = ["reference", "order"]\n',
    '[severity]\nreference = "off"\n',
    'layouts = ["native"]\n',
]
VARIANTS: dict[str, list[str]] = {
    "context/mission.md": ["# Ferry\n\nPeople cross the bay.\n", "---\nstatus: approved\n---\n"],
    ROADMAP: [
        "# Roadmap\n\n- [x] **F-01** Tickets\n  - spec: SPEC-001\n",
        "# Roadmap\n\n- [ ] **F-01** Tickets\n- [ ] **F-01** Berths\n",
    ],
    DECISION: [
        "---\nstatus: accepted\n---\n\n# One ferry\n",
        "# One ferry\n\nSee [it](gone.md).\n",
    ],
    SPEC: [
        "---\nstatus: done\ndecisions: [ADR-0001]\n---\n\n# Tickets\n",
        "---\ndecisions: [ADR-0001, ADR-0007]\n---\n\n# Tickets\n\nTBD\n",
    ],
    TASKS: [
        "# Tasks\n\n- [x] **T-01** Print\n",
        "# Tasks\n\n- [ ] **T-01** Print\n- [ ] **T-01** Sell\n",
    ],
    RECORD: [
        "# 1. Piers\n\n## Status\n\nAccepted\n\n## Context\n\nTwo.\n\n## Decision\n\nOne.\n",
        "# 1. Piers\n\n## Status\n\nSuperseded by [2](0002-none.md)\n\n## Decision\n\nOne.\n",
    ],
}
MOVES = {SPEC: "context/specs/001-fares/spec.md", RECORD: "docs/adr/0001-two-piers.md"}


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    """Draw a small project, of which any file may be missing or elsewhere."""
    found = {}
    for path, texts in VARIANTS.items():
        text = draw(st.sampled_from([None, *texts]))
        moves = path in MOVES and draw(st.booleans())
        if text is not None:
            found[MOVES[path] if moves else path] = text
    return found


@st.composite
def steps(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    """Draw two trees, of which the second has the configuration of the first, or a looser one."""
    before, after, usual = draw(trees()), draw(trees()), draw(st.booleans())
    before[CONFIG] = ALL if usual else draw(st.sampled_from(LOOSER))
    after[CONFIG] = draw(st.sampled_from([ALL, *LOOSER])) if usual else before[CONFIG]
    return before, after


def step(before: Mapping[str, str], after: Mapping[str, str]) -> Report:
    old, new = ({p: t.encode() for p, t in files.items()} for files in (before, after))
    return judged_world(World("a step", new, (), (), before=old))


def own(found: Report) -> list[str]:
    """Return the fingerprints of a report without those of rules that judge steps themselves."""
    rules = all_rules()
    return sorted(d.fingerprint for d in found.diagnostics if rules[d.rule].family not in GUARDS)


def is_green(found: Report) -> bool:
    return all(d.severity is Severity.NOTICE for d in found.diagnostics)


@settings(max_examples=scale_examples(60), deadline=None)
@given(steps())
def test_a_step_reports_its_end_without_its_base(
    trees: tuple[dict[str, str], dict[str, str]],
) -> None:
    before, after = trees
    report, old = step(before, after), judged(before)
    whole = judged({**after, CONFIG: before[CONFIG]})
    known = set(own(old))
    assert own(report) == [print_ for print_ in own(whole) if print_ not in known]
    if is_green(report) and is_green(old):
        assert is_green(whole)


# What only a repository can show.


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    return Repository.create(tmp_path / "repo")


def commit(repo: Repository, files: dict[str, str], *gone: str) -> str:
    lay(repo.root, files)
    for path in gone:
        (repo.root / path).unlink()
    return repo.commit()


def check(repo: Repository, *arguments: str) -> tuple[int, set[str]]:
    """Return the exit code of a check, and the rules with an error or a warning."""
    ran = awos(repo.root, "check", "--format", "json", *arguments)
    found = json.loads(ran.out)["findings"] if ran.out else []
    return ran.code, {f["rule"] for f in found if f["severity"] != "notice"}


FEATURE = "# Roadmap\n\n## Now\n\n- [x] **F-01** Tickets\n  - spec: SPEC-001\n"
DONE = {
    CONFIG: ALL,
    "context/mission.md": "---\nstatus: draft\n---\n\n# Ferry\n",
    ROADMAP: FEATURE,
    SPEC: "---\nstatus: implemented\nfeature: F-01\n---\n\n# Tickets\n",
    TASKS: "---\nstatus: done\n---\n\n# Tasks\n\n- [x] **T-01** Print\n",
}
VOID = f"approvals:\n  - by: Mara\n    at: 2026-01-02\n    digest: sha256:v1:{'a' * 64}\n"
APPROVED = f"---\nstatus: approved\n{VOID}---\n\n# Tickets\n"
RUN = 'select = ["approval-void", "change"]\n'


@pytest.mark.parametrize("gone", [SPEC, TASKS])
def test_what_a_deletion_leaves_behind_is_reported(repo: Repository, gone: str) -> None:
    commit(repo, DONE)
    _, before = check(repo, "--whole")
    commit(repo, {}, gone)
    _, after = check(repo, "--whole")
    code, found = check(repo, "--diff", "HEAD^...HEAD")
    assert code == 1
    assert after - before
    assert found >= after - before


@pytest.mark.parametrize(
    "loose",
    [
        'exclude = ["context/specs/**"]\n',
        'documents = "plan"\n',
        'layouts = ["openspec"]\n',
        'ignore = ["approval"]\n',
        '[severity]\napproval = "off"\n',
        '[per-file-ignores]\n"context/**" = ["all"]\n',
        'baseline = "accepted.json"\n',
    ],
)
def test_what_a_step_loosens_silences_nothing_in_it(repo: Repository, loose: str) -> None:
    commit(repo, {CONFIG: RUN, SPEC: "---\nstatus: draft\n---\n\n# Tickets\n"})
    lay(repo.root, {SPEC: APPROVED})
    written = awos(repo.root, "check", "--write-baseline", "--baseline", "accepted.json")
    assert written.code == 0
    commit(repo, {CONFIG: loose + RUN if "[" not in loose[:1] else RUN + loose})
    code, found = check(repo, "--diff", "HEAD^...HEAD")
    # A folder of documents that holds none is besides not known to be right.
    assert code == (3 if "plan" in loose else 1)
    assert "approval-void" in found


def test_a_project_below_is_no_way_out(repo: Repository) -> None:
    commit(repo, {CONFIG: RUN, SPEC: "---\nstatus: draft\n---\n\n# Tickets\n"})
    commit(repo, {SPEC: APPROVED, "context/specs/awos.toml": ""})
    assert check(repo, "--diff", "HEAD^...HEAD")[1] >= {"approval-void"}


def test_an_approved_document_that_leaves_the_check_is_an_error(repo: Repository) -> None:
    commit(repo, {CONFIG: RUN, SPEC: "---\nstatus: approved\n---\n\n# Tickets\n"})
    commit(repo, {CONFIG: 'exclude = ["context/**"]\n' + RUN})
    ran = awos(repo.root, "check", "--diff", "HEAD^...HEAD", "--format", "concise")
    assert ran.code == 1
    assert "1 approved document would no longer be checked: SPEC-001" in ran.out


def test_a_baseline_that_shrinks_with_what_it_accepted_is_quiet(repo: Repository) -> None:
    kept = 'select = ["reference", "suppression"]\nbaseline = "accepted.json"\n'
    lay(repo.root, {CONFIG: kept, DECISION: "# One ferry\n\n[it](gone.md)\n"})
    assert awos(repo.root, "check", "--write-baseline").code == 0
    repo.commit()
    lay(repo.root, {DECISION: "# One ferry\n"})
    assert check(repo, "--since", "HEAD")[1] == {"suppression-stale-baseline"}
    assert awos(repo.root, "check", "--write-baseline").code == 0
    assert check(repo, "--since", "HEAD") == (0, set())
    lay(repo.root, {DECISION: "# One ferry\n\n[it](gone.md)\n"})
    assert check(repo, "--since", "HEAD")[1] == {"reference-broken-link"}


def test_a_named_configuration_is_the_caller_s_word_in_every_mode(repo: Repository) -> None:
    commit(repo, {CONFIG: 'ignore = ["all"]\n', DECISION: "# One ferry\n"})
    commit(repo, {DECISION: "# One ferry\n\n[it](gone.md)\n"})
    lay(repo.root, {"mine.toml": 'select = ["reference"]\n'})
    for mode in (["--diff", "HEAD^...HEAD"], ["--since", "HEAD^"], ["--at", "HEAD"], ["--staged"]):
        found = check(repo, *mode, "--config", "mine.toml")
        assert found == (1, {"reference-broken-link"})


def test_a_file_that_git_knows_by_another_name_is_the_same_document(repo: Repository) -> None:
    text = "# Cranes\n\nSee [it](gone.md).\n\n" + "A crane lifts a boat.\n" * 9
    commit(repo, {CONFIG: 'select = ["reference"]\n', "context/standards/cranes.md": text})
    repo.git("mv", "context/standards/cranes.md", "context/standards/lifts.md")
    commit(repo, {"context/standards/lifts.md": text + "\nIt is yellow.\n"})
    assert check(repo, "--whole")[1] == {"reference-broken-link"}
    for mode in (["--diff", "HEAD^...HEAD"], ["--since", "HEAD^"]):
        assert check(repo, *mode) == (0, set())


APPROVED_SPEC = "---\nstatus: approved\n---\n\n# Tickets\n"
RUNBOOK = "runbooks/start.md"
OWN_KIND = '[kinds.runbook]\npath = "runbooks/*.md"\n'
COMMAND = ".claude/commands/sell.md"
MESSAGE = "would no longer be checked:"


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ('documents = "context"\n', 'documents = "plan"\n', "SPEC-001"),
        ("", 'exclude = ["context/specs/**"]\n', "SPEC-001"),
        ("", 'layouts = ["openspec"]\n', "SPEC-001"),
        ("", 'extends = ["shared.toml"]\n', "SPEC-001"),
        ("", "[limits]\ndocuments = 1\n", "SPEC-001"),
        (OWN_KIND, "", RUNBOOK),
        (OWN_KIND, '[kinds.runbook]\npath = "books/*.md"\n', RUNBOOK),
    ],
)
def test_whatever_takes_approved_documents_out_of_the_check_is_an_error(
    repo: Repository, old: str, new: str, left: str
) -> None:
    shared = {"shared.toml": 'exclude = ["context/specs/**"]\n'}
    texts = {SPEC: APPROVED_SPEC, RUNBOOK: APPROVED_SPEC, "context/mission.md": "# Ferry\n"}
    commit(repo, {CONFIG: old, **texts, **shared})
    commit(repo, {CONFIG: new})
    ran = awos(repo.root, "check", "--diff", "HEAD^...HEAD", "--format", "concise")
    assert ran.code in (1, 3)
    assert f"error[change-scope-narrowed] 1 approved document {MESSAGE} {left}" in ran.out


def test_files_of_agents_that_leave_the_check_are_named(repo: Repository) -> None:
    commit(repo, {CONFIG: "", COMMAND: "---\ndescription: Sell\n---\n\nSell a ticket.\n"})
    commit(repo, {CONFIG: 'exclude = [".claude/**"]\n'})
    ran = awos(repo.root, "check", "--diff", "HEAD^...HEAD", "--format", "concise")
    assert f"notice[change-scope-narrowed] 1 agent file {MESSAGE} {COMMAND}" in ran.out


def loosened(repo: Repository, *arguments: str) -> list[tuple[str, str]]:
    """Return the places and messages of `change-policy-loosened` in the last step."""
    step = ("--diff", "HEAD^...HEAD", "--select", "change-policy-loosened")
    found = json.loads(awos(repo.root, "check", *step, *arguments, "--format", "json").out)
    return [(f["path"], f["message"]) for f in found["findings"]]


def effects(repo: Repository) -> list[str]:
    """Return the effects that these findings note."""
    step = ("--diff", "HEAD^...HEAD", "--select", "change-policy-loosened")
    lines = awos(repo.root, "check", *step).out.splitlines()
    notes = [line.partition("= note: ")[2] for line in lines if "= note: " in line]
    return [note for note in notes if not note.startswith("this step is judged")]


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        (
            '[approvals]\nlevel = "recorded"\n',
            '[approvals]\nlevel = "recorded"\n[approvals.kinds.spec]\nlevel = "bound"\n',
            "approvals would only have to be bound, not recorded: spec",
        ),
        (
            "[approvals.kinds.adr]\ncount = 2\n",
            "",
            "would need 1 approver, not 2: adr",
        ),
        (
            "[approvals.kinds.adr]\nindependent = true\n",
            "",
            "could be approved by their own authors: adr",
        ),
        (
            '[approvals.kinds.adr]\nby = ["ada@example.org"]\n',
            "",
            "could be approved by everybody: adr",
        ),
        (
            '[changes.edit-policy]\nspec = "frozen"\n',
            "",
            "could be edited as `living`, not `frozen`: spec",
        ),
        (
            "[changes]\nseparate-commits = true\n",
            "",
            "one commit could edit a text and approve it",
        ),
        (
            '[governed]\npaths = ["src/**", "lib/**"]\n',
            '[governed]\npaths = ["lib/**"]\n',
            "would no longer be governed: `src/**`",
        ),
        ("", 'baseline = "accepted.json"\n', "would accept 1 finding more"),
    ],
)
def test_what_a_step_loosens_is_said_with_its_effect(
    repo: Repository, old: str, new: str, effect: str
) -> None:
    entry = {"rule": "adr-compact", "path": SPEC, "message": "m", "fingerprint": "f"}
    accepted = {"accepted.json": json.dumps({"version": 2, "findings": [entry]})}
    commit(repo, {CONFIG: old, SPEC: APPROVED_SPEC, **accepted})
    commit(repo, {CONFIG: new})
    assert effects(repo) == [effect]
    repo.git("revert", "--no-edit", "HEAD")
    assert effects(repo) == []


def test_a_baseline_that_grows_says_by_how_much(repo: Repository) -> None:
    entries = [{"rule": "r-x", "path": SPEC, "message": "m", "fingerprint": f} for f in "abc"]
    texts = [json.dumps({"version": 2, "findings": entries[:n]}) for n in (1, 3)]
    config = {CONFIG: 'baseline = "accepted.json"\n', SPEC: APPROVED_SPEC}
    commit(repo, {**config, "accepted.json": texts[0]})
    commit(repo, {"accepted.json": texts[1]})
    assert effects(repo) == ["would accept 2 findings more"]


def test_files_that_the_policy_names_are_pointed_out(repo: Repository) -> None:
    policy = '[approvals]\nroster = "people.txt"\nallowed-signers = "keys"\n'
    config = {CONFIG: f'extends = ["shared.toml"]\n{policy}', "shared.toml": ""}
    commit(repo, {**config, SPEC: APPROVED_SPEC, "people.txt": "ada\n", "keys": ""})
    commit(
        repo, {"people.txt": "ada\neve\n", "keys": "# none\n", "shared.toml": "preview = true\n"}
    )
    assert loosened(repo) == [
        (CONFIG, f"this step changes `preview`, in {CONFIG}"),
        ("keys", "this step changes who may approve, in keys"),
        ("people.txt", "this step changes who may approve, in people.txt"),
    ]
    lay(repo.root, {"people.txt": "ada\n"})
    ran = awos(repo.root, "check", "--since", "HEAD", "--format", "concise")
    assert "this step changes who may approve, in people.txt" in ran.out


def test_a_named_configuration_that_a_step_changes_is_pointed_out(repo: Repository) -> None:
    commit(repo, {"ci/mine.toml": 'select = ["change"]\n', SPEC: APPROVED_SPEC})
    commit(repo, {"ci/mine.toml": 'select = ["change-policy-loosened"]\n'})
    said = "this step changes ci/mine.toml, and is judged by it because `--config` names it"
    assert loosened(repo, "--config", "ci/mine.toml") == [("ci/mine.toml", said)]
