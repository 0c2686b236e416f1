"""``awos adr`` and the dates of reviews, with real files and repositories."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.digest import compute_digest
from awos_lint.decisions.summary import write_page
from awos_lint.files import WriteError, write_new
from awos_lint.git import Git, GitError
from awos_lint.layouts.native.templates import make_slug
from tests.support.command import awos, installed, lay
from tests.support.repositories import Repository, isolate
from tests.support.worlds import loaded


def today() -> str:
    """The day now: the tests may run over midnight."""
    return datetime.date.today().isoformat()


HOME = "context/decisions"
BODY = "\n## Context\n\nWhy.\n\n## Decision\n\nWhat.\n\n## Consequences\n\nSo.\n"


def decision(title: str, *front: str, status: str = "accepted", body: str = BODY) -> str:
    lines = "".join(f"{line}\n" for line in front)
    return f"---\nstatus: {status}\n{lines}---\n\n# {title}\n{body}"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    made.write(f"{HOME}/0001-files.md", decision("Use files"))
    made.commit()
    return made


def text(repo: Repository, name: str) -> str:
    return (repo.root / HOME / name).read_bytes().decode()


# A new decision.


def test_a_new_decision_has_the_next_number_and_what_a_decision_needs(repo: Repository) -> None:
    ran = awos(repo.root, "adr", "new", "Use  SQLite,\u00a0not files".replace("\u00a0", " "))
    path = f"{HOME}/0002-use-sqlite-not-files.md"
    assert (ran.code, ran.out) == (0, f"ADR-0002 begun in {path}\n")
    written = text(repo, "0002-use-sqlite-not-files.md")
    assert written.startswith(f"---\nid: ADR-0002\nstatus: proposed\ncreated: {today()}\n---\n")
    assert "\n# Use SQLite, not files\n\n## Context\n\n<!-- " in written
    report = awos(repo.root, "check", "--format", "concise", path)
    assert report.code == 0
    assert set(re.findall(r"(\w+)\[([\w-]+)\]", report.out)) == {
        ("notice", "document-empty-section")
    }


def test_numbers_on_other_branches_are_taken(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "side")
    repo.write(f"{HOME}/0007-side.md", decision("Side"))
    repo.commit()
    repo.git("switch", "-q", "main")
    repo.git("update-ref", "refs/remotes/origin/far", "side")
    repo.git("branch", "-q", "-D", "side")
    assert awos(repo.root, "adr", "new", "Next").out == f"ADR-0008 begun in {HOME}/0008-next.md\n"


def test_a_number_in_an_id_alone_and_one_that_is_not_committed_are_taken(repo: Repository) -> None:
    repo.write(f"{HOME}/0004-broken.md", "---\nstatus: [\n---\n")
    assert "ADR-0005" in awos(repo.root, "adr", "new", "Next").out
    assert "ADR-0006" in awos(repo.root, "adr", "new", "Next").out
    repo.write("context/other.md", "---\nkind: adr\nid: ADR-0042\n---\n# Other\n")
    assert "ADR-0043" in awos(repo.root, "adr", "new", "Next").out


def test_the_first_decision_needs_no_repository_and_no_folder(tmp_path: Path) -> None:
    lay(tmp_path, {"awos.toml": 'documents = "docs"\n'})
    ran = awos(tmp_path, "adr", "new", "Über", "--status", "accepted")
    assert ran.out == "ADR-0001 begun in docs/decisions/0001-über.md\n"
    assert "status: accepted" in (tmp_path / "docs/decisions/0001-über.md").read_text("utf-8")


def test_what_cannot_be_known_of_other_branches_is_said(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> list[str]:
        raise GitError("an object is missing")

    monkeypatch.setattr(Git, "list_tips", lost)
    ran = awos(repo.root, "adr", "new", "Next")
    assert (ran.code, "ADR-0002" in ran.out) == (0, True)
    assert "numbers on other branches may be taken as well: an object is missing" in ran.err


@pytest.mark.parametrize("title", ["", " ", "two\nlines", "\u202ehidden", "x" * 201])
def test_a_title_is_one_visible_line(repo: Repository, title: str) -> None:
    ran = awos(repo.root, "adr", "new", title)
    assert ran.code == 2
    assert os.listdir(repo.root / HOME) == ["0001-files.md"]


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    lay(tmp_path, {"a/b.md": "old"})
    with pytest.raises(WriteError, match="it exists already"):
        write_new(str(tmp_path), "a/b.md", b"new")
    with pytest.raises(WriteError, match="not a path inside the repository"):
        write_new(str(tmp_path), "../b.md", b"new")
    with pytest.raises(WriteError):
        write_new(str(tmp_path), "a/b.md/c.md", b"new")
    (tmp_path / "link").symlink_to("a")
    with pytest.raises(WriteError, match="symbolic link"):
        write_new(str(tmp_path), "link/c/d.md", b"new")
    assert sorted(os.listdir(tmp_path / "a")) == ["b.md"]
    write_new(str(tmp_path), "x/y/z.md", b"new")
    assert (tmp_path / "x/y/z.md").read_bytes() == b"new"


@given(st.text())
def test_a_slug_is_a_part_of_a_file_name(title: str) -> None:
    made = make_slug(title, "decision")
    assert 0 < len(made) <= 60
    assert re.fullmatch(r"[^\W_]+(?:-[^\W_]+)*", made)


# One in the place of another.


def test_both_sides_are_written_and_nothing_else(repo: Repository) -> None:
    repo.write(
        f"{HOME}/0001-files.md", decision("Use files", "owners: [a]  # us").replace("\n", "\r\n")
    )
    repo.write(f"{HOME}/0002-sqlite.md", decision("Use SQLite", "supersedes: [ADR-0009]"))
    repo.write(
        "context/specs/001-x/spec.md", "---\nstatus: draft\ndecisions: [ADR-0001]\n---\n# X\n"
    )
    ran = awos(repo.root, "adr", "supersede", "ADR-0001", "ADR-0002")
    assert ran.out.splitlines() == [
        "ADR-0002 stands in the place of ADR-0001, which is superseded",
        "SPEC-001 still rests on ADR-0001",
    ]
    old = decision(
        "Use files", "owners: [a]  # us", "superseded_by: [ADR-0002]", status="superseded"
    )
    assert text(repo, "0001-files.md") == old.replace("\n", "\r\n")
    new = decision("Use SQLite", "supersedes: [ADR-0009, ADR-0001]")
    assert text(repo, "0002-sqlite.md") == new
    again = awos(repo.root, "adr", "supersede", "ADR-0001", f"{HOME}/0002-sqlite.md")
    assert (again.code, again.out) == (0, "ADR-0002 stands in the place of ADR-0001 already\n")
    assert text(repo, "0002-sqlite.md") == new


def test_a_proposal_replaces_nothing_yet_and_the_state_between_is_clean(repo: Repository) -> None:
    repo.write(f"{HOME}/0002-sqlite.md", decision("Use SQLite", status="proposed"))
    ran = awos(repo.root, "adr", "supersede", "ADR-0001", "ADR-0002")
    assert "ADR-0001 stays accepted until ADR-0002 is accepted" in ran.out
    assert "status: accepted\nsuperseded_by: [ADR-0002]\n" in text(repo, "0001-files.md")
    assert awos(repo.root, "check", "--select", "adr,reference").code == 0
    accepted = text(repo, "0002-sqlite.md").replace("proposed", "accepted")
    repo.write(f"{HOME}/0002-sqlite.md", accepted)
    assert awos(repo.root, "adr", "supersede", "ADR-0001", "ADR-0002").code == 0
    assert "status: superseded" in text(repo, "0001-files.md")
    assert text(repo, "0002-sqlite.md") == accepted
    assert awos(repo.root, "check", "--select", "adr,reference").code == 0


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("ADR-0001", "ADR-0001", "ADR-0001 cannot stand in its own place"),
        ("ADR-0001", "SPEC-001", "SPEC-001 is no decision, but of the kind spec"),
        ("ADR-0001", "ADR-0009", "no document has the id ADR-0009"),
        ("ADR-0002", "ADR-0001", "ADR-0002 is proposed and was never in force"),
        ("ADR-0001", "ADR-0003", "ADR-0003 is rejected; name a decision that is in force"),
        ("ADR-0005", "ADR-0004", "ADR-0005 stands in the place of ADR-0004, not the other way"),
        ("ADR-0001", "ADR-0006", "ADR-0006 could not be read whole"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(
    repo: Repository, old: str, new: str, why: str
) -> None:
    repo.write(f"{HOME}/0002-b.md", decision("B", status="proposed"))
    repo.write(f"{HOME}/0003-c.md", decision("C", status="rejected"))
    repo.write(f"{HOME}/0004-d.md", decision("D", "superseded_by: [ADR-0007]"))
    repo.write(f"{HOME}/0005-e.md", decision("E"))
    repo.write(f"{HOME}/0006-f.md", "---\nstatus: [\n---\n")
    repo.write(f"{HOME}/0007-g.md", decision("G", "superseded_by: [ADR-0005, ADR-0004]"))
    repo.write("context/specs/001-x/spec.md", "---\nstatus: draft\n---\n# X\n")
    repo.commit()
    ran = awos(repo.root, "adr", "supersede", old, new)
    assert ran.code == 2
    assert why in ran.err
    assert repo.git("status", "--porcelain") == ""


def test_when_one_file_cannot_be_written_none_is(repo: Repository) -> None:
    where = repo.write(f"{HOME}/0002-sqlite.md", decision("Use SQLite"))
    repo.commit()
    where.chmod(0o444)
    ran = awos(repo.root, "adr", "supersede", "ADR-0001", "ADR-0002")
    assert ran.code == 2
    assert "0002-sqlite.md was not changed: it is read-only" in ran.err
    where.chmod(0o644)
    assert repo.git("status", "--porcelain") == ""


def test_an_approval_of_the_text_before_is_named(repo: Repository) -> None:
    repo.write(f"{HOME}/0002-sqlite.md", decision("Use SQLite", status="proposed"))
    awos(repo.root, "approve", "ADR-0002", "--as", "Mara", "--yes")
    ran = awos(repo.root, "adr", "supersede", "ADR-0001", "ADR-0002")
    assert "the approval of ADR-0002 is of the text before: run `awos approve ADR-0002`" in ran.out
    assert "approval-void" in awos(repo.root, "check").out


# A review.

ANCHORED = decision(
    "Use SQLite",
    "anchors:",
    "  - path: store.py  # the one",
    "    start: def save",
    "    end: return",
    "review_by: 2026-01-01",
    "claims: [{no-text: mongo, in: store.py}]",
)
STORE = "def save(row):\n    return row\n"


def test_a_review_writes_the_day_and_the_anchors_and_keeps_the_approval(repo: Repository) -> None:
    repo.write(f"{HOME}/0001-files.md", ANCHORED)
    repo.write("store.py", STORE)
    before = compute_digest(loaded({f"{HOME}/0001-files.md": ANCHORED}).project.documents[0])
    ran = awos(repo.root, "adr", "review", "ADR-0001", "--next", "9999-01-01")
    expected = f"ADR-0001 was reviewed on {today()}; 1 anchor recorded; to be reviewed again by"
    assert ran.out == f"{expected} 9999-01-01\n"
    written = text(repo, "0001-files.md")
    assert f"reviewed: {today()}\n" in written
    assert "review_by: 9999-01-01\n" in written
    assert re.search(r"\n    end: return\n    digest: sha256:v1:[0-9a-f]{64}\n", written)
    assert compute_digest(loaded({f"{HOME}/0001-files.md": written}).project.documents[0]) == before
    assert awos(repo.root, "check", "--select", "adr").out == "No findings in 1 document.\n"
    assert (
        awos(repo.root, "adr", "review", "ADR-0001").out == "ADR-0001 was reviewed today already\n"
    )

    repo.write("store.py", STORE.replace("row\n", "None\n"))
    assert "adr-anchor-changed" in awos(repo.root, "check").out
    assert "1 anchor recorded" in awos(repo.root, "adr", "review", "ADR-0001").out
    assert awos(repo.root, "check", "--select", "adr").code == 0


def test_a_claim_about_what_is_still_to_come_is_no_obstacle_to_a_review(repo: Repository) -> None:
    repo.write(
        f"{HOME}/0001-files.md", ANCHORED.replace("---\n", "---\nclaims: [{path: a.py}]\n", 1)
    )
    repo.write("store.py", STORE)
    assert awos(repo.root, "adr", "review", "ADR-0001").code == 2
    repo.write("context/specs/001-a/spec.md", "---\nstatus: approved\ntouches: [a.py]\n---\n# A\n")
    assert awos(repo.root, "adr", "review", "ADR-0001").code == 0


@pytest.mark.parametrize(
    ("front", "store", "why"),
    [
        (
            "claims: [{text: mongo, in: store.py}]",
            STORE,
            "claims `text: mongo`, which does not hold",
        ),
        ("anchors: [{path: store.py, start: gone}]", STORE, "its start, `gone`, is not there"),
        ("anchors: [{path: store.py, end: gone}]", STORE, "its end, `gone`, is not there"),
        ("anchors: [{path: gone.py}]", STORE, "is lost: there is no such file"),
        ("anchors: [{path: '**'}]", STORE, "names 2 files instead of one"),
        ("anchors: [{path: store.py}]", "x\n" * 101, "holds 101 lines; the limit is 100"),
        ("anchors: [{path: store.py}]", "x" * 1_048_577, "could not be read: it has more than"),
        ("claims: [{no-text: y, in: store.py}]", "x" * 1_048_577, "is not known: store.py: it has"),
    ],
)
def test_what_is_not_true_or_not_narrow_is_not_accepted(
    repo: Repository, front: str, store: str, why: str
) -> None:
    repo.write(f"{HOME}/0001-files.md", decision("Good"))
    repo.write(f"{HOME}/0002-b.md", decision("Bad", front))
    repo.write("store.py", store)
    (repo.root / HOME / "0003-c.md").unlink(missing_ok=True)
    before = text(repo, "0001-files.md")
    ran = awos(repo.root, "adr", "review", "ADR-0001", "ADR-0002")
    assert ran.code == 2
    named = why.replace("2 files", "3 files")
    assert named in ran.err
    assert text(repo, "0001-files.md") == before


@pytest.mark.parametrize("status", ["proposed", "deprecated"])
def test_only_what_is_in_force_is_reviewed(repo: Repository, status: str) -> None:
    repo.write(f"{HOME}/0001-files.md", decision("A", status=status))
    ran = awos(repo.root, "adr", "review", "ADR-0001")
    assert (ran.code, f"is {status}; only what is in force is reviewed" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "day", ["2026-1-1", "20260101", "tomorrow", "2026-02-30", "2020-01-01", today()]
)
def test_the_next_review_is_on_a_day_to_come(repo: Repository, day: str) -> None:
    ran = awos(repo.root, "adr", "review", "ADR-0001", "--next", day)
    assert ran.code == 2
    assert "reviewed" not in text(repo, "0001-files.md")


# Dates.

DUE = decision("A", "review_by: 2025-06-01")


def due(folder: Path, *arguments: str) -> tuple[int, bool, str]:
    ran = awos(folder, "check", "--select", "adr-review-due", *arguments)
    return ran.code, "adr-review-due" in ran.out, ran.err


def test_a_review_is_due_by_the_date_of_the_commit_and_not_by_the_clock(repo: Repository) -> None:
    repo.write(f"{HOME}/0001-files.md", DUE)
    repo.commit()  # of 2025-06-15
    assert due(repo.root) == (0, True, "")
    assert due(repo.root, "--as-of", "2025-06-01") == (0, False, "")
    assert due(repo.root, "--as-of", "2025-06-02") == (0, True, "")
    repo.write(f"{HOME}/0001-files.md", DUE.replace("2025-06-01", "2025-06-15"))
    repo.commit()
    assert due(repo.root) == (0, False, "")
    assert due(repo.root, "--at", "HEAD~") == (0, True, "")
    assert due(repo.root, "--staged") == (0, False, "")


def test_before_the_first_commit_nothing_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    repo = Repository.create(tmp_path / "repo")
    repo.write(f"{HOME}/0001-a.md", DUE)
    assert due(repo.root) == (0, False, "")


def test_without_git_the_day_is_unknown_where_it_matters(tmp_path: Path) -> None:
    lay(tmp_path, {f"{HOME}/0001-a.md": DUE})
    code, found, said = due(tmp_path)
    assert (code, found) == (3, False)
    assert "no git repository here, or no git; name the day with --as-of DATE" in said
    assert due(tmp_path, "--as-of", "2025-07-01") == (0, True, "")
    lay(tmp_path, {f"{HOME}/0001-a.md": decision("A")})
    assert due(tmp_path) == (0, False, "")


def test_a_commit_without_a_sane_date_is_unknown(repo: Repository) -> None:
    repo.write(f"{HOME}/0001-files.md", DUE)
    repo.commit()
    tree = repo.git("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nauthor A <a> 1 +0000\ncommitter A <a> 999999999999999 +0000\n\nx\n"
    arguments = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    sha = repo.git(*arguments, stdin=raw.encode())
    code, _, said = due(repo.root, "--at", sha)
    assert code == 3
    assert "the commit has a date that is none" in said


def test_a_shallow_clone_knows_the_date_of_its_commit(repo: Repository, tmp_path: Path) -> None:
    repo.write(f"{HOME}/0001-files.md", DUE)
    repo.commit()
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(tmp_path / "clone"))
    assert due(tmp_path / "clone") == (0, True, "")


# The page.

SECTION = """
## Decision

