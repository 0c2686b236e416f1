"""Claims of decisions: what decides them, and what leaves them undecided."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Report
from awos_lint.core.model.contents import Contents
from awos_lint.core.model.files import Files, matches_glob, reaches_glob
from awos_lint.core.text import LINE_BREAK, Source
from awos_lint.decisions import claims
from awos_lint.decisions.claims import Claims, Scopes, find_text, list_claims
from tests.support.command import awos
from tests.support.repositories import Repository, isolate
from tests.support.worlds import judged, loaded

DECISION = "context/decisions/0001-a.md"


def decision(*lines: str, status: str = "accepted") -> str:
    return "\n".join([f"---\nstatus: {status}\nclaims:", *(f"  {line}" for line in lines), "---\n"])


def messages(report: Report, rule: str = "adr-claim-broken") -> list[str]:
    return [found.message for found in report.diagnostics if found.rule == rule]


# Undecided.

LIMITED = """\
[limits]
claim-bytes = 10
"""
LONG = "x = 1 # and so on\n"


def test_a_file_over_the_limit_leaves_a_claim_undecided() -> None:
    files = {"awos.toml": LIMITED, "a.py": LONG, DECISION: decision("- no-text: y", "  in: a.py")}
    report = judged(files)
    assert messages(report) == []
    assert [(skip.what, skip.why) for skip in report.skipped] == [
        ("a.py", "it has more than 10 bytes; ADR-0001 claims something of it")
    ]


@pytest.mark.parametrize("key", ["text", "no-text"])
def test_unless_another_file_decides_it(key: str) -> None:
    files = {"awos.toml": LIMITED, "a.py": LONG, "b.py": "y"}
    report = judged(files | {DECISION: decision(f"- {key}: y", "  in: '*.py'")})
    assert len(messages(report)) == (key == "no-text")
    assert report.skipped == ()


@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [
        ("claim-files", 1, "claims and anchors name more than 1 files"),
        ("claim-total", 8, "claims and anchors name more than 8 bytes"),
    ],
)
def test_files_beyond_the_limits_together_are_named(limit: str, value: int, why: str) -> None:
    files = {"awos.toml": f"[limits]\n{limit} = {value}\n", "a.py": "x = 1\n", "b.py": "x = 2\n"}
    report = judged(files | {DECISION: decision("- no-text: y", "  in: '*.py'")})
    (skip,) = report.skipped
    assert skip.what == "b.py"
    assert skip.why.startswith(f"{why}; `limits.{limit}` sets the limit")


def test_a_manifest_that_cannot_be_read_leaves_a_claim_undecided() -> None:
    claim = decision("- no-dependency: x", "- dependency: y")
    report = judged({"package.json": "{", "requirements.txt": "y\n", DECISION: claim})
    assert messages(report) == []
    (skip,) = report.skipped
    assert skip.what == "package.json"
    assert "it is not JSON that can be read" in skip.why


def test_more_searching_than_there_may_be_is_said() -> None:
    files = {
        "a.py": "x = 1\n",
        "b.py": "y = 1\n",
        DECISION: decision("- no-text: z", "  in: '*.py'"),
    }
    world = loaded(files)
    (claim,) = list_claims(world.project.documents[0])
    whole = Claims(world.project, world.contents(), budget=12).judge_claim(claim)
    part = Claims(world.project, world.contents(), budget=11).judge_claim(claim)
    assert whole.holds is True
    assert (part.holds, set(part.unread)) == (None, {"b.py"})


def test_a_submodule_and_a_link_are_not_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    repo = Repository.create(tmp_path / "repo")
    other = Repository.create(repo.root / "libs" / "inner")
    other.commit(a="mongo\n")
    (repo.root / "libs" / "link.txt").symlink_to("/etc/passwd")
    repo.write("libs/own.txt", "x\n")
    lines = (
        "- no-text: 'root:'",
        "  in: libs/*.txt",
        "- no-text: mongo",
        "  in: libs",
        "- path: libs/inner",
    )
    repo.write(DECISION, decision(*lines, "- no-path: libs/link.txt", "- no-path: libs/inner/a.md"))
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "-A")
    ran = awos(repo.root, "check", "--select", "adr-claim-broken", "--format", "concise")
    assert ran.code == 3
    assert "not checked: libs/inner: it is a submodule" in ran.err
    assert "claims that `libs/link.txt` does not exist, but libs/link.txt is there" in ran.out
    assert ran.out.count("adr-claim-broken") == 1


# What is looked at.


def test_only_what_claims_in_force_name_is_read() -> None:
    files = {"a.py": "", "b.py": "", "c.py": "", "web/package.json": "{}", "go.mod": ""}
    first = decision("- text: x", "  in: a.py", "- path: b.py", "- dependency: x")
    second = decision("- text: x", "  in: c.py", status="proposed")
    world = loaded(files | {DECISION: first, "context/decisions/0002-b.md": second})
    assert Scopes(world.project).all_files() == {"a.py", "go.mod", "web/package.json"}
    assert set(world.contents().texts) == {"a.py", "go.mod", "web/package.json"}


def test_no_more_claims_are_judged_than_a_decision_may_have() -> None:
    report = judged({DECISION: decision(*["- path: gone"] * 150)})
    assert len(messages(report)) == 100
    assert messages(report, "document-invalid-value") == [
        "`claims` has 150 entries; the limit is 100"
    ]


def test_the_places_are_those_of_the_claim_and_of_what_broke_it() -> None:
    text = 'é = "\udcff"\nimport pymongo\n'.encode("utf-8", "surrogateescape")
    files: dict[str, str | bytes] = {
        "src/a.py": text,
        DECISION: decision("- no-text: pymongo", "  in: src"),
    }
    (found,) = (d for d in judged(files).diagnostics if d.rule == "adr-claim-broken")
    assert (found.at.line, found.at.column) == (4, 14)
    ((location, label),) = found.related
    assert (location.path, location.line, location.column) == ("src/a.py", 2, 8)
    assert (location.end_line, location.end_column, label) == (2, 15, "it is here")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_how_to_read(encoding: str) -> None:
    files: dict[str, str | bytes] = {"a.ps1": "Import-Module é\n".encode(encoding)}
    files[DECISION] = decision("- text: Import-Module é", "  in: a.ps1")
    assert messages(judged(files)) == []


def test_many_places_are_counted() -> None:
    files = {f"src/{n}.py": "x\n" for n in range(7)}
    report = judged(files | {DECISION: decision("- no-text: x", "  in: src")})
    (found,) = (d for d in report.diagnostics if d.rule == "adr-claim-broken")
    assert found.message.endswith("but src/0.py and 6 more hold it")
    assert len(found.related) == 5
    assert found.notes == ("5 of 7 files are shown",)


def test_without_a_manifest_the_finding_says_which_are_read() -> None:
    report = judged({DECISION: decision("- dependency: x")})
    (found,) = (d for d in report.diagnostics if d.rule == "adr-claim-broken")
    assert found.notes[0].startswith("there is no manifest; awos reads pyproject.toml, ")


def test_the_name_that_was_probably_meant() -> None:
    files = {"go.mod": "require github.com/jackc/pgx/v5 v5.1.0\n"}
    report = judged(files | {DECISION: decision("- dependency: github.com/jackx/pgx")})
    (found,) = (d for d in report.diagnostics if d.rule == "adr-claim-broken")
    assert found.help == "did you mean `github.com/jackc/pgx/v5`?"


# Promises.

NAMES = st.sampled_from(["a.py", "b.py", "src/a.py", "src/deep/b.py", "README.md"])
WORDS = st.sampled_from(["red", "green", "blue", "re", "gre\nen"])
TREES = st.dictionaries(NAMES, st.lists(WORDS, max_size=3).map("\r\n".join), max_size=5)
GLOBS = st.sampled_from(["*.py", "src", "**", "src/**/b.py", "nowhere"])


@given(TREES, GLOBS, WORDS)
def test_a_text_claim_is_what_a_search_says_and_its_twin_the_opposite(
    tree: dict[str, str], glob: str, word: str
) -> None:
    plain = word.replace("\n", "\\n")
    lines = [f'- text: "{plain}"', f'  in: "{glob}"', f'- no-text: "{plain}"', f'  in: "{glob}"']
    world = loaded({**tree, DECISION: decision(*lines)})
    judge = Claims(world.project, world.contents())
    first, second = (judge.judge_claim(claim) for claim in list_claims(world.project.documents[0]))
    inside = [p for p in tree if matches_glob(glob, p) and word in LINE_BREAK.sub("\n", tree[p])]
    assert [place.path for place in first.met] == sorted(inside)
    assert (first.holds, second.holds) == (bool(inside), not inside)


ENDS = st.lists(st.sampled_from(["a", "b", "\r\n", "\n", "\r"]), max_size=12).map("".join)


@given(ENDS, ENDS)
def test_a_text_is_found_whatever_the_line_endings(text: str, wanted: str) -> None:
    span = find_text(Source("x", text), wanted)
    plain, asked = LINE_BREAK.sub("\n", text), LINE_BREAK.sub("\n", wanted)
    assert (span is not None) == (asked in plain)
    if span:
        assert LINE_BREAK.sub("\n", text[span.start : span.end]) == asked
        assert len(LINE_BREAK.sub("\n", text[: span.start])) == plain.find(asked)


PARTS = st.lists(st.sampled_from(["a", "b", "*", "**", "a*"]), min_size=1, max_size=4)
PATHS = st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=4)


@given(PARTS, PATHS, st.integers(1, 4))
def test_a_glob_reaches_every_folder_above_what_it_matches(
    parts: list[str], path: list[str], depth: int
) -> None:
    if matches_glob("/".join(parts), "/".join(path)):
        assert reaches_glob("/".join(parts), "/".join(path[:depth]))


def test_a_glob_does_not_reach_beside_itself() -> None:
    assert not reaches_glob("src/*.py", "libs")
    assert not reaches_glob("src/*.py", "src/deep")
    assert reaches_glob("src/*/x.py", "src/deep")
    assert not reaches_glob("/".join(["a"] * 70), "a")
    contents = Contents(closed={"libs/inner": "it is a submodule"})
    assert contents.find_unread("libs/**/x") == {"libs/inner": "it is a submodule"}
    assert contents.find_unread("src") == {}


def test_projects_are_the_folders_with_a_configuration() -> None:
    paths = {"awos.toml", "shop/.awos.toml", "shop/a.md", "web/pyproject.toml"}
    assert Files(frozenset(paths)).projects == ("", "shop")


def test_the_limit_on_searching_is_far_above_what_people_claim() -> None:
    assert claims.SEARCHED >= 1_000 * 1_048_576
