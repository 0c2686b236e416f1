"""Approving, revoking and acknowledging, in repositories on disk."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.actions.approve import lines_before, propose_changes
from awos_lint.approvals.change_kind import Extent, few_words, measure_extent
from awos_lint.approvals.records import Approvals, State
from awos_lint.approvals.transitions import Word, approve_document, revoke_approvals
from awos_lint.core.digest import compute_digest, compute_seal
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Person
from awos_lint.core.text import Source
from awos_lint.files import Reader, Unread, WriteError
from awos_lint.files.tree import MemoryTree, OverlayTree
from awos_lint.git.signing import armour_signature, make_verifier
from awos_lint.project.load import load_project
from awos_lint.project.place import Place
from awos_lint.project.settings import find_settings
from tests.support.command import PROGRAM, Ran, awos
from tests.support.repositories import Repository, isolate, opened
from tests.support.spoofing import key, signers
from tests.support.worlds import loaded

MARA = "Mara Lindqvist <mara@example.com>"
MISSION = "context/mission.md"
ROADMAP = "context/roadmap.md"
DECISION = "context/decisions/0001-use-sqlite.md"
SPEC = "context/specs/001-cart/spec.md"
TASKS = "context/specs/001-cart/tasks.md"

FILES = {
    MISSION: """\
---
status: in-review  # soon
owners: [Mara]
---
# Shop

## What

A shop.

## For whom

Cyclists.

## Why

They ride.

## Success measures

- Ten sales.

## Non-goals

- Cars.
""",
    ROADMAP: """\
---
status: draft
---
# Roadmap

## Phase 1

- [ ] **F-01** Cart
  - spec: SPEC-001
""",
    DECISION: """\
---
status: proposed
---
# Use SQLite

## Context

One person writes, nobody reads at the same time.

## Decision

The books are kept in one [file](../mission.md).

## Consequences

A copy of the file is a backup.
""",
    SPEC: """\
---
status: draft
feature: F-01
decisions: [ADR-0001]
---
# Cart

## Functional requirements

- **FR-1** A visitor collects items.
  - AC-1: an item that is added twice is listed with the number 2.

## Technical considerations

One table.

## Out of scope

- Paying.
""",
    TASKS: """\
---
status: draft
---
# Tasks: cart

- [ ] **T-01** Create the table
  - covers: FR-1
  - files: `src/cart.py`
  - verify: `pytest`