See [the old one](0001-files.md#why "title"),
[this](#decision), [code](../../src/a%20b.py),
[root](/README.md), [web](https://example.org/x)
and ![image](<img/a b.png>).

### In detail

```py
x = "[no](0001-files.md)"
```

## Consequences

None.
"""


def test_the_page_holds_what_is_in_force_with_links_that_lead_on(repo: Repository) -> None:
    repo.write(
        f"{HOME}/0001-files.md",
        decision("Use files", "superseded_by: [ADR-0002]", status="superseded"),
    )
    repo.write(
        f"{HOME}/0002-json.md",
        decision("Use JSON", "superseded_by: [ADR-0010]", status="superseded"),
    )
    front = ("supersedes: [ADR-0002]", 'applies_to: ["src/**", "a`b"]')
    repo.write(f"{HOME}/0010-sqlite.md", decision("Use *SQLite* <3", *front, body=SECTION))
    repo.write(f"{HOME}/0003-no.md", decision("Never", status="rejected"))
    repo.write(f"{HOME}/0004-later.md", decision("Later", status="proposed"))
    repo.write(f"{HOME}/0005-cents.md", decision("Amounts are cents"))
    ran = awos(repo.root, "adr", "digest", "--output", "docs.md")
    assert (ran.code, ran.out, ran.err) == (0, "", "awos: docs.md written\n")
    assert (
        (repo.root / "docs.md").read_text("utf-8")
        == """\
# Decisions in force

<!-- Made by `awos adr digest`; do not edit. -->

## [ADR-0005](context/decisions/0005-cents.md) Amounts are cents

What.

## [ADR-0010](context/decisions/0010-sqlite.md) Use SQLite \\<3

Governs `src/**`, `` a`b ``.

See [the old one](context/decisions/0001-files.md#why "title"),
[this](context/decisions/0010-sqlite.md#decision), [code](src/a%20b.py),
[root](/README.md), [web](https://example.org/x)
and ![image](<context/decisions/img/a%20b.png>).

### In detail

```py
x = "[no](0001-files.md)"
```

## No longer in force

- ADR-0001 → ADR-0002 → ADR-0010
- [ADR-0003](context/decisions/0003-no.md) Never: rejected
"""
    )


def test_the_page_is_compared_in_any_tree(repo: Repository) -> None:
    assert awos(repo.root, "adr", "digest", "--output", "page.md").code == 0
    check = ("adr", "digest", "--output", "page.md", "--check")
    assert awos(repo.root, *check) == awos(repo.root, *check)
    assert awos(repo.root, *check).code == 0
    ran = awos(repo.root, *check, "--staged")
    assert ran.code == 1
    assert (
        ran.err == "awos: page.md is not what is in force: run `awos adr digest --output page.md`\n"
    )
    repo.git("add", "-A")
    assert awos(repo.root, *check, "--staged").code == 0
    page_ = repo.root / "page.md"
    page_.write_bytes(page_.read_bytes().replace(b"\n", b"\r\n"))
    assert awos(repo.root, *check).code == 0
    page_.write_bytes(page_.read_bytes() + b"\r\n")
    assert awos(repo.root, *check).code == 1
    assert page_.read_bytes().endswith(b"\r\n\r\n")
    page_.unlink()
    assert awos(repo.root, *check).code == 1
    assert not page_.exists()


def test_the_page_to_compare_must_be_named(repo: Repository) -> None:
    assert awos(repo.root, "adr", "digest", "--check").code == 2


def test_a_page_that_would_miss_a_decision_is_not_written(repo: Repository) -> None:
    repo.write(f"{HOME}/0002-b.md", "---\nstatus: [\n---\n")
    ran = awos(repo.root, "adr", "digest", "--output", "page.md")
    assert ran.code == 3
    assert f"not read: {HOME}/0002-b.md: its front matter is broken" in ran.err
    assert not (repo.root / "page.md").exists()


@pytest.mark.parametrize("tail", ["```py\nx\n", "~~~~\n~~~\n", "<!-- never closed\n"])
def test_one_decision_does_not_swallow_the_next(tail: str) -> None:
    body = f"\n## Decision\n\nWhat.\n\n{tail}"
    files = {f"{HOME}/000{n}-a.md": decision(f"D{n}", body=body) for n in (1, 2)}
    made = write_page(loaded(files).project, "page.md")
    again = loaded(
        {"page.md": f"---\nkind: standard\n---\n{made}", "awos.toml": 'documents = ""\n'}
    )
    (document,) = again.project.documents
    assert [h.title for h in document.headings if h.level == 2] == ["ADR-0001 D1", "ADR-0002 D2"]


@given(st.permutations(range(1, 6)))
def test_the_page_does_not_depend_on_the_order_of_files(order: list[int]) -> None:
    files = {f"{HOME}/000{n}-a.md": decision(f"D{n}") for n in order}
    made = write_page(loaded(files).project, "")
    assert re.findall(r"D\d", made) == ["D1", "D2", "D3", "D4", "D5"]


def test_nothing_in_force_is_said() -> None:
    made = write_page(loaded({f"{HOME}/0001-a.md": decision("A", status="proposed")}).project, "")
    assert made.endswith("do not edit. -->\n\nNo decision is in force.\n")


def test_the_group_answers_like_the_program(repo: Repository) -> None:
    ran = installed(repo.root, "adr", "nwe")
    assert ran.returncode == 2
    assert b"no command is called `nwe`; did you mean `new`?" in ran.stderr
    assert b"`awos adr --help` lists them all" in installed(repo.root, "adr", "zzz").stderr
    assert installed(repo.root, "adr", "new", "From a shell").stdout.startswith(
        b"ADR-0002 begun in"
    )


# A step.


def test_a_change_waits_for_a_review_where_the_decision_asks_for_one(repo: Repository) -> None:
    asking = decision("Use files", "on_change: acknowledge", "anchors: [{path: store.py}]")
    repo.write(f"{HOME}/0001-files.md", asking)
    repo.write("store.py", STORE)
    repo.commit()
    step = ("check", "--since", "HEAD", "--select", "adr,change", "--format", "concise")
    assert awos(repo.root, *step).code == 0
    repo.write("store.py", "def save(row): ...\n")
    ran = awos(repo.root, *step)
    assert (ran.code, ran.out.count("change-not-acknowledged")) == (1, 1)
    repo.git("add", "store.py")
    assert awos(repo.root, *step, "--staged").code == 1
    assert awos(repo.root, "adr", "review", "ADR-0001").code == 0
    assert awos(repo.root, *step).code == 0


def test_a_step_reports_the_claim_that_it_broke_in_a_decision_it_left_alone(
    repo: Repository,
) -> None:
    claims = "claims: [{no-dependency: pymongo}, {path: a.py}, {text: x, in: b.py}]"
    repo.write(f"{HOME}/0001-files.md", decision("Use files", claims))
    for path, content in (("a.py", ""), ("b.py", "x"), ("requirements.txt", "")):
        repo.write(path, content)
    repo.commit()
    step = ("check", "--since", "HEAD", "--select", "adr", "--format", "concise")
    assert awos(repo.root, *step).out == "No findings in 1 document.\n"
    (repo.root / "a.py").unlink()
    repo.write("b.py", "y")
    repo.write("requirements.txt", "pymongo==4\n")
    ran = awos(repo.root, *step)
    assert (ran.code, ran.out.count("adr-claim-broken")) == (1, 3)
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "break")
    assert awos(repo.root, *step).out == "No findings in 1 document.\n"
    assert awos(repo.root, "check", "--diff", "HEAD~..HEAD").out.count("error[adr-claim") == 3


@pytest.mark.parametrize(
    ("before", "then", "code", "said"),
    [
        ([("1", "2")], ("1", "2"), 0, "of ADR-0021 already"),
        ([("1", "2")], ("2", "1"), 2, "ADR-0022 stands in the place of ADR-0021, not"),
        (
            [("1", "2"), ("2", "3")],
            ("1", "2"),
            0,
            "ADR-0022 stands in the place of ADR-0021 already",
        ),
        ([("1", "2"), ("2", "3")], ("3", "1"), 2, "not the other way round"),
        ([("1", "2")], ("1", "3"), 0, "ADR-0023 stands in the place of ADR-0021"),
        ([("1", "2")], ("3", "1"), 2, "ADR-0021 is superseded; name a decision that is in force"),
        ([], ("4", "1"), 2, "ADR-0024 is proposed and was never in force"),
        ([], ("5", "1"), 2, "ADR-0025 is rejected and was never in force"),
        ([], ("1", "5"), 2, "ADR-0025 is rejected; name a decision that is in force"),
        ([], ("1", "4"), 0, "ADR-0021 stays accepted until ADR-0024 is accepted"),
        ([("1", "4")], ("1", "4"), 0, "ADR-0024 will stand in the place of ADR-0021"),
        ([], ("1", "1"), 2, "ADR-0021 cannot stand in its own place"),
    ],
)
def test_superseding_twice_says_what_is_true(
    repo: Repository, before: list[tuple[str, str]], then: tuple[str, str], code: int, said: str
) -> None:
    statuses = {1: "accepted", 2: "accepted", 3: "accepted", 4: "proposed", 5: "rejected"}
    for number, status in statuses.items():
        repo.write(f"{HOME}/002{number}-a{number}.md", decision(f"Use {number}", status=status))
    for old, new in before:
        assert awos(repo.root, "adr", "supersede", f"ADR-002{old}", f"ADR-002{new}").code == 0
    ran = awos(repo.root, "adr", "supersede", f"ADR-002{then[0]}", f"ADR-002{then[1]}")
    assert ran.code == code
    assert said in " ".join((ran.out + ran.err).split())
