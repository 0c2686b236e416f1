"""No document ends a run: every kind in every layout, edited, cut short, and headed by anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Report, Skip, select_failures
from awos_lint.core.model.kinds import PAGE
from awos_lint.core.text import Span
from awos_lint.layouts import load_layouts
from awos_lint.linter.casebook import World
from awos_lint.workflow.view import view_of
from tests.support.command import awos, lay
from tests.support.dialects import WORLDS, Files
from tests.support.profiles import scale_examples
from tests.support.repositories import Repository, isolate
from tests.support.worlds import judged, judged_world, loaded
from tests.workflow.test_hostile import answers


def texts(files: Files) -> list[str]:
    """Return the paths of what is no code and no configuration of awos."""
    return [path for path in files if not path.endswith((".py", "awos.toml"))]


EVERY = [(layout, path) for layout, files in WORLDS.items() for path in texts(files)]


def headed(text: str) -> str:
    """Return the headings of a text without what stands below them."""
    return "".join(f"{line}\n\n" for line in text.split("\n") if line.startswith("#"))


EDITS: Mapping[str, Callable[[str], str]] = {
    "a line more": lambda text: f"{text}\nAnother line.\n",
    "a line less": lambda text: text.partition("\n")[2],
    "the title alone": lambda text: f"# {text.strip('-# ').partition(chr(10))[0]}\n",
    "empty sections": headed,
    "empty": lambda _: "",
    "cut": lambda text: text[: len(text) // 2],
}


def stepped(before: Files, after: Mapping[str, str]) -> Report:
    """Judge a step with all rules."""
    old, new = ({p: t.encode() for p, t in files.items()} for files in (before, after))
    return judged_world(World("A step", new, (), (), before=old))


def whole(report: Report) -> bool:
    """Whether no bug ended a part of a run."""
    failed = select_failures(report.skipped)
    assert not failed, "\n".join(failure.log for failure in failed)
    return True


def test_there_is_a_world_of_every_layout_with_every_kind() -> None:
    assert WORLDS.keys() == load_layouts().keys()
    for name, files in WORLDS.items():
        project = loaded(files).project
        found = {d.kind for d in (*project.documents, *project.prompts) if d.layout == name}
        assert found >= load_layouts()[name].kinds, name
        if name not in ("native", "agents"):
            assert PAGE in found, name


@pytest.mark.parametrize(("layout", "path"), EVERY)
def test_a_step_that_edits_a_document_is_judged(layout: str, path: str) -> None:
    files = WORLDS[layout]
    for edit in EDITS.values():
        assert whole(stepped(files, {**files, path: edit(files[path])}))
        assert whole(stepped({**files, path: edit(files[path])}, files))
    assert whole(stepped(files, {p: t for p, t in files.items() if p != path}))


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("layout", WORLDS)
def test_every_question_has_an_answer(layout: str, edit: str) -> None:
    files = dict(WORLDS[layout])
    for path in texts(files):
        files[path] = EDITS[edit](files[path])
    found = loaded(files)
    assert not select_failures(found.skipped)
    for _ in answers(view_of(found.project, found.settings.config)):
        pass


COMMANDS = [
    ["check"],
    ["status"],
    ["status", "--format", "json"],
    ["next"],
    ["matrix"],
    ["approvals"],
    ["layout"],
    ["summary", "--diff", "HEAD^...HEAD"],
    ["check", "--diff", "HEAD^...HEAD"],
    ["check", "--since", "HEAD^"],
    *(["graph", "--format", form] for form in ("mermaid", "dot", "json")),
]


@pytest.mark.parametrize("edit", ["the title alone", "empty sections", "empty"])
@pytest.mark.parametrize("layout", WORLDS)
def test_no_command_ends_in_a_bug(
    layout: str, edit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    repository = Repository.create(tmp_path / "repo")
    lay(repository.root, WORLDS[layout])
    repository.commit()
    for path in texts(WORLDS[layout]):
        repository.write(path, EDITS[edit](WORLDS[layout][path]))
    repository.commit()
    nodes = loaded({p: EDITS[edit](t) for p, t in WORLDS[layout].items()}).project.nodes
    asked = [[verb, key] for verb in ("context", "plan", "trace") for key in list(nodes)[:4]]
    for command in [*COMMANDS, *asked]:
        ran = awos(repository.root, *command)
        assert ran.code in (0, 1, 2, 3), (command, ran.err)
        assert "bug" not in ran.err, (command, ran.err)


def test_a_spec_with_a_title_alone_has_a_context(tmp_path: Path) -> None:
    lay(tmp_path, {"context/specs/001-water/spec.md": "# Water\n"})
    ran = awos(tmp_path, "context", "SPEC-001")
    assert ran.code == 0
    assert ran.out.startswith("# SPEC-001 Water\n")
    assert awos(tmp_path, "context", "SPEC-001", "--format", "json").code == 0


# Header lines, composed of the words and the separators that dialects know.

_WORDS = """
Status Date Deciders Roadmap Item Feature Branch Phase Milestone Stage 1 2 007 ADR ADR-0001
Accepted accepted Proposed Superseded Supersedes by partly Deprecated Draft Approved Complete
done open Watering Requirement Requirements Depends on depends_on approvals status covers after
FR-001 FR-1 AC-1 T-01 T001 US1 P1 1.1 1.1.2 [P] [US1] [x] [ [~] ~~ ** __ ` `` [2](0002-x.md)
https://example.org/1 2026-02-30 2026-03-01 and & or FROM: TO: MODIFIED ADDED Scenario: files
### #### ## # Given When Then verify null true {x} <x> <!-- --> é 表示
"""
_BETWEEN = (
    "",
    " ",
    "\t",
    ":",
    ": ",
    ", ",
    "; ",
    "/",
    " - ",
    " – ",
    " → ",
    " -> ",
    " | ",
    " (",
    ") ",
)
_LEAD = ("", "- ", "* ", "> ", "1. ", "- **", "**", "# ", "## ", "  ", "| ", "\t", "\u2028")


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Draw a line as it may stand in the header of a document."""
    parts = [draw(st.sampled_from(_LEAD))]
    for _ in range(draw(st.integers(1, 7))):
        parts += [draw(st.sampled_from(_WORDS.split())), draw(st.sampled_from(_BETWEEN))]
    return "".join(parts)


@given(st.sampled_from(EVERY), st.lists(lines(), min_size=1, max_size=4), st.integers(0, 8))
@settings(max_examples=scale_examples(300))
def test_any_header_is_read(where: tuple[str, str], header: list[str], at: int) -> None:
    layout, path = where
    files = WORLDS[layout]
    written = files[path].split("\n")
    text = "\n".join([*written[:at], *header, *written[at:]])
    found = loaded({**files, path: text})
    assert not select_failures(found.skipped)
    for document in (*found.project.documents, *found.project.prompts):
        end = len(document.source.text)
        assert all(0 <= start <= stop <= end for start, stop in spans(document)), header


def spans(value: object) -> Iterator[Span]:
    """Yield every span in a document, however deep it lies."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from spans(entry)
    elif isinstance(value, (tuple, list, frozenset)):
        for entry in value:
            yield from spans(entry)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for field in fields(value):  # type: ignore[arg-type]
            yield from spans(getattr(value, field.name))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Phase 1 → Watering", ["Watering"]),
        ("Watering Phase 2", ["Watering"]),
        ("Mend the Phase 2 pipes", ["Mend the Phase 2 pipes"]),
        ("Phase 2", []),
        ("*Watering* and *Heating*", ["Watering* and *Heating", "Watering", "Heating"]),
    ],
)
def test_the_words_of_a_roadmap_item_are_found_where_they_stand(
    line: str, named: list[str]
) -> None:
    path = "context/spec/001-watering/functional-spec.md"
    text = f"# Functional Specification: Watering\n\n- **Roadmap Item:** {line}\n"
    project = loaded({**WORLDS["provectus"], path: text}).project
    (spec,) = project.documents_of("spec")
    found = spec.fields.get("feature", [])
    assert isinstance(found, list)
    assert [str(name).removeprefix("context/roadmap/") for name in found] == named
    for index, name in enumerate(named):
        span = spec.marks["feature", index].value
        assert text[span.start : span.end] == name


def test_a_page_has_no_life_cycle() -> None:
    project = loaded(WORLDS["adr"]).project
    (page,) = project.documents_of(PAGE)
    assert project.kind_of(page).statuses == ()


def listed(count: int) -> str:
    """Return a list of Task Master's with as many tasks."""
    tasks = [
        {
            "id": number,
            "title": f"Lay pipe {number}",
            "details": "Dig, lay, cover. " * 14,
            "status": "pending",
            "dependencies": [number - 1] if number > 1 else [],
        }
        for number in range(1, count + 1)
    ]
    return json.dumps({"master": {"tasks": tasks}}, indent=2)


TASKS = ".taskmaster/tasks/tasks.json"


def test_a_data_file_has_a_limit_of_its_own() -> None:
    text = listed(5000)
    assert len(text) > 1_500_000
    report = judged({TASKS: text})
    assert not report.skipped
    assert len(list(loaded({TASKS: text}).project.items_of("task"))) == 5000
    (skip,) = judged({TASKS: text, "awos.toml": "limits.data-bytes = 100_000\n"}).skipped
    assert skip == Skip(TASKS, "it has more than 100000 bytes")


def test_a_list_of_five_thousand_tasks_is_read() -> None:
    lines = "".join(f"- [ ] T{number:04} Lay pipe {number}\n" for number in range(1, 5001))
    path = "specs/001-water/tasks.md"
    found = loaded({**WORLDS["spec-kit"], path: f"# Tasks\n\n{lines}"})
    assert not found.skipped
    assert len(list(found.project.items_of("task"))) == 5000


def test_what_agents_read_is_no_data_file() -> None:
    (skip,) = judged({**WORLDS["adr"], ".mcp.json": f'{{"a": "{"x" * 600_000}"}}'}).skipped
    assert skip == Skip(".mcp.json", "it has more than 524288 bytes")
