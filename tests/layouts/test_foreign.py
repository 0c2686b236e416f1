"""Foreign layouts: whatever stands in their files, reading them ends in documents and findings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.core.config import Config
from awos_lint.core.model.document import Item, State
from awos_lint.core.model.kinds import KINDS
from awos_lint.files.tree import MemoryTree
from awos_lint.layouts import load_layouts
from awos_lint.layouts.dialect.checklist import Grammar, read_checklist, settled_names
from awos_lint.layouts.dialect.features import find_candidate_names, make_slug, strip_prefix
from awos_lint.layouts.dialect.labels import find_labels
from awos_lint.layouts.dialect.open_document import open_document
from awos_lint.layouts.dialect.roots import find_rooted
from awos_lint.layouts.dialect.status_words import read_stage
from awos_lint.linter.manual import can_apply
from awos_lint.project.load import load_project
from awos_lint.project.settings import find_settings
from awos_lint.rules import all_rules
from tests.layouts.test_casebooks import BOOKS
from tests.support.profiles import scale_examples
from tests.support.worlds import judged, loaded

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
    claims = {claim.path for claim in load_layouts()[layout].claims(paths, Config(), KINDS)}
    assert path in claims


@settings(max_examples=scale_examples(60), deadline=None)
@given(st.sampled_from(EACH), ANY)
def test_reading_never_raises(given_path: tuple[str, str], data: bytes) -> None:
    name, path = given_path
    layout = load_layouts()[name]
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


@settings(max_examples=scale_examples(25), deadline=None)
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
        read = {d.path: load_layouts()[d.layout] for d in texts}
        for found in judged(world.files).diagnostics:
            assert can_apply(all_rules()[found.rule], read[found.at.path]), found.rule


def _items(text: str, grammar: Grammar | None = None) -> tuple[Item, ...]:
    found = open_document("tasks.md", text.encode(), Config().limits)
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
    assert read_stage(text).means == status


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
    found = find_labels(open_document("x.md", text.encode(), Config().limits).body, text)[
        "roadmap item"
    ]
    meant = list(find_candidate_names(found))
    assert [name.value for name in meant] == names
    assert [text[name.span.start : name.span.end] for name in meant] == names


def test_labels_stand_above_the_first_section() -> None:
    text = (
        "# X\n\n**Status**: Draft **Owner**: `ada`\n\n> Created: today\n\nStatus: no\n\n"
        "## A\n\n**Later**: yes\n"
    )
    found = find_labels(open_document("x.md", text.encode(), Config().limits).body, text)
    assert {key: label.value for key, label in found.items()} == {
        "status": "Draft",
        "owner": "`ada`",
        "created": "today",
    }


def test_folders_and_names_meet() -> None:
    assert (
        make_slug("User Sign-in!")
        == strip_prefix("2026-01-05-user-sign-in")
        == strip_prefix("001-user-sign-in")
    )


def test_other_peoples_folders_are_no_roots() -> None:
    paths = ["node_modules/x/.kiro/specs/a/tasks.md", "a/.kiro/b/.kiro/specs/c/tasks.md"]
    (found,) = find_rooted(paths, ".kiro")
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
    (spec,) = loaded(chosen).project.documents_of("spec")
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


# Folders that are called like those of a framework, in repositories that do not use it.
INNOCENT = {
    "numbered lessons": {
        "lessons/001-knots/spec.md": "# What you learn\n\n[gone](gone.md)\n",
        "lessons/001-knots/tasks.md": "# Tasks\n\n- [x] Tie\n  - [ ] Untie\n",
        "lessons/002-sails/plan.md": "# Plan of the lesson\n",
        "lessons/002-sails/spec.md": "# What you learn\n",
    },
    "one numbered folder of another name": {
        "talks/001-tides/spec.md": "# Feature Specification: Tides\n\n[gone](gone.md)\n",
    },
    "specs of a test suite": {
        "specs/001/spec.md": "# How this suite is run\n\n[gone](gone.md)\n",
        "specs/001/tasks.md": "- [x] Run it\n  - [ ] Twice\n",
    },
    "an example": {
        "examples/specs/001-tides/spec.md": "# Feature Specification: Tides\n\n[gone](gone.md)\n",
    },
    "dated folders without Agent OS": {
        "specs/2026-02-05-locks/spec.md": "# Locks\n\n[gone](gone.md)\n",
        "specs/2026-02-05-locks/plan.md": "# Plan\n",
        "specs/2026-02-05-locks/tasks.md": "- [x] Open\n  - [ ] Close\n",
        "specs/2026-03-05-gates/spec.md": "# Gates\n",
        "specs/2026-03-05-gates/plan.md": "# Plan\n",
    },
    "changes without OpenSpec": {
        "changes/harbour/add-tides/proposal.md": "[gone](gone.md)\n",
        "changes/harbour/add-tides/task.md": "- [x] Draw\n  - [ ] Paint\n",
    },
    "a context folder": {
        "context/product/idea.md": "# Idea\n\n[gone](gone.md)\n",
        "context/spec/001-tides/tasks.md": "- [x] Draw\n  - [ ] Paint\n",
        "context/notes/harbour.md": "[gone](gone.md)\n",
    },
    "minutes beside decisions": {
        "docs/decisions/minutes.md": "# Minutes\n\nStatus: done\n\n[gone](gone.md)\n",
        "docs/decisions/form.md": "---\nstatus: draft\n---\n\n# Form\n\n[gone](gone.md)\n",
        "docs/choices/paper.md": "# Paper\n\nStatus: accepted\n\n[gone](gone.md)\n",
    },
}


@pytest.mark.parametrize("name", INNOCENT)
def test_other_uses_of_the_same_names_are_left_alone(name: str) -> None:
    assert loaded(INNOCENT[name]).project.documents == ()


def test_folders_that_the_configuration_names_are_relative_to_it() -> None:
    files = {
        "shop/awos.toml": '[folders]\nspec-kit = ["ledger/"]\n',
        "shop/ledger/001-tides/spec.md": "# Tides\n",
        "shop/ledger/area/002-wharf/plan.md": "# Wharf\n",
        "shop/ledgers/003-locks/spec.md": "# Locks\n",
    }
    tree = MemoryTree(files)
    found = load_project(tree, find_settings(tree, "shop")).project.documents
    assert {document.path: document.id for document in found} == {
        "shop/ledger/001-tides/spec.md": "shop/ledger/001-tides",
        "shop/ledger/area/002-wharf/plan.md": "",
    }


def test_specs_beside_agent_os_belong_to_spec_kit_where_that_is() -> None:
    files = {
        "agent-os/product/mission.md": "# Mission\n",
        ".specify/memory/constitution.md": "# Constitution\n",
        "specs/2026-02-05-locks/spec.md": "# Locks\n",
    }
    found = loaded(files)
    layouts_ = {document.path: document.layout for document in found.project.documents}
    assert (layouts_["specs/2026-02-05-locks/spec.md"], found.skipped) == ("spec-kit", ())


NAMES = st.from_regex(r"T-?[0-9]{1,4}(\.[0-9]{1,2})?[a-c]?", fullmatch=True)
BETWEEN = st.sampled_from(["-", "–", "—", " to ", " through ", " - ", ", ", " and ", ";", "~"])


PARTS = st.lists(st.tuples(NAMES, BETWEEN), min_size=1, max_size=5)
NAMED = ("T001", "T002", "T003", "T004", "T006")


@settings(deadline=None)
@given(PARTS, st.lists(NAMES, max_size=6))
def test_a_range_names_tasks_that_there_are(parts: list[tuple[str, str]], names: list[str]) -> None:
    listed = "".join(f"{name}{between}" for name, between in parts)
    lines = "".join(f"- [ ] {name} Do\n" for name in names)
    text = f"{lines}- [x] T500 Do it all (depends on {listed})\n"
    files = {".specify/a.md": "", "specs/001-x/spec.md": "# X\n", "specs/001-x/tasks.md": text}
    (tasks,) = loaded(files).project.documents_of("tasks")
    written = {part for part, _ in parts}
    for value in (v for item in tasks.items for v in item.fields.get("after", ())):
        place = text[value.span.start : value.span.end]
        assert value.value == place or (value.value in names and place[:1] == "T")
        assert value.value in written | set(names)


@pytest.mark.parametrize(
    ("listed", "after"),
    [
        ("T001-T003", ["T001", "T002", "T003"]),
        ("T001–T003", ["T001", "T002", "T003"]),
        ("T001 — T003", ["T001", "T002", "T003"]),
        ("T001 to T003", ["T001", "T002", "T003"]),
        ("T001 through T002, T004", ["T001", "T002", "T004"]),
        ("T002 and T004-T007", ["T002", "T004", "T006", "T007"]),
        ("T001-T009", ["T001", "T009"]),
        ("T003-T001", ["T003", "T001"]),
        ("T001-setup", []),
        ("T001, T002 and also T003", ["T001", "T002", "T003"]),
        ("all of T001 & T002 + T003", ["T001", "T002", "T003"]),
        ("T001, the list; before T002", ["T001"]),
        ("T001, blocks T002", ["T001"]),
    ],
)
def test_ranges_of_tasks(listed: str, after: list[str]) -> None:
    others = "".join(
        f"- [ ] {name} Do {name}\n" for name in ("T001", "T002", "T003", "T004", "T006")
    )
    text = f"{others}- [ ] T008 Do it (depends on {listed})\n"
    files = {".specify/a.md": "", "specs/001-x/spec.md": "# X\n", "specs/001-x/tasks.md": text}
    (tasks,) = loaded(files).project.documents_of("tasks")
    assert list(tasks.items[-1].list_values("after")) == after


def test_no_number_is_guessed_for_another() -> None:
    def part(number: int, criteria: int) -> str:
        lines = [f"{n}. WHEN the wind rises THEN reef {n}\n" for n in range(1, criteria + 1)]
        return f"### Requirement {number}\n\n#### Acceptance Criteria\n\n{''.join(lines)}\n"

    parts = [part(number, number - 1 if number == 6 else number) for number in range(1, 8)]
    home, task = ".kiro/specs/reef-the-large-sail", "- [ ] 1. Sew\n  - _Requirements: 1.1, 6.7_\n"
    files: dict[str, str | bytes] = {
        f"{home}/requirements.md": "# Sails\n\n" + "".join(parts),
        f"{home}/tasks.md": task,
    }
    found = next(d for d in judged(files).diagnostics if d.rule == "reference-dangling")
    assert "did you mean" not in found.help


def test_a_list_without_a_status_is_not_said_to_have_one() -> None:
    files: dict[str, str | bytes] = {
        ".specify/memory/constitution.md": "# Rules\n\nEvery sail has a seam.\n",
        "specs/001-sails/spec.md": "# Sails\n\n**Status**: Completed\n",
        "specs/001-sails/tasks.md": "# Tasks\n\n- [ ] T001 Sew the sail in `sail.py`\n",
    }
    found = next(d for d in judged(files).diagnostics if d.rule == "approval-spec-unfinished")
    assert [message for _, message in found.related] == ["the first one is open"]


def test_of_a_template_nothing_else_is_said() -> None:
    prompt = "<!-- Say what it is. -->"
    parts = ("Why", "What Changes", "Impact", "Risks")
    text = "# Proposal\n\n" + "\n".join(f"## {part}\n\n{prompt}\n" for part in parts)
    (found,) = judged({"openspec/changes/sails/proposal.md": text}).diagnostics
    assert found.rule == "document-placeholder"
