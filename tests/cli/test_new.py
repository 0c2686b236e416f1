"""``awos new``: where documents go, what they say, and what a project's own templates change."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.model.front import MODELS
from awos_lint.core.text import Source
from awos_lint.files import WriteError
from awos_lint.layouts.native.templates import KINDS, fill_draft, make_slug, read_template
from awos_lint.project.place import Place
from awos_lint.syntax.edit import apply_edits
from awos_lint.syntax.edit.fields import field_edit
from tests.support.command import awos, lay
from tests.support.products import ROADMAP, feature, roadmap, small, spec, spec_path
from tests.support.repositories import Repository, isolate
from tests.support.worlds import judged, loaded


def today() -> str:
    """The day now: the tests may run over midnight."""
    return datetime.date.today().isoformat()


BAKE = "context/specs/002-feature-2/spec.md"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    lay(made.root, small())
    made.commit()
    return made


def said(repo: Repository, *arguments: str) -> str:
    ran = awos(repo.root, "new", *arguments)
    assert ran.code == 0, ran
    return ran.out


def refused(repo: Repository, *arguments: str) -> str:
    """Run what must be refused; return why, after nothing was written."""
    repo.git("add", "-A")
    ran = awos(repo.root, "new", *arguments)
    assert ran.code == 2
    assert repo.git("status", "--short").replace("M  ", "").replace("A  ", "") == repo.git(
        "diff", "--cached", "--name-only"
    )
    return ran.err


def text(repo: Repository, path: str) -> str:
    return (repo.root / path).read_text()


# What each kind is given.


def test_a_spec_is_named_and_linked_after_its_feature(repo: Repository) -> None:
    assert said(repo, "spec", "F-02") == f"SPEC-002 begun in {BAKE}\n{ROADMAP} names it\n"
    front = f"---\nid: SPEC-002\nstatus: draft\nfeature: F-02\ncreated: {today()}\n---\n"
    assert text(repo, BAKE).startswith(f"{front}\n# Feature 2\n")
    changed = repo.git("diff", "-U0", "--", ROADMAP).split("\n")[-1]
    assert changed == "+  - spec: SPEC-002"


def test_an_approved_roadmap_keeps_its_text(repo: Repository) -> None:
    lay(repo.root, {"awos.toml": ""})
    for name in ("MISSION", "ROADMAP"):
        awos(repo.root, "revoke", name)
        ran = awos(repo.root, "approve", name, "--as", "Ada", "--yes")
        assert ran.code == 0, ran
    before = text(repo, ROADMAP)
    assert said(repo, "spec", "F-02") == f"SPEC-002 begun in {BAKE}\n"
    assert text(repo, ROADMAP) == before
    assert "SPEC-002" in awos(repo.root, "status").out


def test_tasks_lie_beside_their_spec(repo: Repository) -> None:
    said(repo, "spec", "F-02", "--title", "Rolls  and bread")
    out = said(repo, "tasks", "SPEC-002")
    path = "context/specs/002-rolls-and-bread/tasks.md"
    assert out == f"TASKS-002 begun in {path}\n"
    assert "\nspec: SPEC-002\n" in text(repo, path)
    assert "\n# Tasks: Rolls and bread\n" in text(repo, path)
    assert "is there already" in refused(repo, "tasks", "SPEC-002")


def test_a_shaped_idea_gets_its_spec_beside_it(repo: Repository) -> None:
    home = "context/specs/002-feature-2"
    assert said(repo, "requirements", "F-02") == f"REQ-002 begun in {home}/requirements.md\n"
    assert said(repo, "spec", "F-02").startswith(f"SPEC-002 begun in {home}/spec.md\n")
    assert said(repo, "spec", "F-02").startswith("SPEC-003 begun in context/specs/003-feature-2/")


def test_a_spec_of_a_shaped_idea_has_its_feature(repo: Repository) -> None:
    said(repo, "requirements", "F-02")
    said(repo, "spec", "REQ-002")
    assert "\nfeature: F-02\n" in text(repo, "context/specs/002-feature-2/spec.md")


@pytest.mark.parametrize("owner", ["F-02", "REQ-002"])
def test_a_spec_that_a_killed_run_did_not_name_is_named(repo: Repository, owner: str) -> None:
    said(repo, "requirements", "F-02")
    before = text(repo, ROADMAP)
    said(repo, "spec", owner)
    after = text(repo, ROADMAP)
    repo.write(ROADMAP, before)
    assert said(repo, "spec", owner) == f"{ROADMAP} names it\n"
    assert text(repo, ROADMAP) == after


def test_a_decision_names_what_it_is_about(repo: Repository) -> None:
    path = "context/decisions/0001-use-an-oven.md"
    assert said(repo, "adr", "SPEC-001", "--title", "Use an oven") == f"ADR-0001 begun in {path}\n"
    assert "\nrelates_to: [SPEC-001]\n" in text(repo, path)
    assert "say what it is called" in refused(repo, "adr")


def test_a_standard_has_a_name(repo: Repository) -> None:
    assert said(repo, "standard", "api") == "STD-api begun in context/standards/api.md\n"
    assert "\n# Api\n" in text(repo, "context/standards/api.md")
    assert "is there already" in refused(repo, "standard", "api")
    for name in ("../x", "a/b", ".hidden"):
        assert "letters and digits" in refused(repo, "standard", name)


def test_a_project_begins_with_mission_and_roadmap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "bakery")
    lay(made.root, {"awos.toml": 'documents = "docs/plan"\n'})
    assert said(made, "mission") == "MISSION begun in docs/plan/mission.md\n"
    assert said(made, "roadmap") == "ROADMAP begun in docs/plan/roadmap.md\n"
    assert "\n# bakery\n" in text(made, "docs/plan/mission.md")
    assert "MISSION is there already, in docs/plan/mission.md" in refused(made, "mission")
    assert "a mission belongs to nothing" in refused(made, "mission", "F-01")


def test_what_a_new_document_lacks_is_said_and_does_not_fail(repo: Repository) -> None:
    for arguments in (["spec", "F-02"], ["requirements", "SPEC-002"], ["tasks", "SPEC-002"]):
        said(repo, *arguments)
    said(repo, "adr", "--title", "Use an oven")
    said(repo, "standard", "api")
    ran = awos(repo.root, "check", "--format", "concise")
    assert ran.code == 0
    assert set(re.findall(r"(\w+)\[([\w-]+)\]", ran.out)) == {("notice", "document-empty-section")}


# Numbers.


def test_numbers_of_specs_on_other_branches_are_taken(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "side")
    repo.write("context/specs/0041-side/tasks.md", "")
    repo.commit()
    repo.git("switch", "-q", "main")
    assert said(repo, "spec", "F-02").startswith("SPEC-0042 begun in context/specs/0042-feature-2/")


def test_a_folder_that_is_not_committed_is_taken(repo: Repository) -> None:
    repo.write("context/specs/007-empty/notes.md", "")
    assert "SPEC-008" in said(repo, "spec", "F-02")


# What has no place.


def test_owners_that_do_not_fit_are_refused(repo: Repository) -> None:
    assert "what is asked for is a spec" in refused(repo, "tasks", "F-01")
    assert "say which spec" in refused(repo, "tasks")
    assert "nothing has the id F-9" in refused(repo, "spec", "F-9")
    done = roadmap(feature(1, spec="SPEC-001"), feature(2, "cancelled"))
    repo.write(ROADMAP, done)
    assert "F-02 is cancelled; nothing new belongs to it" in refused(repo, "spec", "F-02")
    repo.write(spec_path(1), spec("F-01", "retired"))
    assert "SPEC-001 is retired" in refused(repo, "tasks", "SPEC-001")


def test_a_spec_outside_of_its_folder_has_nothing_beside_it(repo: Repository) -> None:
    repo.write("context/odd.md", spec("F-02", kind="spec", id="SPEC-009"))
    assert "does not lie in a folder of its own" in refused(repo, "tasks", "SPEC-009")


def test_other_layouts_are_only_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    made.write(".kiro/specs/cart/requirements.md", "# Requirements\n\n## Introduction\n\nA cart.\n")
    made.write(".kiro/specs/cart/tasks.md", "# Implementation Plan\n\n- [ ] 1. Create the cart\n")
    made.commit()
    assert "in a layout that awos only reads" in refused(made, "spec", "--title", "Cart")


def test_a_title_is_one_visible_line(repo: Repository) -> None:
    for title in ("", "a\nb", "x\u200by", "x" * 201):
        assert "--title must be one line" in refused(repo, "spec", "F-02", "--title", title)


def test_a_link_in_the_place_of_a_folder_is_not_followed(repo: Repository, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (repo.root / "context/standards").symlink_to(tmp_path / "away")
    ran = awos(repo.root, "new", "standard", "api")
    assert ran.code == 2
    assert list((tmp_path / "away").iterdir()) == []


def test_a_roadmap_that_cannot_be_written_is_said_after_the_spec(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_self: Place, _source: Source, _text: str) -> None:
        raise WriteError("the disk is full")

    monkeypatch.setattr(Place, "rewrite_document", failing)
    ran = awos(repo.root, "new", "spec", "F-02")
    assert (ran.code, ran.out) == (2, f"SPEC-002 begun in {BAKE}\n")
    assert "the disk is full" in ran.err


# Templates.


def test_a_template_of_the_project_wins(repo: Repository) -> None:
    own = "---\nid: {{id}}\nfeature: {{ feature }}\n---\r\n# {{title}} by {{who}}\n\n{{day}}\n"
    repo.write("context/templates/spec.md", own.encode())
    said(repo, "spec", "F-02")
    made = (repo.root / BAKE).read_bytes().decode()
    sections = "".join(
        f"\n## {name}\n\n<!-- To be written. -->\n"
        for name in ("Functional requirements", "Technical considerations", "Out of scope")
    )
    assert made == (
        "---\nid: SPEC-002\nfeature: F-02\n---\r\n"
        f"# Feature 2 by {{{{who}}}}\n\n{today()}\n{sections}"
    )
    assert "context/templates" not in awos(repo.root, "check", "--format", "concise").out


def test_a_template_that_cannot_be_read_is_said(repo: Repository) -> None:
    repo.write("context/templates/spec.md", b"\xff")
    assert "context/templates/spec.md: not UTF-8" in refused(repo, "spec", "F-02")


def test_sections_that_a_project_asks_for_are_there(repo: Repository) -> None:
    lay(repo.root, {"awos.toml": '[kinds.adr]\nsections = ["Context", "Risks"]\n'})
    said(repo, "adr", "--title", "Use an oven")
    assert "\n## Risks\n\n<!-- To be written. -->\n" in text(
        repo, "context/decisions/0001-use-an-oven.md"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_makes_a_draft_without_errors(kind: str) -> None:
    paths = {
        "adr": "decisions/0001-x.md",
        "standard": "standards/x.md",
        "mission": "mission.md",
        "roadmap": "roadmap.md",
    }
    ids = {"mission": "MISSION", "roadmap": "ROADMAP", "adr": "ADR-0001", "standard": "STD-x"}
    prefixes = {"spec": "SPEC-002", "tasks": "TASKS-002", "requirements": "REQ-002"}
    values = {
        "id": {**ids, **prefixes}[kind],
        "title": "Something",
        "day": "2026-01-02",
        "status": "proposed",
        "feature": "F-02",
        "spec": "SPEC-001",
        "mission": "MISSION",
        "owner": "SPEC-001",
    }
    made = fill_draft(kind, values)
    assert "{{" not in made
    path = f"context/{paths.get(kind, f'specs/002-x/{kind}.md')}"
    report = judged({**small(), path: made})
    mine = [d for d in report.diagnostics if d.at.path == path]
    assert {(d.severity.word, d.rule) for d in mine} <= {("notice", "document-empty-section")}


def test_a_line_of_the_front_matter_goes_when_all_that_it_names_is_empty() -> None:
    own = "---\nfeature: {{feature}}\nid: {{id}} {{feature}}\n---\nNo {{feature}}\n---\n{{feature}}"
    assert fill_draft("spec", {"feature": "", "id": "X"}, own) == "---\nid: X \n---\nNo \n---\n"


@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(["id", "title"]), st.text()))
def test_what_is_filled_in_is_not_filled_in_again(kind: str, values: dict[str, str]) -> None:
    own = "{{title}}\n{{id}}\n"
    title, id_ = values.get("title", "{{title}}"), values.get("id", "{{id}}")
    assert fill_draft(kind, values, own) == f"{title}\n{id_}\n"
    assert read_template(kind)


@given(st.text())
def test_a_slug_is_a_part_of_a_path(title: str) -> None:
    made = make_slug(title, "otherwise")
    assert re.fullmatch(r"[^\W_]+(?:-[^\W_]+)*", made)
    assert len(made) <= 60


# The line in the roadmap.


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "item",
    [
        "- [ ] **F-01** One",
        "- [ ] **F-01** One\n  and a half",
        "- [ ] **F-01** One\n  - after: F-02,\n    F-03",
        "* [-] **F-01** One\n  - spec: SPEC-009",
        "1. [ ] **F-01** One\n   - after: F-02",
        "- [ ] **F-01** One\n  - a note\n    - below",
    ],
)
@pytest.mark.parametrize("rest", ["", "\n", "\n- [ ] **F-02** Two\n", "\n\nText.\n"])
def test_a_field_is_added_to_the_item_and_to_nothing_else(item: str, rest: str, end: str) -> None:
    page = f"# Roadmap\n\n## Phase\n\n{item}{rest}".replace("\n", end)
    before = next(d for d in loaded({ROADMAP: page}).project.documents)
    made = apply_edits(page, [field_edit(before, before.items[0], "spec", "SPEC-001")])
    after = next(d for d in loaded({ROADMAP: made}).project.documents)
    old, new = before.items[0], after.items[0]
    assert new.list_values("spec") == (*old.list_values("spec"), "SPEC-001")
    assert {k: new.list_values(k) for k in new.fields if k != "spec"} == {
        k: old.list_values(k) for k in old.fields if k != "spec"
    }
    assert [i.name for i in after.items] == [i.name for i in before.items]


def test_every_kind_has_a_template() -> None:
    assert {*KINDS} == MODELS.keys()
