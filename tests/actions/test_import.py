"""``awos import``: native documents, a word on what cannot be carried over, nothing lost."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from awos_lint.cli.root import awos
from awos_lint.core.model.document import Document, State
from awos_lint.graph.links import resolve_link
from awos_lint.scaffold.migrate import Plan, make_import_plan
from tests.layouts.test_foreign import PATHS
from tests.support.repositories import Repository
from tests.support.worlds import loaded

KIRO = {
    ".kiro/steering/product.md": "# Books\n\nAda keeps books, see [the form](../../form.md).\n",
    ".kiro/specs/sign-in/requirements.md": (
        "# Sign-in\n\n### Requirement 1\n\nAs a member, I want to sign in.\n\n"
        "#### Acceptance Criteria\n\n1. WHEN the password is right THEN books are shown\n"
        "2. WHEN it is wrong THEN the page says so\n"
    ),
    ".kiro/specs/sign-in/design.md": "# Design\n",
    ".kiro/specs/sign-in/tasks.md": (
        "# Plan\n\n- [x] 1. Form\n- [x] 1.1 Draw it\n  - Use the grid\n"
        "  - _Requirements: 1.1, 9.9_\n- [ ]* 1.2 Test it\n- [-] 2. Mail\n  - _Depends: 1.1_\n"
        "  - _Requirements: 1_\n"
    ),
    "form.md": "",
}


def plan_of(files: Mapping[str, str | bytes], *layouts: str) -> Plan:
    return make_import_plan(loaded(files).project, "context", layouts)


def native(files: Mapping[str, str | bytes], *layouts: str) -> dict[str, Document]:
    """Return the imported documents, read again."""
    texts = {new.path: new.text for new in plan_of(files, *layouts).new}
    found = loaded({**files, **texts}).project.documents
    return {document.path: document for document in found if document.path in texts}


def test_tasks_keep_numbers_states_and_links() -> None:
    tasks = native(KIRO)["context/specs/001-sign-in/tasks.md"]
    assert (tasks.layout, tasks.id, tasks.implied["spec"]) == ("native", "TASKS-001", "SPEC-001")
    assert [(item.name, item.state, item.parent) for item in tasks.items] == [
        ("T-1", State.DONE, -1),
        ("T-1.1", State.DONE, 0),
        ("T-1.2", State.CANCELLED, 0),
        ("T-2", State.ACTIVE, -1),
    ]
    draw, mail = tasks.items[1], tasks.items[3]
    assert draw.list_values("covers") == ("FR-1/AC-1",)
    assert [note.value for note in draw.notes] == ["Use the grid"]
    assert (mail.list_values("after"), mail.list_values("covers")) == (("T-1.1",), ("FR-1",))


def test_requirements_become_items_and_the_text_is_kept() -> None:
    spec = native(KIRO)["context/specs/001-sign-in/spec.md"]
    assert [(item.name, item.title.value) for item in spec.items] == [
        ("FR-1", "As a member, I want to sign in."),
        ("AC-1", "WHEN the password is right THEN books are shown"),
        ("AC-2", "WHEN it is wrong THEN the page says so"),
    ]
    assert (spec.title, spec.status) == ("Sign-in", "draft")
    assert "As a member" in spec.source.text.partition("## Imported text")[2]


def test_links_lead_where_they_led() -> None:
    mission = native(KIRO)["context/mission.md"]
    (target,) = (resolve_link(mission, link) for link in mission.links)
    assert target
    assert target.path == "form.md"


def test_what_is_left_is_said() -> None:
    left = {entry.path: entry.why for entry in plan_of(KIRO).left}
    assert "stays where it is" in left[".kiro/specs/sign-in/design.md"]
    assert left[".kiro/specs/sign-in/tasks.md"].endswith("9.9")


SECTIONS = "\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n"


def test_decisions_keep_number_status_and_relations() -> None:
    old_status = "\n## Status\n\nSuperseded by [3](0003-use-sqlite.md)\n"
    new_status = "\n## Status\n\nAccepted\n\nSupersedes [2](0002-use-files.md)\n"
    files = {
        "docs/adr/0002-use-files.md": f"# 2. Use files\n{old_status}{SECTIONS}",
        "docs/adr/0003-use-sqlite.md": f"# 3. Use SQLite\n{new_status}{SECTIONS}",
    }
    found = native(files)
    old = found["context/decisions/0002-use-files.md"]
    new = found["context/decisions/0003-use-sqlite.md"]
    assert (old.id, old.status, old.fields["superseded_by"]) == (
        "ADR-0002",
        "superseded",
        ["ADR-0003"],
    )
    assert (new.status, new.fields["supersedes"]) == ("accepted", ["ADR-0002"])
    # Links among records lead to the imported ones.
    (target,) = (resolve_link(old, link) for link in old.links)
    assert target
    assert target.path == "context/decisions/0003-use-sqlite.md"


def test_spec_kit_keeps_its_text_and_its_numbers() -> None:
    files = {
        ".specify/memory/constitution.md": "# Constitution\n\nEvery change has a test.\n",
        "specs/007-sign-in/spec.md": (
            "# Sign-in\n\n**Status**: Complete\n\n## Requirements\n\n"
            "- **FR-003**: System MUST ask\n- **SC-001**: Members get in\n"
        ),
        "specs/007-sign-in/tasks.md": "# Tasks\n\n- [x] T004 [P] [US1] Form, FR-003, SC-001\n",
    }
    found = native(files)
    spec = found["context/specs/007-sign-in/spec.md"]
    tasks = found["context/specs/007-sign-in/tasks.md"]
    assert [item.name for item in spec.items] == ["FR-004", "FR-003"]
    assert spec.status == "implemented"
    assert [(item.name, item.list_values("covers")) for item in tasks.items] == [
        ("T-004", ("FR-003",))
    ]
    assert found["context/standards/constitution.md"].kind == "standard"


def test_changes_become_specs_with_what_their_deltas_add() -> None:
    files = {
        "openspec/changes/add-notice/proposal.md": "# Notice\n\n## Why\n\nSessions end.\n",
        "openspec/changes/add-notice/tasks.md": "- [ ] 1.1 Draw\n",
        "openspec/changes/add-notice/specs/a/spec.md": (
            "## ADDED Requirements\n\n### Requirement: One\n\nIt SHALL.\n\n"
            "#### Scenario: S\n- **WHEN** a\n- **THEN** b\n\n## REMOVED Requirements\n\n"
            "### Requirement: Gone\n"
        ),
        "openspec/changes/add-notice/specs/b/spec.md": (
            "## MODIFIED Requirements\n\n### Requirement: Two\n\nIt MUST.\n"
        ),
    }
    spec = native(files)["context/specs/001-add-notice/spec.md"]
    assert [(item.name, item.title.value) for item in spec.items] == [
        ("FR-1", "One: It SHALL."),
        ("AC-1", "S: WHEN a THEN b"),
        ("FR-2", "Two: It MUST."),
    ]
    assert any("a/spec.md" in entry.path for entry in plan_of(files).left)


def test_features_are_linked_to_their_specs() -> None:
    files = {
        "context/product/roadmap.md": (
            "# Roadmap\n\n### Phase 1\n\n- [x] **Sign-in**\n  - [ ] ~~**Mail:** There is none~~\n"
        ),
        "context/spec/003-sign-in/functional-spec.md": (
            "# Sign-in\n\n- **Roadmap Item:** Sign-in\n- **Status:** Completed\n"
        ),
    }
    roadmap = native(files)["context/roadmap.md"]
    assert [(item.name, item.state, item.list_values("spec")) for item in roadmap.items] == [
        ("F-01", State.DONE, ("SPEC-003",)),
        ("F-02", State.CANCELLED, ()),
    ]
    assert [heading.title for heading in roadmap.headings] == ["Roadmap", "Phase 1"]


def test_numbers_that_are_taken_are_not_given_again() -> None:
    files = {
        "context/specs/001-books/spec.md": "---\nstatus: draft\n---\n# Books\n",
        "context/spec/001-sign-in/functional-spec.md": "# Sign-in\n\n- **Status:** Draft\n",
        "context/spec/001-mail/functional-spec.md": "# Mail\n\n- **Status:** Draft\n",
    }
    paths = [new.path for new in plan_of(files).new]
    assert paths == ["context/specs/002-mail/spec.md", "context/specs/003-sign-in/spec.md"]


def test_only_the_layouts_that_are_named() -> None:
    files = {**KIRO, "docs/adr/0001-x.md": "# 1. X\n\n## Status\n\nAccepted\n\n## Context\n\nx\n"}
    assert {new.source for new in plan_of(files, "adr").new} == {"docs/adr/0001-x.md"}


@pytest.mark.parametrize("name", sorted(PATHS))
def test_empty_files_import_as_drafts(name: str) -> None:
    for document in native(dict.fromkeys(PATHS[name], b"")).values():
        assert (document.layout, document.broken, document.status) == ("native", False, "draft")


def run(directory: Path, *arguments: str) -> Result:
    return CliRunner().invoke(awos, ["-C", str(directory), *arguments], prog_name="awos")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for path, text in KIRO.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def _files(directory: Path) -> dict[str, bytes]:
    found = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in found}


def test_nothing_is_written_without_the_word(repository: Path) -> None:
    before = _files(repository)
    done = run(repository, "import")
    assert "would write context/specs/001-sign-in/tasks.md from .kiro/specs" in done.stdout
    assert "not carried over:" in done.stdout
    assert "nothing was written" in done.stdout
    assert _files(repository) == before


def test_writes_beside_and_replaces_nothing(repository: Path) -> None:
    before = _files(repository)
    (repository / "context").mkdir()
    (repository / "context" / "mission.md").write_text("---\nstatus: draft\n---\n# Mine\n", "utf-8")
    mine = _files(repository)["context/mission.md"]
    done = json.loads(run(repository, "import", "--write", "--format", "json").stdout)
    after = _files(repository)
    assert {path: after[path] for path in before} == before
    assert after["context/mission.md"] == mine
    assert {entry["path"] for entry in done["documents"]} == after.keys() - before.keys() - {
        "context/mission.md"
    }
    assert any("exists already" in entry["why"] for entry in done["left"])
    # A second time, all of it is there.
    again = run(repository, "import", "--write")
    assert "there is nothing to import" in again.stderr
    assert "it was imported before, as context/specs/001-sign-in/spec.md" in again.stdout
    assert _files(repository) == after


def test_what_a_killed_run_began_is_gone_on_with(repository: Path) -> None:
    run(repository, "import", "--write")
    whole = _files(repository)
    made = sorted(path for path in whole if path.startswith("context/"))
    assert len(made) > 2
    for missing in ([made[-1]], made[1:]):
        for path in missing:
            (repository / path).unlink()
        again = run(repository, "import", "--write")
        assert again.exit_code == 0
        assert [line for line in again.stdout.splitlines() if "wrote" in line]
        assert _files(repository) == whole


def test_what_was_imported_and_edited_is_not_planned_anew(repository: Path) -> None:
    run(repository, "import", "--write")
    spec = repository / "context/specs/001-sign-in/spec.md"
    spec.write_text(spec.read_text("utf-8") + "Ours.\n", "utf-8")
    (repository / "context/specs/001-sign-in/tasks.md").unlink()
    again = run(repository, "import")
    assert "it was imported before, as context/specs/001-sign-in/spec.md" in again.stdout
    assert "would write context/specs/001-sign-in/spec.md" not in again.stdout


def test_wrong_use_is_said(repository: Path) -> None:
    assert "there is no layout `nope`" in run(repository, "import", "--from", "nope").stderr
    both = run(repository, "import", "--write", "--dry-run")
    assert (both.exit_code, "exclude each other" in both.stderr) == (2, True)


TWICE = {
    "docs/adr/0008-use-rest.md": f"# 8. Use REST\n\n## Status\n\nAccepted\n{SECTIONS}",
    "docs/adr/0009-use-kafka.md": f"# 9. Use Kafka\n\n## Status\n\nAccepted\n{SECTIONS}",
    "docs/adr/0009-use-pipes.md": (
        f"# 9. Use pipes\n\n## Status\n\nSuperseded by [10](0010-use-files.md)\n{SECTIONS}"
    ),
    "docs/adr/0010-use-files.md": (
        "# 10. Use files\n\n## Status\n\nAccepted\n\nSupersedes [9](0009-use-pipes.md)\n" + SECTIONS
    ),
}


def test_a_number_that_two_have_invents_no_supersession() -> None:
    found = native(TWICE)
    assert sorted(found) == [
        "context/decisions/0008-use-rest.md",
        "context/decisions/0009-use-kafka.md",
        "context/decisions/0010-use-files.md",
        "context/decisions/0011-use-pipes.md",
    ]
    links = {
        path: (d.fields.get("supersedes"), d.fields.get("superseded_by"))
        for path, d in found.items()
    }
    assert links["context/decisions/0009-use-kafka.md"] == (None, None)
    assert links["context/decisions/0010-use-files.md"] == (["ADR-0011"], None)
    assert links["context/decisions/0011-use-pipes.md"] == (None, ["ADR-0010"])


def test_titles_lose_their_number_and_nothing_else() -> None:
    files = {
        "docs/adr/0001-a.md": f"# ADR-0001: Use 2 ledgers\n{SECTIONS}",
        "docs/adr/0002-b.md": f"# 2 - Keep 7 years\n{SECTIONS}",
        "docs/adr/0003-c.md": f"# 30 days to pay\n\n## Status\n\nAccepted\n{SECTIONS}",
        "docs/adr/0004-d.md": f"# 4 eyes check\n\n## Status\n\nAccepted\n{SECTIONS}",
    }
    assert [d.title for _, d in sorted(native(files).items())] == [
        "Use 2 ledgers",
        "Keep 7 years",
        "30 days to pay",
        "4 eyes check",
    ]


STORIES = {
    ".specify/memory/constitution.md": "# Constitution\n\nEvery change has a test.\n",
    "specs/007-books/spec.md": (
        "# Books\n\n### User Story 1 - Enter a sale (Priority: P1)\n\nAda enters it.\n\n"
        "**Acceptance Scenarios**:\n\n1. **Given** a sale, **When** it is entered,\n"
        "   **Then** it is kept\n2. **Given** none, **Then** nothing is kept\n\n"
        "### User Story 2 - List sales (Priority: P2)\n\nAda lists them.\n\n"
        "## Requirements\n\n- **FR-001**: System MUST keep sales\n\n"
        "## Success Criteria\n\n- **SC-001**: A sale takes 10 s\n"
    ),
    "specs/007-books/tasks.md": (
        "# Tasks\n\n- [x] T001 [US1] Keep it, FR-001\n- [ ] T001 [US2] List them\n"
        "- [ ] T003 [US2] Sort them (depends on T001)\n"
    ),
}


def test_stories_and_scenarios_keep_their_coverage() -> None:
    found = native(STORIES)
    spec, tasks = (found[f"context/specs/007-books/{name}.md"] for name in ("spec", "tasks"))
    assert [(item.name, item.title.value) for item in spec.items] == [
        ("FR-002", "Enter a sale"),
        ("AC-1", "Given a sale, When it is entered, Then it is kept"),
        ("AC-2", "Given none, Then nothing is kept"),
        ("FR-003", "List sales"),
        ("FR-004", "A sale takes 10 s"),
        ("FR-001", "System MUST keep sales"),
    ]
    assert [(item.name, item.list_values("covers")) for item in tasks.items] == [
        ("T-001", ("FR-001", "FR-002")),
        ("T-004", ("FR-003",)),
        ("T-003", ("FR-003",)),
    ]
    assert {item.name for item in tasks.items} == {"T-001", "T-003", "T-004"}


@pytest.mark.parametrize("files", [TWICE, STORIES, KIRO])
def test_nothing_is_there_twice_afterwards_and_the_advice_works(
    tmp_path: Path, files: Mapping[str, str]
) -> None:
    repository = Repository.create(tmp_path / "repository")
    for path, text in files.items():
        repository.write(path, text)
    repository.commit()
    done = run(repository.root, "import", "--write")
    doubled = {"adr-number-collision", "reference-duplicate-id", "adr-duplicate-title"}
    report = json.loads(run(repository.root, "check", "--format", "json").stdout)
    assert doubled.isdisjoint(found["rule"] for found in report["findings"])
    before = {(found["rule"], found["path"]) for found in report["findings"]}
    (remove,) = (line for line in done.stdout.splitlines() if line.startswith("  git rm"))
    subprocess.run(remove, shell=True, cwd=repository.root, check=True, capture_output=True)
    assert not any(
        (repository.root / path).exists()
        for path in files
        if path != "form.md" and "design" not in path
    )
    report = json.loads(run(repository.root, "check", "--format", "json").stdout)
    assert {(found["rule"], found["path"]) for found in report["findings"]} == before
