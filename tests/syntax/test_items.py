"""The native grammar: ids, titles, states, fields, notes and parents."""

from __future__ import annotations

import pytest

from awos_lint.core.model.document import Item, State
from awos_lint.syntax.parse import read_items
from tests.support.texts import at, body


def items(kind: str, text: str) -> tuple[Item, ...]:
    return read_items(kind, body(text).entries)


@pytest.mark.parametrize(
    ("kind", "line", "name", "title"),
    [
        ("roadmap", "- [ ] **F-02** Dashboard", "F-02", "Dashboard"),
        ("tasks", "- [x] **T-04** Add the endpoint", "T-04", "Add the endpoint"),
        ("tasks", "- [ ] __T-04__ Add", "T-04", "Add"),
        ("tasks", "- [ ] **T-04:** Add", "T-04", "Add"),
        ("tasks", "- [ ] **T-04**: Add", "T-04", "Add"),
        ("tasks", "- [ ] **T-04** — Add", "T-04", "Add"),
        ("tasks", "- [ ] **T-04** - Add", "T-04", "Add"),
        ("tasks", "- [ ] T-04 Add", "T-04", "Add"),
        ("tasks", "- [ ] T-04: Add", "T-04", "Add"),
        ("tasks", "- **T-04** Add", "T-04", "Add"),
        ("tasks", "1. [ ] **T-04.1a** Add", "T-04.1a", "Add"),
        ("tasks", "- [ ] **T-04**", "T-04", ""),
        ("tasks", "- [ ] **T-04** Add **bold** `code`", "T-04", "Add **bold** `code`"),
        ("tasks", "- [ ] Add", "", "Add"),
        ("tasks", "- [ ] **X-1** Add", "", "**X-1** Add"),
        ("tasks", "- [ ] **T-04b Add** x", "", "**T-04b Add** x"),
        ("tasks", "- [ ] t-04 Add", "", "t-04 Add"),
        ("spec", "- **FR-2** The user", "FR-2", "The user"),
        ("spec", "- FR-2: The user", "FR-2", "The user"),
        ("requirements", "- **AC-1** when", "AC-1", "when"),
        ("spec", "- AC-1: when", "AC-1", "when"),
    ],
)
def test_ids_and_titles(kind: str, line: str, name: str, title: str) -> None:
    (item,) = items(kind, line + "\n")
    assert (item.name, item.title.value) == (name, title)
    assert at(line, item.title.span) == title
    assert at(line, item.anchor) == (name or "[ ]")
    assert at(line, item.span) == line


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("tasks", "- Add"),
        ("tasks", "- T-04 is done"),
        ("tasks", "- T-shirt: x"),
        ("tasks", "T-04: Add"),
        ("tasks", "> - [ ] **T-04** quoted"),
        ("tasks", "```\n- [ ] **T-04** code\n```"),
        ("tasks", "<!--\n- [ ] **T-04** comment\n-->"),
        ("spec", "- [ ] a checkbox"),
        ("spec", "- **T-04** a task"),
        ("mission", "- [ ] **T-04** Add"),
        ("adr", "- FR-2: x"),
    ],
)
def test_no_items(kind: str, text: str) -> None:
    assert items(kind, text) == ()


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- [ ] **T-1** a", State.OPEN),
        ("- [-] **T-1** a", State.ACTIVE),
        ("- [x] **T-1** a", State.DONE),
        ("- [X] **T-1** a", State.DONE),
        ("- [?] **T-1** a", None),
        ("- **T-1** a", None),
        ("- [x] ~~**T-1** a~~", State.CANCELLED),
        ("- [ ] **T-1** ~~a~~", State.CANCELLED),
        ("- [ ] ~~a~~", State.CANCELLED),
        ("- ~~**T-1** a~~", State.CANCELLED),
        ("- [ ] **T-1** ~~a~~ b", State.OPEN),
    ],
)
def test_states(line: str, state: State | None) -> None:
    (item,) = items("tasks", line)
    assert item.state is state
    assert item.title.value in ("a", "~~a~~ b")
    assert at(line, item.title.span) == item.title.value