""",
}
ALL = ("MISSION", "ROADMAP", "ADR-0001", "SPEC-001", "TASKS-001")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    for path, text in FILES.items():
        made.write(path, text)
    made.commit()
    return made


def run(repo: Repository, *arguments: str) -> Ran:
    return awos(repo.root, *arguments)


def approved(repo: Repository, *ids: str, by: str = MARA) -> Ran:
    ran = run(repo, "approve", *(ids or ALL), "--as", by, "--yes")
    assert ran.code == 0, ran
    return ran


def text(repo: Repository, path: str) -> str:
    return (repo.root / path).read_bytes().decode()


def edit(repo: Repository, path: str, old: str, new: str) -> None:
    before = text(repo, path)
    assert old in before
    repo.write(path, before.replace(old, new))


def rules(repo: Repository) -> dict[str, list[str]]:
    """Which approval rules speak about which documents."""
    report = json.loads(run(repo, "check", "--select", "approval", "--format", "json").out)
    found: dict[str, list[str]] = {}
    for finding in report["findings"]:
        found.setdefault(finding["rule"], []).append(finding["path"])
    return found


def states(repo: Repository) -> dict[str, str | None]:
    listed = json.loads(run(repo, "approvals", "--format", "json").out)
    return {entry["id"]: entry["state"] for entry in listed["documents"]}


def everything(repo: Repository) -> dict[str, bytes]:
    folder = repo.root / "context"
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# Approve.


def test_a_record_is_written_and_every_other_byte_stays(repo: Repository) -> None:
    ran = approved(repo, "MISSION")
    today = datetime.date.today().isoformat()
    record = f"approvals:\n  - by: {MARA}\n    at: {today}\n    digest: sha256:v2:"
    new = text(repo, MISSION)
    assert record in new
    start = new.index("approvals:")
    rest = new[:start] + new[new.index("---\n# Shop") :]
    assert rest == FILES[MISSION].replace("in-review", "approved")
    assert ran.out == (
        f"MISSION in {MISSION}: in-review, then approved\n"
        f"  it was not approved before\napproved by {MARA}: MISSION\n"
    )
    assert states(repo)["MISSION"] == "valid"


def test_all_in_one_call_bind_one_another(repo: Repository) -> None:
    approved(repo)
    assert states(repo) == dict.fromkeys(sorted(ALL), "valid")
    assert run(repo, "check").code == 0
    listed = json.loads(run(repo, "approvals", "SPEC-001", "--format", "json").out)
    (record,) = listed["documents"][0]["approvals"]
    assert record["upstream"] == [
        {"id": "ROADMAP", "state": "same"},
        {"id": "ADR-0001", "state": "same"},
    ]
    assert record["level"] == "bound"
    assert "status: accepted" in text(repo, DECISION)


def test_later_states_of_the_same_text_keep_the_approval(repo: Repository) -> None:
    approved(repo)
    edit(repo, TASKS, "- [ ] **T-01**", "- [x] **T-01**")
    edit(repo, TASKS, "status: approved", "status: done")
    edit(repo, SPEC, "status: approved", "status: implemented")
    edit(repo, ROADMAP, "- [ ] **F-01**", "- [x] **F-01**")
    edit(repo, MISSION, "A shop.\n", "A shop.  \r\n")
    assert run(repo, "check").code == 0
    assert set(states(repo).values()) == {"valid"}
    edit(repo, TASKS, "Create the table", "Create the tables")
    approved(repo, "TASKS-001")
    assert "status: done" in text(repo, TASKS)


def test_line_endings_and_a_byte_order_mark_are_kept(repo: Repository) -> None:
    windows = "\ufeff" + FILES[TASKS].replace("\n", "\r\n")
    repo.write(TASKS, windows)
    approved(repo)
    new = text(repo, TASKS)
    assert new.startswith("\ufeff---\r\nstatus: approved\r\n")
    assert new.count("\n") == new.count("\r\n")
    assert states(repo)["TASKS-001"] == "valid"


def test_a_document_without_front_matter_gets_one(repo: Repository) -> None:
    body = FILES[TASKS].partition("---\n# ")[2]
    repo.write(TASKS, f"# {body}")
    approved(repo)
    assert text(repo, TASKS).startswith("---\nstatus: approved\napprovals:\n")
    assert text(repo, TASKS).endswith(f"\n---\n\n# {body}")
    assert states(repo)["TASKS-001"] == "valid"


def test_what_is_on_record_is_not_written_again(repo: Repository) -> None:
    approved(repo)
    before = everything(repo)
    inode = (repo.root / SPEC).stat().st_ino
    ran = run(repo, "approve", *ALL, "--as", MARA)
    assert ran.code == 0
    assert f"SPEC-001 is approved by {MARA} as it is\n" in ran.out
    assert (everything(repo), (repo.root / SPEC).stat().st_ino) == (before, inode)


# Renew.


def older(repo: Repository, path: str = MISSION, by: str = MARA) -> str:
    """Put a record of version 1 into a document, as awos 0.1.0 wrote it."""
    (document,) = loaded({path: text(repo, path)}).project.documents
    record = (
        f"approvals:\n  - {{by: {by}, at: 2026-01-09, digest: {compute_digest(document, 'v1')}}}\n"
    )
    edit(repo, path, "in-review", "approved")
    edit(repo, path, "owners:", f"{record}owners:")
    return record


def test_an_older_record_stays_valid_and_is_marked(repo: Repository) -> None:
    older(repo)
    assert states(repo)["MISSION"] == "valid"
    assert f"  valid, bound, v1: {MARA} on 2026-01-09" in run(repo, "approvals", "MISSION").out
    ran = run(repo, "approve", "MISSION", "--as", MARA, "--yes")
    assert ran.out == f"MISSION is approved by {MARA} as it is\n"


def test_an_older_record_is_renewed_for_the_same_text(repo: Repository) -> None:
    record = older(repo)
    before = text(repo, MISSION)
    assert run(repo, "approve", "MISSION", "--renew", "--as", MARA, "--yes").code == 0
    new = text(repo, MISSION)
    assert "digest: sha256:v2:" in new
    assert "sha256:v1:" not in new
    start, end = new.index("approvals:"), new.index("owners:")
    assert new[:start] + new[end:] == before.replace(record, "")
    assert states(repo)["MISSION"] == "valid"
    ran = run(repo, "approve", "MISSION", "--renew", "--as", MARA, "--yes")
    assert ran.out == f"MISSION has no older record by {MARA}\n"


def test_nobody_renews_another_text_or_the_record_of_another(repo: Repository) -> None:
    older(repo)
    before = everything(repo)
    ran = run(repo, "approve", "MISSION", "--renew", "--as", "Eve <eve@example.org>", "--yes")
    assert ran.out == "MISSION has no older record by Eve <eve@example.org>\n"
    assert everything(repo) == before
    edit(repo, MISSION, "A shop.", "Two shops.")
    ran = run(repo, "approve", "MISSION", "--renew", "--as", MARA, "--yes")
    assert ran.code == 2
    assert "on 2026-01-09 is void, so it cannot be renewed; run `awos approve MISSION`" in ran.err


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ("``` \nrm x\n```", "\u1fef\u1fef\u1fef\nrm x\n\u1fef\u1fef\u1fef", "MISSION holds U+1FEF"),
        (
            "\u1fef\u1fef\u1fef\nrm x\n\u1fef\u1fef\u1fef",
            "```\nrm x\n```",
            "MISSION was changed in",
        ),
        ("Run true\u037e rm x", "Run true; rm x", "MISSION was changed in"),
        ("Run true; rm x", "Run true\u037e rm x", "MISSION holds U+037E"),
        ("5 K", "5 \u212a", "MISSION holds U+212A"),
        ("\u226f quoted", ">\u0338 quoted", "MISSION holds U+0338"),
        ("- [x] Yes\n- [ ] No", "- [ ] Yes\n- [x] No", "MISSION was changed in"),
    ],
)
def test_an_older_record_is_not_renewed_for_what_only_version_1_takes_for_the_same(
    repo: Repository, then: str, now: str, words: str
) -> None:
    edit(repo, MISSION, "A shop.", f"A shop.\n\n{then}")
    older(repo)
    repo.commit()
    edit(repo, MISSION, then, now)
    assert states(repo)["MISSION"] == "valid"
    before = everything(repo)
    for committed in (False, True):
        repo.commit() if committed else None
        ran = run(repo, "approve", "MISSION", "--renew", "--as", MARA, "--yes")
        assert (ran.code, everything(repo)) == (2, before)
        assert f"cannot be renewed: {words}" in ran.err
        assert ran.err.endswith("run `awos approve MISSION`\n")
    ran = run(repo, "approve", "MISSION", "--as", MARA, "--yes")
    assert "changed since the approval" in ran.out
    assert f"  +{now.splitlines()[0]}\n" in ran.out
    assert "sha256:v1:" not in text(repo, MISSION)


def test_an_older_record_is_renewed_when_the_history_shows_the_same_text(repo: Repository) -> None:
    edit(repo, MISSION, "A shop.", "A shop; 5 K of code in `src`.\n\n- [x] Yes")
    older(repo)
    repo.commit()
    assert run(repo, "approve", "MISSION", "--renew", "--as", MARA, "--yes").code == 0
    assert "sha256:v1:" not in text(repo, MISSION)


def test_an_older_record_of_a_text_that_no_commit_holds_is_not_renewed(repo: Repository) -> None:
    edit(repo, MISSION, "A shop.", "One shop.")
    older(repo)
    ran = run(repo, "approve", "MISSION", "--renew", "--as", MARA, "--yes")
    assert ran.code == 2
    assert "no commit here holds the text of MISSION that it is of" in ran.err
    ran = run(repo, "approve", "MISSION", "--as", MARA, "--yes")
    assert (ran.code, "\n  One shop.\n" in ran.out) == (0, True)


def nested(repo: Repository, above: str = "") -> None:
    """Put records of version 1 into the mission and the roadmap that rests on it."""
    older(repo)
    read = loaded({path: text(repo, path) for path in (MISSION, ROADMAP)}).project.documents
    mission, roadmap = (compute_digest(document, "v1") for document in read)
    edit(
        repo,
        ROADMAP,
        "status: draft",
        f"status: approved\napprovals:\n  - by: {MARA}\n    at: 2026-01-09\n"
        f"    digest: {roadmap}\n    upstream:\n      MISSION: {above or mission}\n"
        + (
            f"    acknowledged:\n      - {{upstream: MISSION, digest: {mission}, by: Jonas,"
            " at: 2026-01-10, reason: fine}\n"
            if above
            else ""
        ),
    )
    repo.commit()


def test_what_an_older_record_rests_on_must_be_the_same_too(repo: Repository) -> None:
    edit(repo, MISSION, "A shop.", "A shop\u037e a till.")
    nested(repo)
    edit(repo, MISSION, "A shop\u037e", "A shop;")
    assert states(repo) == {"MISSION": "valid", "ROADMAP": "valid"}
    ran = run(repo, "approve", "ROADMAP", "--renew", "--as", MARA, "--yes")
    assert (ran.code, "cannot be renewed: MISSION was changed in" in ran.err) == (2, True)
    edit(repo, MISSION, "A shop;", "A shop\u037e")
    ran = run(repo, "approve", "ROADMAP", "--renew", "--as", MARA, "--yes")
    assert (ran.code, "cannot be renewed: MISSION holds U+037E" in ran.err) == (2, True)


def test_renewing_makes_no_approval_of_somebody_s_acknowledgement(repo: Repository) -> None:
    nested(repo, above=f"sha256:v1:{'0' * 64}")
    assert states(repo)["ROADMAP"] == "valid"
    ran = run(repo, "approve", "ROADMAP", "--renew", "--as", MARA, "--yes")
    assert (ran.code, "renewed: MISSION says something else now" in ran.err) == (2, True)
    assert run(repo, "approve", "ROADMAP", "--as", MARA, "--yes").code == 0


def test_a_signature_is_one_of_the_seal(repo: Repository, tmp_path: Path) -> None:
    mine = key(tmp_path, "mara")
    run(repo, "approve", "MISSION", "--as", MARA, "--yes", "--key", str(mine))
    (record,) = yaml.load(text(repo, MISSION).split("---")[1], Loader=yaml.BaseLoader)["approvals"]
    trusted = make_verifier(signers(("x", mine, "")).encode(), str(repo.root))
    said = f"awos-seal@v1 MISSION {record['seal']}".encode()
    assert trusted.is_signed_by("x", "awos-seal@v1", armour_signature(record["signature"]), said)
    assert not trusted.is_signed_by(
        "x", "awos-approval@v1", armour_signature(record["signature"]), said
    )


def test_an_agent_approves_nothing(repo: Repository) -> None:
    before = everything(repo)
    for name in ("Claude <noreply@anthropic.com>", "renovate[bot]"):
        ran = run(repo, "approve", "MISSION", "--as", name, "--yes")
        assert (ran.code, "is an agent or a bot" in ran.err) == (2, True)
    assert everything(repo) == before


def test_a_second_approver_adds_a_record(repo: Repository) -> None:
    approved(repo)
    approved(repo, "MISSION", by="Jonas")
    listed = json.loads(run(repo, "approvals", "MISSION", "--format", "json").out)
    assert [entry["by"] for entry in listed["documents"][0]["approvals"]] == [MARA, "Jonas"]


def test_a_void_record_makes_room(repo: Repository) -> None:
    approved(repo)
    edit(repo, MISSION, "Cars.", "Cars and planes.")
    assert rules(repo) == {"approval-void": [MISSION], "approval-upstream-void": [ROADMAP]}
    approved(repo, "MISSION", by="Jonas")
    listed = json.loads(run(repo, "approvals", "MISSION", "--format", "json").out)
    assert [entry["by"] for entry in listed["documents"][0]["approvals"]] == ["Jonas"]
    assert rules(repo) == {"approval-suspect": [ROADMAP]}


# What changed since.


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("writes, nobody", "writes,\nnobody", "whitespace"),
        ("../mission.md", "../roadmap.md", "link"),
        ("nobody reads", "no person reads", "a few words"),
        ("A copy of the file is", "Two copies of both files on two disks are", "substance"),
        ("status: accepted", "status: accepted\nowners: [Mara]", "substance"),
    ],
)
def test_the_change_since_the_last_approval_is_shown(
    repo: Repository, old: str, new: str, words: str
) -> None:
    approved(repo)
    repo.commit()
    edit(repo, DECISION, old, new)
    ran = approved(repo, "ADR-0001")
    assert f"changed since the approval by {MARA}" in ran.out
    assert f": {words}\n" in ran.out
    assert f"  --- a/{DECISION}\n  +++ b/{DECISION}\n" in ran.out
    assert f"  +{new.splitlines()[-1]}" in ran.out or new.splitlines()[-1] in ran.out


def test_a_change_that_git_does_not_hold_is_not_guessed(repo: Repository) -> None:
    edit(repo, DECISION, "A copy", "Some copy")
    approved(repo)
    edit(repo, DECISION, "Some copy", "One copy")
    repo.commit()
    ran = approved(repo, "ADR-0001")
    assert "is not known: no commit here holds that text; it is now" in ran.out
    assert "\n  One copy of the file is a backup.\n" in ran.out


def test_the_approved_text_is_found_in_the_history(repo: Repository) -> None:
    edit(repo, DECISION, "A copy", "Some copy")
    approved(repo)
    repo.commit()
    for word in ("Some", "One"):
        edit(repo, DECISION, f"{word} copy", "One copy" if word == "Some" else "Each copy")
        repo.commit()
    ran = approved(repo, "ADR-0001")
    assert "  -Some copy of the file is a backup.\n  +Each copy" in ran.out


@pytest.mark.parametrize("edited", [True, False])
def test_the_text_of_a_revoked_approval_is_found_in_the_history(
    repo: Repository, edited: bool
) -> None:
    approved(repo)
    repo.commit()
    run(repo, "revoke", "ADR-0001")
    repo.commit()
    if edited:
        edit(repo, DECISION, "A copy", "Some copy")
    ran = approved(repo, "ADR-0001")
    today = datetime.date.today().isoformat()
    extent_ = "a few words" if edited else "nothing"
    said = f"  changed since the approval by {MARA} on {today}, which was taken back: {extent_}\n"
    assert said in ran.out
    assert ("  -A copy of the file is a backup.\n  +Some copy" in ran.out) == edited


def test_no_commit_and_no_repository_are_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    for root in (Repository.create(tmp_path / "unborn").root, tmp_path / "plain"):
        where = root / MISSION
        where.parent.mkdir(parents=True)
        where.write_text(FILES[MISSION])
        assert awos(root, "approve", "MISSION", "--as", MARA, "--yes").code == 0
        where.write_text(where.read_text().replace("Cars", "Trains"))
        ran = awos(root, "approve", "MISSION", "--as", MARA, "--yes")
        assert (ran.code, "is not known" in ran.out) == (0, True)


def test_a_change_of_wording_is_approved_as_such(repo: Repository) -> None:
    approved(repo)
    repo.commit()
    edit(repo, DECISION, "nobody reads", "nobody else reads")
    wording = ("approve", "ADR-0001", "--as", MARA, "--yes", "--editorial")
    assert run(repo, *wording).code == 2
    ran = run(repo, *wording, "--reason", "a word was missing")
    assert ran.code == 0
    assert "    editorial: a word was missing\n" in text(repo, DECISION)
    assert ", for the wording: a word was missing\n" in run(repo, "approvals", "ADR-0001").out


@pytest.mark.parametrize("commit", [True, False])
def test_more_than_wording_is_not(repo: Repository, commit: bool) -> None:
    """Neither when much changed, nor when nobody can tell how much."""
    approved(repo)
    if commit:
        repo.commit()
    edit(repo, DECISION, "A copy of the file", "No copy of any file on any disk at all")
    before = everything(repo)
    ran = run(
        repo, "approve", "ADR-0001", "--as", MARA, "--yes", "--editorial", "--reason", "a slip"
    )
    assert (ran.code, everything(repo)) == (2, before)
    assert "approve it without --editorial" in ran.err


def test_a_reason_is_kept(repo: Repository) -> None:
    assert (
        run(repo, "approve", "MISSION", "--as", MARA, "--yes", "--reason", "agreed: see #7 ").code
        == 0
    )
    assert '    reason: "agreed: see #7"\n' in text(repo, MISSION)


# Refusals.


def test_errors_refuse_all_of_them(repo: Repository) -> None:
    edit(repo, SPEC, "ADR-0001", "ADR-0009")
    before = everything(repo)
    ran = run(repo, "approve", *ALL, "--as", MARA, "--yes")
    assert (ran.code, everything(repo)) == (1, before)
    assert "error[reference-dangling]" in ran.out
    assert "nothing was approved: this would stand in MISSION, ROADMAP, ADR-0001" in ran.err


def test_what_refuses_is_shown_where_it_stands_in_the_file(repo: Repository) -> None:
    edit(repo, DECISION, "status: proposed", "status: proposed\nsupersedes: [ADR-0009]")
    edit(repo, DECISION, "../mission.md", "../vision.md")
    edit(repo, SPEC, "decisions: [ADR-0001]", "decisions: [ADR-0001, ADR-0008]")
    ran = run(repo, "approve", "ADR-0001", "SPEC-001", "MISSION", "--as", MARA, "--yes")
    for path, sought in ((DECISION, "ADR-0009"), (DECISION, "../vision.md"), (SPEC, "ADR-0008")):
        before, _, _ = text(repo, path).partition(sought)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        assert f"--> {path}:{line}:{column}\n" in ran.out
        assert f"{line} | {text(repo, path).splitlines()[line - 1]}\n" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("a\nb", "a\nb", [(1, True), (2, True)]),
        ("a\nb", "a\nx\ny\nb", [(1, True), (2, False), (2, False), (2, True)]),
        ("a\nb\nc", "a\nc", [(1, True), (3, True)]),
        ("a\nb\nc\nd", "x\nb\ny\nc\nd", [(1, False), (2, True), (3, False), (3, True), (4, True)]),
        ("a", "a\na", [(1, True), (2, False)]),
        ("a\r\nb", "x\r\na\r\nb", [(1, False), (1, True), (2, True)]),
    ],
)
def test_lines_before(old: str, new: str, found: list[tuple[int, bool]]) -> None:
    assert lines_before(Source(MISSION, old), new) == found


def test_an_open_question_refuses_whatever_its_severity(repo: Repository) -> None:
    repo.write("awos.toml", '[severity]\ndocument-open-question = "notice"\n')
    edit(repo, MISSION, "Cyclists.", "Cyclists. [NEEDS CLARIFICATION: and others?]")
    ran = run(repo, "approve", "MISSION", "--as", MARA, "--yes")
    assert (ran.code, text(repo, MISSION).count("approvals")) == (1, 0)
    assert "[document-open-question]" in ran.out


def test_an_empty_section_refuses_though_it_is_no_error(repo: Repository) -> None:
    edit(repo, MISSION, "Cyclists.", "<!-- Who? -->")
    ran = run(repo, "approve", "MISSION", "--as", MARA, "--yes")
    assert (ran.code, text(repo, MISSION).count("approvals")) == (1, 0)
    assert "warning[document-empty-section]: the section `For whom` of MISSION is empty" in ran.out


def test_a_decision_about_files_that_are_still_to_come_is_approved(repo: Repository) -> None:
    scope = 'applies_to: ["src/store/**"]\nclaims:\n'
    claims = '- no-dependency: sqlalchemy\n- text: from decimal import\n  in: "src/**"\n'
    edit(repo, DECISION, "status: proposed\n", f"status: proposed\n{scope}{claims}")
    check = ("check", "--format", "concise", "--select", "adr")
    assert run(repo, *check).code == 0
    assert run(repo, "approve", "ADR-0001", "--as", MARA, "--yes").code == 0
    ran = run(repo, *check)
    assert (ran.code, ran.out.count("\n")) == (1, 2)
    assert "warning[adr-scope-matches-nothing] `src/store/**` in `applies_to`" in ran.out
    edit(repo, SPEC, "status: draft\n", "status: draft\ntouches: [src/store/books.py]\n")
    assert run(repo, *check).code == 0


def test_what_rests_on_a_draft_is_refused(repo: Repository) -> None:
    ran = run(repo, "approve", "TASKS-001", "--as", MARA, "--yes")
    assert ran.code == 1
    assert "error[order-tasks-before-spec]" in ran.out


def test_what_rests_on_a_void_approval_is_refused(repo: Repository) -> None:
    approved(repo, "MISSION")
    edit(repo, MISSION, "Cars.", "Cars and planes.")
    ran = run(repo, "approve", "ROADMAP", "--as", MARA, "--yes")
    assert ran.code == 1
    assert "error[approval-upstream-void]" in ran.out


def test_an_accepted_finding_is_no_obstacle(repo: Repository) -> None:
    edit(repo, MISSION, "## Non-goals\n\n- Cars.\n", "")
    refused = run(repo, "approve", "MISSION", "--as", MARA, "--yes")
    repo.write("awos.toml", 'ignore = ["document-missing-section"]\n')
    assert (refused.code, "document-missing-section" in refused.out) == (1, True)
    approved(repo, "MISSION")


@pytest.mark.parametrize(
    ("path", "old", "new", "id_", "words"),
    [
        (MISSION, "in-review", "aproved", "MISSION", "has the status aproved, which is none of"),
        (DECISION, "proposed", "rejected", "ADR-0001", "ADR-0001 is rejected"),
        (DECISION, "proposed", "superseded", "ADR-0001", "what is over is not approved"),
        (MISSION, "owners: [Mara]", "owners: [Mara", "MISSION", "could not be read whole"),
        (ROADMAP, "status: draft", "status: [", "SPEC-001", "rests on F-01, which could not"),
        (SPEC, "feature: F-01", "feature: F-01", "F-01", "F-01 is a part of ROADMAP"),
        (SPEC, "feature: F-01", "feature: F-01", "SPEC-1", "did you mean SPEC-001?"),
        (TASKS, "status: draft", "id: SPEC-001", "SPEC-001", "several documents have the id"),
        (MISSION, "status: in-review", "{id: MISSION}", "MISSION", "could not be read"),
    ],
)
def test_what_cannot_be_approved_is_refused_with_a_sentence(
    repo: Repository, path: str, old: str, new: str, id_: str, words: str
) -> None:
    edit(repo, path, old, new)
    before = everything(repo)
    ran = run(repo, "approve", id_, "--as", MARA, "--yes")
    assert (ran.code, everything(repo)) == (2, before)
    assert words in ran.err


def test_a_path_names_a_document(repo: Repository) -> None:
    approved(repo, MISSION)
    inside = awos(repo.root / "context", "approve", "roadmap.md", "--as", MARA, "--yes")
    assert inside.code == 0
    assert states(repo) == {"MISSION": "valid", "ROADMAP": "valid"}


# Who, and whether somebody can be asked.


def test_the_name_is_that_of_git(repo: Repository) -> None:
    ran = run(repo, "approve", "MISSION", "--yes")
    assert (ran.code, "--as NAME, or set user.name" in ran.err) == (2, True)
    repo.git("config", "user.name", "Zoë Müller ")
    repo.git("config", "user.email", "zoe@example.com")
    assert opened(repo.root).read_identity() == Person("Zoë Müller ", "zoe@example.com")
    assert run(repo, "approve", "MISSION", "--yes").code == 0
    assert "  - by: Zoë Müller <zoe@example.com>\n" in text(repo, MISSION)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\u202eb", "\x1b[31m", "x" * 201])
def test_a_name_is_one_line_of_visible_text(repo: Repository, name: str) -> None:
    ran = run(repo, "approve", "MISSION", "--as", name, "--yes")
    assert (ran.code, "--as must be one line" in ran.err) == (2, True)
    assert text(repo, MISSION) == FILES[MISSION]


def test_a_name_that_yaml_gives_a_meaning_is_quoted(repo: Repository) -> None:
    approved(repo, "MISSION", by="no: #1 [x]")
    assert '  - by: "no: #1 [x]"\n' in text(repo, MISSION)
    assert states(repo)["MISSION"] == "valid"


@pytest.mark.parametrize("stdin", ["</dev/null", "<&-", "< <(yes)"])
def test_nobody_is_asked_without_a_terminal(repo: Repository, stdin: str) -> None:
    def shell(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", f"{PROGRAM} approve MISSION --as M {command}"],
            cwd=repo.root,
            capture_output=True,
            text=True,
            check=False,
        )

    refused = shell(stdin)
    assert (refused.returncode, text(repo, MISSION)) == (2, FILES[MISSION])
    assert "there is no terminal: pass --yes" in refused.stderr
    assert shell(f"--yes {stdin}").returncode == 0
    assert states(repo)["MISSION"] == "valid"


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_a_person_is_asked(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    class Terminal:
        closed = False

        def isatty(self) -> bool:
            return True

    asked: list[str] = []

    def confirm(question: str, **_: object) -> bool:
        asked.append(question)
        return answer == "y\n"

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(click, "confirm", confirm)
    assert run(repo, "approve", "MISSION", "--as", MARA).code == code
    assert asked == [f"Approve MISSION as {MARA}?"]
    assert (text(repo, MISSION) == FILES[MISSION]) == bool(code)


# All or nothing.


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(repo: Repository) -> None:
    (repo.root / ROADMAP).chmod(0o444)
    before = everything(repo)
    ran = run(repo, "approve", "MISSION", "ROADMAP", "ADR-0001", "--as", MARA, "--yes")
    assert (ran.code, everything(repo)) == (2, before)
    assert "read-only" in ran.err


def test_a_change_that_cannot_be_taken_back_is_said(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Place.rewrite_document
    calls = []

    def failing(place: Place, source: object, text: str) -> None:
        calls.append(text)
        if len(calls) > 1:
            raise WriteError(f"call {len(calls)} failed")
        write(place, source, text)  # type: ignore[arg-type]

    monkeypatch.setattr(Place, "rewrite_document", failing)
    ran = run(repo, "approve", "MISSION", "ROADMAP", "--as", MARA, "--yes")
    assert ran.code == 2
    assert "call 2 failed\n" in ran.err
    assert f"{MISSION} stays changed: call 3 failed" in ran.err


# Revoke.


def test_revoking_is_approving_backwards(repo: Repository) -> None:
    edit(repo, MISSION, "owners: [Mara]", "owners: [Mara]\n# the end")
    before = everything(repo)
    approved(repo)
    ran = run(repo, "revoke", *ALL)
    assert ran.code == 0
    assert "ADR-0001 has no approval any more and is proposed\n" in ran.out
    for path in (ROADMAP, SPEC, TASKS):
        edit(repo, path, "status: in-review", "status: draft")
    assert everything(repo) == before
    again = run(repo, "revoke", "ADR-0001")
    assert (again.code, again.out) == (0, "ADR-0001 had no approval\n")


def test_revoking_takes_every_record(repo: Repository) -> None:
    approved(repo, "MISSION")
    approved(repo, "MISSION", by="Jonas")
    edit(repo, MISSION, "by: Jonas", "bye: Jonas")
    assert run(repo, "revoke", "MISSION").code == 0
    assert "approvals" not in text(repo, MISSION)


def test_what_is_over_stays_over(repo: Repository) -> None:
    approved(repo, "ADR-0001")
    edit(repo, DECISION, "status: accepted", "status: deprecated")
    assert run(repo, "revoke", "ADR-0001").code == 0
    assert "status: deprecated" in text(repo, DECISION)


# Acknowledge.


def changed(repo: Repository) -> None:
    """Approve everything, then the mission and the decision with another text."""
    approved(repo)
    edit(repo, MISSION, "Cars.", "Trains.")
    edit(repo, DECISION, "One person", "One clerk")
    approved(repo, "MISSION", "ADR-0001")


def ack(repo: Repository, id_: str, *upstream: str, reason: str = "still right") -> Ran:
    named = (part for above in upstream for part in ("--upstream", above))
    return run(repo, "ack", id_, *named, "--reason", reason, "--as", "Jonas")


def test_a_change_above_is_acknowledged(repo: Repository) -> None:
    changed(repo)
    assert rules(repo) == {"approval-suspect": [ROADMAP, SPEC]}
    ran = ack(repo, "SPEC-001", "ADR-0001", reason="a clerk is a person")
    assert (ran.code, ran.out) == (0, "Jonas acknowledged ADR-0001 for SPEC-001\n")
    assert rules(repo) == {"approval-suspect": [ROADMAP]}
    listed = run(repo, "approvals", "SPEC-001").out
    today = datetime.date.today().isoformat()
    assert "    rests on: ROADMAP\n    changed since: ADR-0001, acknowledged by Jonas" in listed
    assert f" on {today}: a clerk is a person\n" in listed
    again = ack(repo, "SPEC-001", "ADR-0001")
    assert again.out == "there is nothing to acknowledge in ADR-0001 for SPEC-001\n"
    assert run(repo, "check").code == 0 or rules(repo) == {"approval-suspect": [ROADMAP]}


def test_the_next_change_needs_the_next_acknowledgement(repo: Repository) -> None:
    changed(repo)
    ack(repo, "SPEC-001", "ADR-0001")
    edit(repo, DECISION, "One clerk", "One officer")
    approved(repo, "ADR-0001")
    assert rules(repo)["approval-suspect"] == [ROADMAP, SPEC]
    assert ack(repo, "SPEC-001", "ADR-0001").code == 0
    assert rules(repo)["approval-suspect"] == [ROADMAP]
    front = text(repo, SPEC).split("---")[1]
    written = yaml.load(front, Loader=yaml.BaseLoader)["acknowledgements"]
    assert [list(entry["upstream"]) for entry in written] == [["ADR-0001"], ["ADR-0001"]]


def test_a_new_approval_needs_no_acknowledgement(repo: Repository) -> None:
    changed(repo)
    approved(repo, "ROADMAP", "SPEC-001")
    assert rules(repo) == {}


def test_an_acknowledgement_changes_no_other_byte_and_is_sealed(repo: Repository) -> None:
    changed(repo)
    before = text(repo, SPEC)
    ack(repo, "SPEC-001", "ADR-0001")
    new = text(repo, SPEC)
    start = new.index("acknowledgements:")
    assert new[:start] + new[new.index("---\n", start) :] == before
    assert SPEC not in rules(repo)["approval-suspect"]
    edit(repo, SPEC, "reason: still right", "reason: whatever comes")
    assert SPEC in rules(repo)["approval-suspect"]
    assert rules(repo)["approval-void"] == [SPEC]


def test_an_acknowledgement_is_of_one_text(repo: Repository) -> None:
    changed(repo)
    ack(repo, "SPEC-001", "ADR-0001")
    front = text(repo, SPEC).split("---")[1]
    (entry,) = yaml.load(front, Loader=yaml.BaseLoader)["acknowledgements"]
    edit(repo, SPEC, entry["seal"], compute_seal("approval", entry))
    assert SPEC in rules(repo)["approval-suspect"]


def test_an_agent_acknowledges_nothing(repo: Repository) -> None:
    changed(repo)
    before = everything(repo)
    named = ("ack", "SPEC-001", "--upstream", "ADR-0001", "--reason", "x", "--as", "Claude")
    ran = run(repo, *named)
    assert (ran.code, "is an agent or a bot" in ran.err) == (2, True)
    assert everything(repo) == before
    repo.write("awos.toml", '[approvals]\nagents = ["nobody"]\n')
    assert run(repo, *named).code == 0
    (repo.root / "awos.toml").unlink()
    assert SPEC in rules(repo)["approval-by-agent"]


def policed(repo: Repository, policy: str) -> None:
    """Approve a spec and change the decision above it, by a policy for specs; Ada wrote all."""
    approved(repo)
    edit(repo, DECISION, "One person", "One clerk")
    approved(repo, "ADR-0001")
    repo.write("awos.toml", f"[approvals.kinds.spec]\n{policy}")
    repo.git("config", "user.name", "Ada")
    repo.git("config", "user.email", "ada@example.org")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "All of it", "--author", "Ada <ada@example.org>")


def acked(repo: Repository, by: str) -> Ran:
    named = ("--upstream", "ADR-0001", "--reason", "still right")
    return run(repo, "ack", "SPEC-001", *named, "--as", by)


LISTS = {
    "by": ('by = ["jonas@example.org"]', {}),
    "roster": ('roster = "ROSTER"', {"ROSTER": "jonas@example.org\n"}),
    "owners": ("codeowners = true", {".github/CODEOWNERS": "* jonas@example.org\n"}),
}


@pytest.mark.parametrize(("policy", "files"), LISTS.values(), ids=LISTS)
def test_who_may_not_approve_may_not_acknowledge(
    repo: Repository, policy: str, files: dict[str, str]
) -> None:
    for path, lines in files.items():
        repo.write(path, lines)
    policed(repo, f"{policy}\n")
    before = everything(repo)
    for command in (acked, lambda repo, by: run(repo, "approve", "SPEC-001", "--as", by, "--yes")):
        ran = command(repo, "Eve <eve@example.org>")
        assert (ran.code, everything(repo)) == (2, before)
        assert "Eve <eve@example.org> may not a" in ran.err
        assert "does not name them" in ran.err
    assert acked(repo, "Jonas <jonas@example.org>").code == 0


def test_who_wrote_the_text_may_not_acknowledge_where_the_policy_minds(repo: Repository) -> None:
    policed(repo, "independent = true\n")
    before = everything(repo)
    for command in (acked, lambda repo, by: run(repo, "approve", "SPEC-001", "--as", by, "--yes")):
        ran = command(repo, "Ada <ada@example.org>")
        assert (ran.code, everything(repo)) == (2, before)
        assert "they wrote or committed a part of it" in ran.err
    assert acked(repo, "Jonas <jonas@example.org>").code == 0


def test_a_signed_acknowledgement_is_one_of_its_seal(repo: Repository, tmp_path: Path) -> None:
    mine = key(tmp_path, "jonas")
    changed(repo)
    named = ("--upstream", "ADR-0001", "--reason", "x", "--as", "Jonas", "--key", str(mine))
    assert run(repo, "ack", "SPEC-001", *named).code == 0
    front = yaml.load(text(repo, SPEC).split("---")[1], Loader=yaml.BaseLoader)
    (entry,) = front["acknowledgements"]
    trusted = make_verifier(signers(("x", mine, "")).encode(), str(repo.root))
    said = f"awos-seal@v1 SPEC-001 {entry['seal']}".encode()
    assert trusted.is_signed_by("x", "awos-seal@v1", armour_signature(entry["signature"]), said)
    assert SPEC not in rules(repo)["approval-suspect"]


def test_several_are_acknowledged_at_once(repo: Repository) -> None:
    changed(repo)
    edit(repo, ROADMAP, "- [ ] **F-01** Cart\n", "- [ ] **F-02** Till\n- [ ] **F-01** Cart\n")
    approved(repo, "ROADMAP")
    assert ack(repo, "SPEC-001", "ADR-0001", "ROADMAP").code == 0
    assert rules(repo) == {}


@pytest.mark.parametrize(
    ("id_", "above", "words"),
    [
        ("SPEC-001", "MISSION", "SPEC-001 does not rest on MISSION"),
        ("SPEC-001", "SPEC-001", "does not rest on"),
        ("TASKS-001", "SPEC-001", "SPEC-001 is not approved as it is now; approve it first"),
        ("SPEC-001", "ADR-0001", "SPEC-001 has no approval that holds"),
        ("ROADMAP", "MISSIN", "did you mean MISSION?"),
    ],
)
def test_what_cannot_be_acknowledged(repo: Repository, id_: str, above: str, words: str) -> None:
    changed(repo)
    if words != "SPEC-001 does not rest on MISSION" and "does not" not in words:
        edit(repo, SPEC, "Paying.", "Paying in cash.")
    before = everything(repo)
    ran = ack(repo, id_, above)
    assert (ran.code, everything(repo)) == (2, before)
    assert words in ran.err


# List.


def test_approvals_are_listed(repo: Repository) -> None:
    approved(repo)
    edit(repo, SPEC, "Paying.", "Paying in cash.")
    listed = run(repo, "approvals", "SPEC-001", "MISSION", "TASKS-001").out
    today = datetime.date.today().isoformat()
    assert listed == (
        f"SPEC-001 is approved ({SPEC})\n  void: {MARA} on {today}\n"
        f"MISSION is approved ({MISSION})\n  valid, bound: {MARA} on {today}\n"
        "    not recorded: no commit holds it yet\n"
        f"TASKS-001 is approved ({TASKS})\n  suspect, bound: {MARA} on {today}\n"
        "    changed since: SPEC-001\n"
        "    not recorded: no commit holds it yet\n"
    )


def test_approvals_of_a_commit_are_listed(repo: Repository) -> None:
    approved(repo)
    assert run(repo, "approvals", "--at", "HEAD").out == ""
    assert run(repo, "approvals", "--at", "HEAD", "NOBODY").code == 2


def test_a_missing_record_is_listed(repo: Repository) -> None:
    edit(repo, MISSION, "in-review", "approved")
    assert "MISSION is approved" in run(repo, "approvals").out
    assert "  no approval is on record\n" in run(repo, "approvals").out
    assert states(repo) == {"MISSION": None}


# Check.


def test_check_never_writes(repo: Repository) -> None:
    changed(repo)
    edit(repo, SPEC, "Paying.", "Paying in cash.")
    before = everything(repo)
    run(repo, "check")
    run(repo, "check", "--fix")
    assert everything(repo) == before


def test_a_digest_of_an_unknown_version_is_exit_3(repo: Repository) -> None:
    approved(repo, "MISSION")
    edit(repo, MISSION, "sha256:v2:", "sha256:v7:")
    ran = run(repo, "check")
    assert (ran.code, states(repo)["MISSION"]) == (3, "unknown")
    assert "digest version v7 is not known; a newer awos is needed" in ran.err
    listed = run(repo, "approvals", "MISSION").out
    assert "  unknown, declared: " in listed
    assert run(repo, "approve", "MISSION", "--as", "Jonas", "--yes").code == 0
    assert run(repo, "check").code == 0


# Promises.

WORDS = st.sampled_from(["alpha", "beta", "gamma", "no", "not"])


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12), st.integers(0, 6))
def test_few_words_is_an_edit_distance(old: list[str], new: list[str], most: int) -> None:
    row = list(range(len(new) + 1))
    for line, word in enumerate(old, 1):
        following = [line]
        for at, other in enumerate(new, 1):
            replaced = row[at - 1] + (word != other)
            following.append(min(row[at] + 1, following[-1] + 1, replaced))
        row = following
    assert few_words(old, new, most) == (row[-1] <= most)


@given(st.lists(WORDS, min_size=1, max_size=30), st.sampled_from([" ", "\n", "  \t"]))
def test_the_extent_grows_with_the_change(words: list[str], gap: str) -> None:
    def read(body: str, link: str = "b.md") -> Document:
        tree = MemoryTree({MISSION: f"# T\n\n{body} [a]({link})\n"})
        return load_project(tree, find_settings(tree)).project.documents[0]

    old = read(" ".join(words))
    assert measure_extent(old, old) is Extent.NOTHING
    assert measure_extent(old, read(" ".join(words), "c.md")) is Extent.LINK
    assert measure_extent(old, read(gap.join(words))) in (Extent.NOTHING, Extent.WHITESPACE)
    assert measure_extent(old, read(" ".join([*words, "delta"]))) is Extent.WORDS
    assert measure_extent(old, read(" ".join([*words, *["delta"] * 7]))) is Extent.SUBSTANCE


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A mission with or without front matter, status and earlier records."""
    status = draw(st.sampled_from(["", "status: draft\n", "status: 'in-review' # c\n"]))
    record = "{by: A, at: 2026-01-01, digest: sha256:v2:" + "0" * 64 + "}"
    records_ = draw(
        st.sampled_from(
            [
                "",
                "approvals: []\n",
                f"approvals: [{record}]\n",
                f"approvals:\n- {record}\n# c\n",
                f"approvals:\n    -   {record}\n",
            ]
        )
    )
    more = draw(st.sampled_from(["", "owners: [a]\n", "x-a: |\n  text\n", "# c\n\n"]))
    body = draw(st.text(st.sampled_from("ab \n#-[]x*é\u0301"), max_size=30))
    front = "".join(draw(st.permutations([status, records_, more])))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    whole = f"---\n{front}---\n{body}" if draw(st.booleans()) else f"# T\n{body}"
    return whole.replace("\n", end)


