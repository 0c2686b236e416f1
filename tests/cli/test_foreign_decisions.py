"""``awos adr new`` and ``awos adr supersede`` in folders of other tools, in their own form."""

from __future__ import annotations

import datetime
import difflib
from pathlib import Path

import pytest

from tests.support.command import awos
from tests.support.repositories import Repository, isolate

NYGARD = "\n\n## Context\n\nWhy.\n\n## Decision\n\nWhat.\n\n## Consequences\n\nSo.\n"
MADR = (
    "\n\n## Context and Problem Statement\n\nWhy.\n\n## Considered Options\n\n* This\n* That\n\n"
    '## Decision Outcome\n\nChosen option: "This", because it is small.\n'
)
LINKS = "\n## Links\n\n- [Home](https://example.org)\n"


def tools(number: int, title: str, status: str = "Accepted") -> str:
    return f"# {number}. {title}\n\nDate: 2026-01-0{number}\n\n## Status\n\n{status}{NYGARD}"


def front(title: str, deciders: str, status: str = "accepted") -> str:
    return f"---\nstatus: {status}\ndate: 2026-01-02\n{deciders}: Ada\n---\n\n# {title}{MADR}"


def listed(title: str, bullet: str, status: str = "accepted") -> str:
    lines = (f"Status: {status}", "Deciders: Ada", "Date: 2026-01-02")
    return f"# {title}\n\n" + "\n".join(f"{bullet} {line}" for line in lines) + MADR


FORMS = {
    "adr-tools": {
        ".adr-dir": "doc/adr\n",
        "doc/adr/0001-use-files.md": tools(1, "Use files"),
        "doc/adr/0002-use-sqlite.md": tools(2, "Use SQLite"),
    },
    "madr-4": {
        "docs/decisions/0001-use-files.md": front("Use files", "decision-makers"),
        "docs/decisions/0002-use-sqlite.md": front("Use SQLite", "decision-makers"),
    },
    "madr-3": {
        "docs/decisions/0001-use-files.md": front("Use files", "deciders"),
        "docs/decisions/0002-use-sqlite.md": front("Use SQLite", "deciders"),
    },
    "madr-2": {
        "docs/adr/0001-use-files.md": listed("Use files", "*"),
        "docs/adr/0002-use-sqlite.md": listed("Use SQLite", "*"),
    },
    "log4brains": {
        ".log4brains.yml": "project:\n  name: Books\n  adrFolder: ./docs/adr\n",
        "docs/adr/20260101-use-files.md": listed("Use files", "-"),
        "docs/adr/20260102-use-sqlite.md": listed("Use SQLite", "-") + LINKS,
    },
}

OLD = {
    "adr-tools": ("-Accepted", "+Superceded by [2. Use SQLite](0002-use-sqlite.md)"),
    "madr-4": ("-status: accepted", '+status: "superseded by ADR-0002"'),
    "madr-3": ("-status: accepted", "+status: superseded by [ADR-0002](0002-use-sqlite.md)"),
    "madr-2": ("-* Status: accepted", "+* Status: superseded by [ADR-0002](0002-use-sqlite.md)"),
    "log4brains": (
        "-- Status: accepted",
        "+- Status: superseded by [20260102-use-sqlite](20260102-use-sqlite.md)",
    ),
}
NEW = {
    "adr-tools": "+Supercedes [1. Use files](0001-use-files.md)",
    "madr-4": "+* Supersedes [ADR-0001](0001-use-files.md)",
    "madr-3": "+* Supersedes [ADR-0001](0001-use-files.md)",
    "madr-2": "+* Supersedes [ADR-0001](0001-use-files.md)",
    "log4brains": "+- Supersedes [20260101-use-files](20260101-use-files.md)",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch, tmp_path)
    return tmp_path / "repository"


def lay_out(home: Path, name: str) -> Repository:
    repository = Repository.create(home)
    for path, text in FORMS[name].items():
        repository.write(path, text)
    repository.commit()
    return repository


def records(name: str) -> list[str]:
    return sorted(path for path in FORMS[name] if path.endswith(".md"))


