"""Files that look like documents and are not read: said once, with a move that works."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Diagnostic
from tests.support.command import awos, lay
from tests.support.hooks import ask, edit, said
from tests.support.repositories import Repository
from tests.support.worlds import judged, loaded

MISSION = "# Rainwater for allotments\n"
HERB = "---\nid: SPEC-004\nstatus: draft\n---\n\n# Herbs\n"


def strays(files: dict[str, str | bytes]) -> list[Diagnostic]:
    return [d for d in judged(files).diagnostics if d.rule == "document-misplaced"]


PLACES = [
    ("context/Mission.md", "context/mission.md"),
    ("context/mission.MD", "context/mission.md"),
    ("context/missions.md", "context/mission.md"),
    ("context/Roadmaps.md", "context/roadmap.md"),
    ("context/specs/herbs/spec.md", "context/specs/001-herbs/spec.md"),
    ("context/specs/004_Herb beds/spec.md", "context/specs/004-herb-beds/spec.md"),
    ("context/specs/004/tasks.md", "context/specs/004-tasks/tasks.md"),
    ("context/Specs/004-herbs/Spec.md", "context/specs/004-herbs/spec.md"),
    ("context/spec/004-herbs/requirement.md", "context/specs/004-herbs/requirements.md"),
    ("context/Standards/Soil.md", "context/standards/Soil.md"),
]


@pytest.mark.parametrize(("path", "right"), PLACES)
def test_the_help_says_a_move_after_which_the_file_is_read(
    path: str, right: str, tmp_path: Path
) -> None:
    lay(tmp_path, {path: "# Herbs\n"})
    (found,) = json.loads(awos(tmp_path, "check", "--format", "json").out)["findings"]
    assert (found["rule"], found["severity"]) == ("document-misplaced", "warning")
    target = re.search(r"`([^`]+)`$", found["help"])
    assert target
    folder = found["help"].startswith("rename the folder")
    new = tmp_path / target[1]
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.move((tmp_path / path).parent if folder else tmp_path / path, new)
    assert (tmp_path / right).is_file()
    report = json.loads(awos(tmp_path, "check", "--format", "json").out)
    assert report["summary"]["documents"] == 1
    assert report["summary"]["aside"] == 0
    assert "document-misplaced" not in {d["rule"] for d in report["findings"]}


@pytest.mark.parametrize(
    ("key", "path", "right"),
    [
        ("ADR-0007", "context/decisions/use-butts.md", "context/decisions/0007-use-butts.md"),
        ("ADR-XXXX", "context/decisions/use-butts.md", "context/decisions/XXXX-use-butts.md"),
        ("ADR-0007", "context/ideas/7 butts.md", "context/decisions/0007-butts.md"),
        ("SPEC-004", "context/herbs/spec.md", "context/specs/004-herbs/spec.md"),
        ("SPEC-004", "context/specs/herbs.md", "context/specs/004-herbs/spec.md"),
        ("TASKS-004", "context/specs/area/009-herbs/tasks.md", "context/specs/004-herbs/tasks.md"),
        ("STD-soil", "context/notes/earth.md", "context/standards/soil.md"),
        ("MISSION", "context/notes/why.md", "context/mission.md"),
    ],
)
def test_an_id_says_where_a_file_belongs(key: str, path: str, right: str) -> None:
    (found,) = strays({path: f"---\nid: {key}\n---\n"})
    assert (found.at.line, found.at.column) == (2, 5)
    assert found.help == f"move it to `{right}`"


def test_a_free_number_is_one_that_no_other_document_or_stray_has() -> None:
    found = strays(
        {
            "context/specs/008-beds/spec.md": "# Beds\n",
            "context/specs/butts/spec.md": "# Butts\n",
            "context/specs/herbs/spec.md": "# Herbs\n",
            "context/specs/Trees/spec.md": "---\nid: SPEC-009\n---\n",
        }
    )
    assert sorted(d.help.rpartition("/")[2] for d in found) == [
        "009-trees`",
        "010-butts`",
        "011-herbs`",
    ]


def test_nothing_is_moved_over_a_document() -> None:
    files: dict[str, str | bytes] = {
        "context/specs/004-herbs/spec.md": HERB,
        "context/specs/004-herbs/Spec.md": "# Herbs\n",
        "context/copy/herbs.md": HERB,
    }
    assert {d.at.path: d.help for d in strays(files)} == {
        path: f'add `"{path}"` to `exclude` in the configuration, or delete the file'
        for path in ("context/specs/004-herbs/Spec.md", "context/copy/herbs.md")
    }
    files["awos.toml"] = 'exclude = ["context/specs/004-herbs/Spec.md", "context/copy/herbs.md"]\n'
    assert strays(files) == []


def test_what_names_it_makes_it_an_error_and_is_not_reported_again() -> None:
    files: dict[str, str | bytes] = {
        "context/mission.md": MISSION,
        "context/Roadmap.md": "- [ ] **F-01** Herbs\n",
        "context/specs/004-herbs/Spec.md": "- **FR-1** A bed.\n",
        "context/specs/004-herbs/tasks.md": "- [ ] **T-01** Dig\n  - covers: FR-1\n",
        "context/specs/005-beds/spec.md": (
            "---\nfeature: F-01\ndepends_on: [SPEC-004]\n---\n\n# Beds\n"
        ),
    }
    report = judged(files)
    found = {d.at.path: d for d in report.diagnostics if d.rule == "document-misplaced"}
    assert {d.severity.word for d in found.values()} == {"error"}
    spec = found["context/specs/004-herbs/Spec.md"]
    named = [(at.path, at.line) for at, message in spec.related if message.endswith(" names it")]
    assert ("context/specs/005-beds/spec.md", 3) in named
    rules = {d.rule for d in report.diagnostics}
    assert rules.isdisjoint({"reference-dangling", "order-tasks-without-spec"})
    assert rules.isdisjoint({"order-missing-roadmap", "order-spec-without-feature"})
    # Where the file is nobody's document, the links lead nowhere again.
    files["awos.toml"] = 'exclude = ["context/specs/004-herbs/Spec.md"]\n'
    assert "reference-dangling" in {d.rule for d in judged(files).diagnostics}


def test_a_severity_of_the_project_wins() -> None:
    files: dict[str, str | bytes] = {
        "context/roadmap.md": "- [ ] **F-01** Herbs\n  - spec: SPEC-004\n",
        "context/specs/herbs/spec.md": HERB,
        "awos.toml": 'severity = {document-misplaced = "notice"}\n',
    }
    assert [d.severity.word for d in strays(files)] == ["notice"]


def test_a_kind_of_the_project_says_its_name() -> None:
    files: dict[str, str | bytes] = {
        "awos.toml": '[kinds.runbook]\nprefix = "RUN"\n',
        "context/night.md": "---\nid: RUN-3\n---\n",
    }
    (found,) = strays(files)
    assert found.help == "add `kind: runbook` to its front matter"
    files["context/night.md"] = "---\nid: RUN-3\nkind: runbook\n---\n"
    assert strays(files) == []


NAMES = st.sampled_from(["notes", "minutes", "research", "README", "faq", "log", "call-2026-03-01"])
KEYS = st.sampled_from(["title", "date", "tags", "author", "layout", "aliases", "draft"])
VALUES = st.sampled_from(["draft", "2026-03-01", "true", "[a, b]", "Herbs", "ADR-0007"])


@given(
    st.lists(NAMES, min_size=1, max_size=3),
    st.sampled_from(["context", "context/decisions", "context/specs/004-herbs", "context/specs"]),
    st.dictionaries(KEYS, VALUES, max_size=4),
)
def test_notes_are_left_alone(names: list[str], home: str, keys: dict[str, str]) -> None:
    front = "".join(f"{key}: {value}\n" for key, value in keys.items())
    path = "/".join([home, *names]) + ".md"
    files: dict[str, str | bytes] = {path: f"---\n{front}---\n\n# Herbs\n"}
    assert strays(files) == []
    assert [entry.path for entry in loaded(files).aside] == [path]


def test_the_report_counts_what_was_left_aside_and_layout_explains_it(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "context/mission.md": "---\nstatus: draft\n---\n# Rain\n",
            "context/notes.md": "# Notes\n",
            "context/specs/herbs/spec.md": HERB,
            "context/plan.png": b"\x89PNG",
        },
    )
    out = awos(tmp_path, "check", "--select", "document-misplaced").out
    assert out.endswith("\n1 warning in 1 document (2 left aside: see `awos layout`).\n")
    assert [line for line in awos(tmp_path, "layout").out.split("\n") if "aside" in line] == [
        "  left aside: context/notes.md: its path and its front matter name no kind",
        (
            "  left aside: context/specs/herbs/spec.md: "
            "it looks like a document of kind `spec` in another place"
        ),
    ]
    (tmp_path / "context/notes.md").unlink()
    shutil.rmtree(tmp_path / "context/specs")
    assert "left aside" not in awos(tmp_path, "check").out


def test_the_index_a_step_and_a_hook_say_it_too(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    lay(repository.root, {"context/mission.md": MISSION, "context/specs/herbs/spec.md": HERB})
    repository.git("add", "context/mission.md")
    repository.git("commit", "-qm", "Begin")
    path = "context/specs/herbs/spec.md"

    def found(*options: str) -> list[str]:
        out = awos(repository.root, "check", "--format", "json", *options).out
        findings = json.loads(out)["findings"]
        return [f["path"] for f in findings if f["rule"] == "document-misplaced"]

    assert (found(), found("--staged")) == ([path], [])
    assert path in json.dumps(said(ask(repository.root, "post-tool-use", edit(path))))
    repository.git("add", "context")
    assert found("--staged") == [path]
    repository.git("commit", "-qm", "Herbs")
    assert found("--diff", "HEAD^...HEAD") == [path]
    lay(repository.root, {"context/mission.md": MISSION + "\nMore.\n"})
    repository.git("commit", "-qam", "More")
    assert found("--diff", "HEAD^...HEAD") == []


def test_an_id_with_very_many_digits_is_read() -> None:
    many = f"---\nid: ADR-{'9' * 5000}\nstatus: proposed\n---\n# Moor\n"
    files = {"context/decisions/0001-moor.md": many, "context/decisions/use-ropes.md": many}
    assert not [
        skip for skip in judged(files).skipped if skip.what.startswith("document-misplaced")
    ]
