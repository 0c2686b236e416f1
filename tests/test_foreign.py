"""Foreign layouts: whatever stands in their files, reading them ends in documents and findings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.config import Config
from awos_lint.dialect.checklist import Grammar, read_checklist, settled_names
from awos_lint.dialect.features import bare, candidates, slug
from awos_lint.dialect.labels import labels
from awos_lint.dialect.opened import opened
from awos_lint.dialect.roots import rooted
from awos_lint.dialect.stages import stage
from awos_lint.layouts import layouts
from awos_lint.manual import applies
from awos_lint.model.document import Item, State
from awos_lint.model.kinds import KINDS
from awos_lint.rules import all_rules
from tests.test_layouts import BOOKS
from tests.worlds import judged, loaded

PATHS = {
    "agent-os": [
        "agent-os/product/mission.md",
        "agent-os/product/roadmap.md",
        "agent-os/specs/2026-01-05-x/spec.md",
        "agent-os/specs/2026-01-05-x/tasks.md",
        "agent-os/standards/index.yml",
    ],
    "kiro": [
        ".kiro/specs/x/requirements.md",
        ".kiro/specs/x/tasks.md",
        ".kiro/specs/x/spec.json",
        ".kiro/steering/roadmap.md",
    ],
    "openspec": [
        "openspec/specs/x/spec.md",
        "openspec/changes/y/proposal.md",
        "openspec/changes/y/tasks.md",
        "openspec/changes/y/specs/x/spec.md",
        "openspec/changes/y/specs/z.md",
        "openspec/changes/y/.openspec.yaml",
        "openspec/changes/archive/z/tasks.md",
    ],
    "provectus": [
        "context/product/roadmap.md",
        "context/spec/001-x/functional-spec.md",
        "context/spec/001-x/technical-considerations.md",
        "context/spec/001-x/tasks.md",
    ],
    "spec-kit": [
        ".specify/memory/constitution.md",
        ".specify/feature.json",
        "specs/001-x/spec.md",
        "specs/001-x/tasks.md",
    ],
    "task-master": [
        ".taskmaster/tasks/tasks.json",
        ".taskmaster/tasks/task_001.txt",
        ".taskmaster/state.json",
    ],
}
EACH = [(layout, path) for layout, paths in PATHS.items() for path in paths]
LINES = st.sampled_from(
    [
        "# Requirements",
        "## Requirements",
        "## ADDED Requirements",
        "## RENAMED Requirements ##",
        "### Requirement 1",
        "### Requirement: A",
        "#### Scenario: B",
        "#### Acceptance Criteria",
        "#### Task Group 2: x",
        "**Dependencies:** Task Groups 1-3, 9",
        "- **Status:** Completed",
        "- **Roadmap Item:** Phase 1 → A (b, c) + D",
        "> Status: done",
        "- FROM: `### Requirement: A`",
        "- TO: `### Requirement: B`",
        "- [x] 1. A",
        "  - [ ] 1.1 B",
        "- [ ]* 1.2 C",
        "- [~] T001 [US1] D (depends on T002, T001)",
        "- [ ] **Slice 1: E**",
        "- ⚠️ 2.1 F",
        "  - _Requirements: 1.1, 9.9_",
        "1. WHEN a THEN b",
        "- **FR-001**: c",
        "| FR-002 | d |",
        "@.agent-os/x.md #[[file:y]]",
        "<!-- open",
        "```",
        "---",
        "a: [b",
        '{"master": {"tasks": [{"id": 1, "subtasks": [{}]}]}}',
        "",
        "\t\u2028text",
    ]
)
ANY = st.one_of(
    st.lists(LINES, max_size=14).map(lambda lines: "\n".join(lines).encode()),
    st.binary(max_size=60),
)


@pytest.mark.parametrize(("layout", "path"), EACH)
def test_paths_are_claimed(layout: str, path: str) -> None:
    paths = sorted(PATHS[layout])
    claims = {claim.path for claim in layouts()[layout].claims(paths, Config(), KINDS)}
    assert path in claims


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EACH), ANY)
def test_reading_never_raises(given_path: tuple[str, str], data: bytes) -> None:
    name, path = given_path
    layout = layouts()[name]
    claims = layout.claims(sorted(PATHS[name]), Config(), KINDS)
    for claim in (claim for claim in claims if claim.path == path):
        for document in layout.read(claim, data, Config(), KINDS):
            length = len(document.source.text)
            spans = [span for item in document.items for span in (item.span, item.anchor)]
            spans += [problem.span for problem in document.problems if problem.span]
            spans += [link.span for link in document.links]
            assert document.layout == name
            assert all(0 <= span.start <= span.end <= length for span in spans)
            assert all(-1 <= item.parent < n for n, item in enumerate(document.items))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(PATHS)), st.data())
def test_checking_never_raises(name: str, data: st.DataObject) -> None:
    files: dict[str, str | bytes] = {path: data.draw(ANY) for path in PATHS[name]}
    report = judged(files)
    assert {diagnostic.rule for diagnostic in report.diagnostics} <= set(all_rules())


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_table_says_yes_to_each_finding(name: str) -> None:
    # The table of rules by layout is derived; what really fires must not contradict it.
    for world in BOOKS[name].worlds:
        project = loaded(world.files).project
        texts = (*project.documents, *project.prompts)
        read = {d.path: layouts()[d.layout] for d in texts}
        for found in judged(world.files).diagnostics:
            assert applies(all_rules()[found.rule], read[found.at.path]), found.rule


def _items(text: str, grammar: Grammar | None = None) -> tuple[Item, ...]:
    found = opened("tasks.md", text.encode(), Config().limits)
    return read_checklist(text, found.body.entries, grammar or Grammar())


@pytest.mark.parametrize(
    ("box", "state"),
    [
        ("[ ] 1. A", State.OPEN),
        ("[x] 1. A", State.DONE),
        ("[X] 1. A", State.DONE),
        ("[-] 1. A", State.ACTIVE),
        ("[~] 1. A", State.ACTIVE),
        ("[~] 1. A — skipped", State.CANCELLED),
        ("[ ]* 1. A", State.CANCELLED),
        ("[x]* 1. A", State.DONE),
        ("[x] ~~1. A~~", State.CANCELLED),
        ("[x] ~~A~~ replaced by B", State.CANCELLED),
        ("[ ] 1. A (deferred)", State.CANCELLED),
        ("[ ] 1. Skip empty rows", State.OPEN),
        ("[?] 1. A", None),
    ],
)
def test_states(box: str, state: State | None) -> None:
    (item,) = _items(f"- {box}\n")
    assert item.state is state


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        ("1. Create the table", "1", "Create the table"),
        ("1.2 Create the table", "1.2", "Create the table"),
        ("**1.2**: Create the table", "1.2", "Create the table"),
        ("Task 3: Create the table", "3", "Create the table"),
        ("1.2* Create the table", "1.2", "Create the table"),
        ("3 tables are created", "", "3 tables are created"),
        ("2024 was the year", "", "2024 was the year"),
    ],
)
def test_numbers(line: str, name: str, title: str) -> None:
    (item,) = _items(f"- [ ] {line}\n")
    assert (item.name, item.title.value) == (name, title)


def test_parts_by_number_and_by_indentation() -> None:
    found = _items("- [ ] 2. A\n- [ ] 2.1 B\n  - [ ] c\n- [ ] 2.1.1 D\n- [ ] 3.0 E\n- [ ] 3.1 F\n")
    assert [item.parent for item in found] == [-1, 0, 1, 1, -1, -1]
    zero = _items("- [ ] 3.0 E\n- [ ] 3.1 F\n", Grammar(zero=True))
    assert [item.parent for item in zero] == [-1, 0]


def test_numbers_that_begin_anew_name_nothing() -> None:
    text = "## A\n\n- [ ] 1. a\n- [ ] 2. b\n\n## B\n\n- [ ] 1. c\n- [ ] 2. d\n- [ ] 3. e\n"
    kept, problems = settled_names(_items(text), "task")
    assert [item.name for item in kept] == ["", "", "", "", "3"]
    assert problems == ()


def test_numbers_that_collide_are_kept() -> None:
    kept, _ = settled_names(_items("- [ ] 1. a\n- [ ] 2. b\n- [ ] 2. c\n"), "task")
    assert [item.name for item in kept] == ["1", "2", "2"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Draft", "draft"),
        ("✅ **COMPLETED** - all of it", "implemented"),
        ("in_review", "in-review"),
        ("Approved (Gate 1)", "approved"),
        ("Complete except the docs", ""),
        ("Partially implemented", ""),
        ("In Progress", ""),
        ("Draft | In Review | Approved", ""),
        ("Revised — again", ""),
    ],
)
def test_stages(text: str, status: str) -> None:
    assert stage(text).means == status


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("Sign-in", ["Sign-in"]),
        ("Phase 1 → Sign-in (Password, Reset)", ["Sign-in"]),
        ("Books → Entries + Months", ["Entries + Months", "Entries", "Months"]),
        ("Sign-in — members have a password", ["Sign-in"]),
        ("Phase 2", []),
    ],
)
def test_roadmap_items(item: str, names: list[str]) -> None:
    text = f"# X\n\n- **Roadmap Item:** {item}\n"
    found = labels(opened("x.md", text.encode(), Config().limits).body, text)["roadmap item"]
    meant = list(candidates(found))
    assert [name.value for name in meant] == names
    assert [text[name.span.start : name.span.end] for name in meant] == names


def test_labels_stand_above_the_first_section() -> None:
    text = (
        "# X\n\n**Status**: Draft **Owner**: `ada`\n\n> Created: today\n\nStatus: no\n\n"
        "## A\n\n**Later**: yes\n"
    )
    found = labels(opened("x.md", text.encode(), Config().limits).body, text)
    assert {key: label.value for key, label in found.items()} == {
        "status": "Draft",
        "owner": "`ada`",
        "created": "today",
    }


def test_folders_and_names_meet() -> None:
    assert slug("User Sign-in!") == bare("2026-01-05-user-sign-in") == bare("001-user-sign-in")


def test_other_peoples_folders_are_no_roots() -> None:
    paths = ["node_modules/x/.kiro/specs/a/tasks.md", "a/.kiro/b/.kiro/specs/c/tasks.md"]
    (found,) = rooted(paths, ".kiro")
    assert (found.root, found.rest) == ("a", "b/.kiro/specs/c/tasks.md")


DISPUTED = {
    "awos.toml": 'documents = "."\n',
    ".specify/memory/constitution.md": "# Constitution\n\nEvery change has a test.\n",
    "specs/001-x/spec.md": "---\nstatus: draft\n---\n\n# X\n",
}


def test_two_layouts_that_claim_a_file_are_said() -> None:
    (skip,) = judged(DISPUTED).skipped
    assert skip.what == "specs/001-x/spec.md"
    assert "native and spec-kit claim it" in skip.why
    assert "`layouts`" in skip.why


@pytest.mark.parametrize("name", ["native", "spec-kit"])
def test_naming_a_layout_decides(name: str) -> None:
    chosen = {**DISPUTED, "awos.toml": f'documents = "."\nlayouts = ["{name}"]\n'}
    (spec,) = loaded(chosen).project.of("spec")
    assert (spec.layout, judged(chosen).skipped) == (name, ())


def test_a_candidate_of_the_native_layout_gives_way() -> None:
    files = {
        "context/product/roadmap.md": "# Roadmap\n\n- [ ] **Sign-in**\n",
        "context/spec/001-x/functional-spec.md": "---\nkind: spec\n---\n\n# X\n",
        "context/mission.md": "---\nstatus: draft\n---\n\n# Mission\n",
    }
    read = {document.path: document.layout for document in loaded(files).project.documents}
    assert judged(files).skipped == ()
    assert read == {
        "context/mission.md": "native",
        "context/product/roadmap.md": "provectus",
        "context/spec/001-x/functional-spec.md": "provectus",
    }