def changes(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


@pytest.mark.parametrize("name", FORMS)
def test_one_record_replaces_another_in_their_own_form(home: Path, name: str) -> None:
    repository = lay_out(home, name)
    old, new = records(name)
    ran = awos(repository.root, "adr", "supersede", old, new)
    assert ran.code == 0
    texts = [(repository.root / path).read_text("utf-8") for path in (old, new)]
    assert tuple(changes(FORMS[name][old], texts[0])) == OLD[name]
    added = [line for line in changes(FORMS[name][new], texts[1]) if line != "+"]
    assert added in ([NEW[name]], ["+## More Information", NEW[name]], ["+## Links", NEW[name]])
    assert awos(repository.root, "check").code == 0
    drawn = awos(repository.root, "graph").out
    assert ("-->|superseded_by|" in drawn, "-->|supersedes|" in drawn) == (True, True)
    again = awos(repository.root, "adr", "supersede", old, new)
    assert (again.code, "already" in again.out) == (0, True)
    assert [(repository.root / path).read_text("utf-8") for path in (old, new)] == texts
    swapped = awos(repository.root, "adr", "supersede", new, old)
    assert (swapped.code, "not the other way round" in swapped.err) == (2, True)


@pytest.mark.parametrize("name", FORMS)
def test_a_new_record_is_named_and_written_as_the_others_are(home: Path, name: str) -> None:
    repository = lay_out(home, name)
    ran = awos(repository.root, "adr", "new", "Keep a journal")
    assert ran.code == 0
    folder = records(name)[0].rpartition("/")[0]
    (path,) = {f"{folder}/{p.name}" for p in (repository.root / folder).iterdir()} - {
        *records(name)
    }
    day = datetime.date.today().isoformat()
    dated = f"{folder}/{day.replace('-', '')}-keep-a-journal.md"
    assert path == (dated if name == "log4brains" else f"{folder}/0003-keep-a-journal.md")
    assert ran.out.endswith(f"begun in {path}\n")
    text = (repository.root / path).read_text("utf-8")
    assert {line for line in text.splitlines() if "tatus: " in line or "## Status" in line} == {
        "adr-tools": {"## Status"},
        "madr-4": {"status: proposed"},
        "madr-3": {"status: proposed"},
        "madr-2": {"* Status: proposed"},
        "log4brains": {"- Status: proposed"},
    }[name]
    assert ("# 3. Keep a journal" if name == "adr-tools" else "# Keep a journal") in text
    assert awos(repository.root, "check").code == 0
    waiting = awos(repository.root, "adr", "supersede", records(name)[0], path)
    assert (waiting.code, "set it to accepted" in waiting.err) == (2, True)


def test_a_number_of_another_branch_is_not_taken(home: Path) -> None:
    repository = lay_out(home, "adr-tools")
    main = repository.git("branch", "--show-current")
    repository.git("checkout", "-q", "-b", "other")
    repository.write("doc/adr/0003-use-mail.md", tools(3, "Use mail"))
    repository.commit()
    repository.git("checkout", "-q", main)
    assert awos(repository.root, "adr", "new", "Keep a journal").out == (
        "ADR-0004 begun in doc/adr/0004-keep-a-journal.md\n"
    )


def test_a_record_that_two_replaced_names_both(home: Path) -> None:
    repository = lay_out(home, "adr-tools")
    repository.write("doc/adr/0003-use-duckdb.md", tools(3, "Use DuckDB"))
    for new in ("ADR-0002", "ADR-0003"):
        assert awos(repository.root, "adr", "supersede", "ADR-0001", new).code == 0
    text = (repository.root / "doc/adr/0001-use-files.md").read_text("utf-8")
    assert "by [2. Use SQLite](0002-use-sqlite.md)\n\nSuperceded by [3. Use DuckDB]" in text
    assert "Accepted" not in text


def test_line_endings_and_the_mark_stay(home: Path) -> None:
    repository = lay_out(home, "adr-tools")
    old, new = (repository.root / path for path in records("adr-tools"))
    for path in (old, new):
        text = path.read_text("utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert awos(repository.root, "adr", "supersede", "ADR-0001", "ADR-0002").code == 0
    for path in (old, new):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf# ")
        assert data.count(b"\n") == data.count(b"\r\n")


def test_a_title_with_brackets_stays_one_link(home: Path) -> None:
    repository = lay_out(home, "adr-tools")
    repository.write("doc/adr/0003-use-x.md", tools(3, "Use [x] and y]"))
    assert awos(repository.root, "adr", "supersede", "ADR-0001", "ADR-0003").code == 0
    text = (repository.root / "doc/adr/0001-use-files.md").read_text("utf-8")
    assert r"[3. Use \[x\] and y\]](0003-use-x.md)" in text
    assert awos(repository.root, "check").code == 0


def test_two_layouts_do_not_replace_each_other(home: Path) -> None:
    repository = lay_out(home, "adr-tools")
    native = f"---\nstatus: accepted\n---\n\n# Use mail{NYGARD}"
    repository.write("context/decisions/0007-use-mail.md", native)
    ran = awos(repository.root, "adr", "supersede", "ADR-0001", "ADR-0007")
    assert (ran.code, "run `awos import` first" in ran.err) == (2, True)