TASK = """\
- [x] **T-04** Add the
  reset endpoint
  - after: T-02, T-03,
  - Covers: FR-2
  - files: `src/auth/a, b.py`,  `` c`d.py `` , tests/e.py
  - verify: `pytest tests/test_reset.py, -x`
  - agent:
  - afer: T-01
  - after: T-07
  - a plain note
    - deeper note
  - [ ] write the test

  A paragraph of its own.
"""


def test_fields() -> None:
    item = items("tasks", TASK)[0]
    assert {key: item.list_values(key) for key in item.fields} == {
        "after": ("T-02", "T-03", "T-07"),
        "covers": ("FR-2",),
        "files": ("src/auth/a, b.py", "c`d.py", "tests/e.py"),
        "verify": ("pytest tests/test_reset.py, -x",),
        "agent": (),
    }
    for values in item.fields.values():
        for text in values:
            assert at(TASK, text.span) == text.value
    assert {key: at(TASK, span) for key, span in item.keys.items()} == {
        "after": "after",
        "covers": "Covers",
        "files": "files",
        "verify": "verify",
        "agent": "agent",
    }
    assert item.keys["after"].start == TASK.index("after")


def test_notes_and_children() -> None:
    first, child = items("tasks", TASK)
    assert first.title.value == "Add the reset endpoint"
    assert [note.value for note in first.notes] == [
        "afer: T-01",
        "a plain note",
        "deeper note",
        "A paragraph of its own.",
    ]
    assert (child.name, child.title.value, child.parent, child.state) == (
        "",
        "write the test",
        0,
        State.OPEN,
    )
    assert first.words == 4 + 2 + 3 + 2 + 5


def test_values_may_be_a_nested_list() -> None:
    text = "- [ ] **T-1** a\n  - files:\n    - `b.py`\n    - c.py, d.py\n  - note\n"
    (item,) = items("tasks", text)
    assert item.list_values("files") == ("b.py", "c.py", "d.py")
    assert [note.value for note in item.notes] == ["note"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("after: T-1", ("T-1",)),
        ("after : T-1", ("T-1",)),
        ("after:T-1", ("T-1",)),
        ("AFTER: T-1", ("T-1",)),
        ("after: `T-1`, T-3", ("T-1", "T-3")),
        ("after:", ()),
        ("after", None),
        ("after T-1: x", None),
        ("[ ] after: T-1", None),
        ("**after:** T-1", None),
    ],
)
def test_how_a_field_is_written(line: str, values: tuple[str, ...] | None) -> None:
    text = f"- [ ] **T-2** a\n  - {line}\n"
    item = items("tasks", text)[0]
    assert (item.list_values("after") if item.keys else None) == values
    assert all(at(text, span).lower() == "after" for span in item.keys.values())


def test_a_command_is_never_split() -> None:
    text = "- [ ] **T-1** a\n  - verify: `a, b` and `c`\n"
    (item,) = items("tasks", text)
    assert item.list_values("verify") == ("`a, b` and `c`",)


def test_fields_belong_to_the_kind_of_item() -> None:
    (feature,) = items("roadmap", "- [ ] **F-1** a\n  - spec: SPEC-001\n  - files: x\n")
    assert feature.list_values("spec") == ("SPEC-001",)
    assert [note.value for note in feature.notes] == ["files: x"]


def test_criteria_and_their_requirement() -> None:
    text = (
        "## Functional\n\n- **FR-1** one\n  - AC-1: a\n  - Criteria:\n    - **AC-2** b\n"
        "- FR-2: two\n\n## Loose\n\n- AC-9: alone\n"
    )
    found = items("spec", text)
    assert [(i.kind, i.name, i.parent, i.section) for i in found] == [
        ("requirement", "FR-1", -1, 0),
        ("criterion", "AC-1", 0, 0),
        ("criterion", "AC-2", 0, 0),
        ("requirement", "FR-2", -1, 0),
        ("criterion", "AC-9", -1, 1),
    ]
    assert [note.value for note in found[0].notes] == ["Criteria:"]


def test_tasks_in_tasks_have_parents() -> None:
    text = "- [x] **T-1** a\n  - [ ] **T-1.1** b\n    - [ ] **T-1.1.1** c\n- [ ] **T-2** d\n"
    assert [(i.name, i.parent) for i in items("tasks", text)] == [
        ("T-1", -1),
        ("T-1.1", 0),
        ("T-1.1.1", 1),
        ("T-2", -1),
    ]
