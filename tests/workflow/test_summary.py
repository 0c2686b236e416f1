"""The summary of a step, on small repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from awos_lint.report.markdown import MOST_BYTES
from tests.support.command import CLEAN, DECISION, FIRST, SECOND, awos, naming
from tests.support.repositories import Repository, isolate

GRACE = "Grace <grace@example.org>"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    for path, text in CLEAN.items():
        made.write(path, text)
    return made


def summary(repo: Repository) -> str:
    done = awos(repo.root, "summary", "--diff", "HEAD^...HEAD")
    assert done.code == 0, done.err
    return done.out


def section(text: str, title: str) -> list[str]:
    """Return the lines of a section; none when it is not there."""
    part = text.partition(f"### {title}\n\n")[2].partition("\n\n")[0]
    return part.splitlines()


def approve(repo: Repository, *ids: str) -> None:
    for id_ in ids:
        done = awos(repo.root, "approve", id_, "--as", GRACE, "--yes")
        assert done.code == 0, done.err


def test_a_status_that_moves_and_who_moved_it(repo: Repository) -> None:
    repo.commit()
    approve(repo, "ADR-0001")
    repo.commit()
    text = summary(repo)
    assert section(text, "What changed in the plan") == [
        "- **changed** **ADR-0001** Use SQLite: proposed → **accepted**; the text says the same"
    ]
    (line,) = section(text, "Approved in this step")
    assert line.startswith("- **ADR-0001** Use SQLite, by Grace \\<grace@<!-- -->example")


def test_what_rests_on_a_changed_text_is_suspect(repo: Repository) -> None:
    approve(repo, "ADR-0001", "ADR-0002")
    repo.commit()
    repo.write(FIRST, (repo.root / FIRST).read_text() + "\nThe file is copied every night.\n")
    repo.commit()
    assert section(summary(repo), "Suspect or blocked") == [
        "- **ADR-0001** Use SQLite was changed since its approval",
        "- **ADR-0002** Name the file rests on ADR-0001, whose approval is void",
    ]


def test_decisions_govern_files_that_changed(repo: Repository) -> None:
    scope = "status: proposed\napplies_to: ['src/**']"
    repo.write(FIRST, DECISION.replace("status: proposed", scope))
    repo.write("src/store.py", "a = 1\n")
    approve(repo, "ADR-0001")
    repo.commit()
    repo.write("src/store.py", "a = 2\n")
    repo.write("notes.md", "A note.\n")
    repo.commit()
    text = summary(repo)
    assert section(text, "Decisions that govern the files") == [
        "- **ADR-0001** Use SQLite: src/store.py"
    ]
    # One that is only proposed governs nothing yet.
    repo.write(SECOND, naming("ADR-0001").replace("owners: [ada]", "applies_to: ['src/**']"))
    repo.commit()
    repo.write("src/store.py", "a = 3\n")
    repo.commit()
    assert len(section(summary(repo), "Decisions that govern the files")) == 1


def test_added_moved_and_removed_documents(repo: Repository) -> None:
    repo.commit()
    repo.git("rm", "-q", SECOND)
    repo.git("mv", FIRST, FIRST.replace("use-sqlite", "use-a-file"))
    repo.write("context/decisions/0003-copy-it.md", naming("ADR-0001", title="Copy it"))
    repo.commit()
    lines = section(summary(repo), "What changed in the plan")
    assert lines[:2] == [
        "- **added** **ADR-0003** Copy it, proposed",
        "- **removed** **ADR-0002** Name the file, which was proposed",
    ]


def test_a_step_without_documents_says_so(repo: Repository) -> None:
    repo.commit()
    repo.write("notes.md", "A note.\n")
    repo.commit()
    text = summary(repo)
    assert "The plan did not change." in text
    assert "```mermaid" not in text


def test_a_large_step_stays_readable(repo: Repository) -> None:
    repo.commit()
    for number in range(3, 90):
        text = naming("ADR-0001", title="x" * 9000)
        repo.write(f"context/decisions/{number:04}-more.md", text)
    repo.commit()
    text = summary(repo)
    assert len(text.encode()) <= MOST_BYTES
    assert section(text, "What changed in the plan")[-1] == "- and 37 more"
    assert "```mermaid" not in text


def test_without_a_step_it_says_what_was_found_and_where_things_stand(repo: Repository) -> None:
    done = awos(repo.root, "summary")
    assert done.out.startswith("## awos: no findings ✅\n\n2 documents checked.\n")
    assert section(done.out, "Where it stands") == [
        "- the phase is decisions",
        "- next: <code>awos approve ADR-0001</code>",
    ]
    assert "What changed in the plan" not in done.out


def test_findings_lead_to_their_lines_in_a_workflow(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(SECOND, naming("ADR-0099"))
    here = repo.commit()
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "ida/books")
    monkeypatch.setenv("GITHUB_SHA", here)
    address = f"https://github.com/ida/books/blob/{here}/{SECOND}?plain=1#L"
    for words in (["summary"], ["check", "--format", "markdown"]):
        assert f"[{SECOND}:3]({address}3)" in awos(repo.root, *words).out
    monkeypatch.setenv("GITHUB_REPOSITORY", "ida/books)(x")
    assert address not in awos(repo.root, "summary").out