@given(documents(), st.text(min_size=1, max_size=12).filter(str.isprintable))
def test_what_is_approved_reads_as_approved_and_can_be_taken_back(text: str, name: str) -> None:
    tree = MemoryTree({MISSION: text})
    loaded = load_project(tree, find_settings(tree))
    word = Word(name, "2026-02-02")
    chosen = loaded.project.documents
    (proposal,) = propose_changes(loaded, chosen, lambda a, d: approve_document(a, d, word))
    after = load_project(OverlayTree(tree, {MISSION: proposal.text}), loaded.settings)
    (document,) = after.project.documents
    judged = Approvals(after.project)
    assert document.status == "approved"
    assert [(j.record.by, j.state) for j in judged.judge_records(document)] == [(name, State.VALID)]
    assert proposal.text.endswith(text[chosen[0].front.end if chosen[0].front else 0 :])
    (back,) = propose_changes(after, after.project.documents, revoke_approvals)
    (before,) = load_project(MemoryTree({MISSION: back.text}), after.settings).project.documents
    assert before.status == "in-review"
    assert not before.fields.get("approvals")
    assert approve_document(judged, document, word) == ()


def test_nothing_is_approved_where_a_document_cannot_be_read_again(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real, count = text(repo, SPEC), Reader.read, 0

    def read(self: Reader, path: str, limit: int) -> bytes | Unread:
        nonlocal count
        count += path == ROADMAP
        if path == ROADMAP and count == 2:
            return Unread("it cannot be read: input/output error", failed=True)
        return real(self, path, limit)

    monkeypatch.setattr(Reader, "read", read)
    ran = run(repo, "approve", "ADR-0001", "SPEC-001", "--as", MARA, "--yes")
    assert (ran.code, text(repo, SPEC)) == (3, before)
    assert f"nothing was changed: {ROADMAP}: it cannot be read" in ran.err
