"""With another number for a document every link leads where it led, or nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.actions.rewrite_ids import Renumbering, plan_rewrite
from awos_lint.graph import Project
from awos_lint.graph.links import find_targets
from awos_lint.syntax.edit import apply_edits
from tests.support.command import awos, lay
from tests.support.repositories import Repository, isolate
from tests.support.worlds import loaded

ADR = "context/decisions/0001-use-sqlite.md"
NEW = "context/decisions/0002-use-sqlite.md"
SPEC = "context/specs/001-cart/spec.md"
TASKS = "context/specs/001-cart/tasks.md"
README = "README.md"

DECIDED = """\
---
id: ADR-0001
status: accepted
---

# 1. Use SQLite

See [cart](../specs/001-cart/spec.md#scope).
"""
SPECIFIED = """\
---
id: 'SPEC-001'
status: draft
decisions:
  - "ADR-0001" # the store
---

# Cart

Follows [it](../../decisions/0001-use-sqlite.md#1-use-sqlite),
[too](/context/decisions/0001-use-sqlite.md?plain=1),
[here](./tasks.md) and [there][def]; ADR-0001 says why.

[def]: ../../decisions/./0001-use-sqlite.md

## Scope
"""
WORLD = {
    "awos.toml": 'select = ["reference", "document-id-mismatch", "adr"]\n',
    ADR: DECIDED,
    SPEC: SPECIFIED,
    TASKS: "---\nid: TASKS-001\nspec: SPEC-001\n---\n\n# Tasks\n\n- [ ] **T-01** Do it\n",
    "context/specs/001-cart/picture.png": "png",
    "context/roadmap.md": "# Roadmap\n\n- [ ] **F-01** Cart\n  - spec: SPEC-001\n",
    README: "[Why](context/decisions/0001-use-sqlite.md)\n[Cart](context/specs/001-cart/)\n",
}


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(Repository.create(tmp_path / "repo").root, WORLD)


def files(root: Path) -> dict[str, str]:
    found = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in found}


def test_a_decision_gets_the_next_free_number(root: Path) -> None:
    assert awos(root, "check").code == 0
    ran = awos(root, "renumber", "ADR-0001")
    assert ran.code == 0
    assert ran.out.startswith(f"ADR-0001 is ADR-0002\n{ADR} is {NEW}\n")
    assert "spec.md:12:38 still speaks of the old id" in ran.err
    now = files(root)
    assert ADR not in now
    assert now[NEW].startswith("---\nid: ADR-0002\nstatus: accepted\n---\n\n# 2. Use SQLite\n")
    assert '  - "ADR-0002" # the store\n' in now[SPEC]
    assert "[it](../../decisions/0002-use-sqlite.md#1-use-sqlite)" in now[SPEC]
    assert "[too](/context/decisions/0002-use-sqlite.md?plain=1)" in now[SPEC]
    assert "[def]: ../../decisions/0002-use-sqlite.md\n" in now[SPEC]
    assert "(context/decisions/0002-use-sqlite.md)" in now[README]
    assert now[TASKS] == WORLD[TASKS]
    assert awos(root, "check").out.count("reference-broken-link") == 0


def test_a_spec_takes_its_folder_and_what_lies_in_it_along(root: Path) -> None:
    ran = awos(root, "renumber", SPEC, "SPEC-012")
    assert ran.code == 0
    now = files(root)
    moved = {path for path in now if path.startswith("context/specs/")}
    assert moved == {
        f"context/specs/012-cart/{name}" for name in ("spec.md", "tasks.md", "picture.png")
    }
    assert "id: 'SPEC-012'" in now["context/specs/012-cart/spec.md"]
    assert "[here](./tasks.md)" in now["context/specs/012-cart/spec.md"]
    tasks = now["context/specs/012-cart/tasks.md"]
    assert "id: TASKS-012\nspec: SPEC-012\n" in tasks
    assert "- spec: SPEC-012\n" in now["context/roadmap.md"]
    assert "[Cart](context/specs/012-cart/)" in now[README]
    assert "(../specs/012-cart/spec.md#scope)" in now[ADR]
    assert awos(root, "check").code == 0


def test_a_number_alone_is_as_wide_as_the_old_one(root: Path) -> None:
    assert awos(root, "renumber", "SPEC-001", "7").out.startswith(
        "SPEC-001 is SPEC-007\nTASKS-001 is TASKS-007\n"
        "context/specs/001-cart is context/specs/007-cart\n"
    )
    assert awos(root, "renumber", "SPEC-007", "1234").out.startswith("SPEC-007 is SPEC-1234\n")
    assert awos(root, "renumber", "SPEC-1234", "SPEC-7").out.startswith("SPEC-1234 is SPEC-7\n")


def test_a_number_alone_stands_in_for_the_letters_of_a_proposal(root: Path) -> None:
    path = "context/decisions/XXXX-use-a-queue.md"
    lay(root, {path: DECIDED.replace("ADR-0001", "ADR-XXXX").replace("accepted", "proposed")})
    assert awos(root, "renumber", "ADR-XXXX", "9").out.startswith("ADR-XXXX is ADR-0009\n")


@pytest.mark.parametrize("number", ["1", "001", "SPEC-001"])
def test_the_number_that_it_has_is_refused(root: Path, number: str) -> None:
    before = files(root)
    ran = awos(root, "renumber", "SPEC-001", number)
    assert (ran.code, files(root)) == (2, before)
    assert "SPEC-001 has this number already: nothing would change" in ran.err


def test_a_file_can_be_named_after_the_id_that_it_has(root: Path) -> None:
    (root / ADR).rename(root / "context/decisions/0005-use-sqlite.md")
    ran = awos(root, "renumber", "ADR-0001", "1")
    assert ran.code == 0
    assert (root / ADR).is_file()


def test_a_proposal_without_a_number_gets_one(root: Path) -> None:
    text = "---\nstatus: proposed\n---\n\n# ADR-XXXX: Cents\n"
    lay(root, {"context/decisions/XXXX-cents.md": text, "context/decisions/XXXX-dates.md": text})
    lay(root, {"context/decisions/0001-use-sqlite.md": "---\ndepends_on: [ADR-XXXX-cents]\n---\n"})
    assert awos(root, "renumber", "context/decisions/XXXX-cents.md").code == 0
    now = files(root)
    assert "# ADR-0002: Cents\n" in now["context/decisions/0002-cents.md"]
    assert "depends_on: [ADR-0002]" in now[ADR]
    assert "context/decisions/XXXX-dates.md" in now


def test_a_dry_run_shows_the_plan_and_changes_nothing(root: Path) -> None:
    ran = awos(root, "renumber", "ADR-0001", "9", "--dry-run")
    assert ran.code == 0
    assert "+id: ADR-0009\n" in ran.out
    assert f"{ADR} would be context/decisions/0009-use-sqlite.md\n3 files would change" in ran.out
    assert files(root) == WORLD


def test_line_endings_and_the_mark_in_front_are_kept(root: Path) -> None:
    data = b"\xef\xbb\xbf" + WORLD[ADR].replace("\n", "\r\n").encode()
    (root / ADR).write_bytes(data)
    assert awos(root, "renumber", "ADR-0001").code == 0
    assert (root / NEW).read_bytes() == data.replace(b"0001", b"0002").replace(b"# 1.", b"# 2.")


def test_what_was_approved_and_names_the_id_is_said(root: Path) -> None:
    (root / "awos.toml").unlink()
    lay(root, {ADR: WORLD[ADR].replace("accepted", "proposed"), SPEC: "# Cart\n"})
    lay(root, {"context/decisions/0003-cents.md": "# Cents\n"})
    sections = "".join(f"\n## {n}\n\nText.\n" for n in ("Context", "Decision", "Consequences"))
    for path in (ADR, "context/decisions/0003-cents.md"):
        (root / path).write_text((root / path).read_text().replace("#scope", "") + sections)
    lay(root, {TASKS: "# Tasks\n\n- [ ] **T-01** Do it\n"})
    approved = awos(root, "approve", "--as", "Mara", "--yes", "ADR-0001", "ADR-0003")
    assert approved.code == 0, approved
    ran = awos(root, "renumber", "ADR-0001", "ADR-0002")
    assert "ADR-0002" in ran.out
    assert ran.err.count("has to be approved again") == 1
    assert "ADR-0001 has to be approved again" in ran.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["ADR-0001", "SPEC-12"], "write an id such as ADR-12"),
        (["ADR-0001", "ADR-x"], "write an id such as ADR-12"),
        (["ADR-0001", "ADR-3"], "ADR-3 is taken by context/decisions/0003-cents.md"),
        (["ADR-0009"], "no document has the id ADR-0009"),
        (["ROADMAP"], "ROADMAP has no number"),
        (["SPEC-001/FR-1"], "no document has the id"),
        (["context/none.md"], "no document has the id"),
    ],
)
def test_what_cannot_be_is_refused(root: Path, arguments: list[str], why: str) -> None:
    lay(root, {"context/decisions/0003-cents.md": "# Cents\n"})
    before = files(root)
    ran = awos(root, "renumber", *arguments)
    assert ran.code == 2
    assert why in ran.err
    assert files(root) == before


def test_when_the_name_is_taken_on_the_disk_nothing_is_written(root: Path) -> None:
    (root / ".gitignore").write_text("0002-*\n")
    lay(root, {NEW: "ignored by git\n"})
    before = files(root)
    ran = awos(root, "renumber", "ADR-0001", "ADR-0002")
    assert ran.code == 2
    assert "0002-use-sqlite.md was not written: it exists already" in ran.err
    assert files(root) == before


def test_of_two_documents_with_one_id_only_the_named_one_moves(root: Path) -> None:
    other = "context/decisions/0001-cents.md"
    lay(root, {other: "---\nid: ADR-0001\n---\n\n# Cents\n"})
    assert awos(root, "renumber", other).code == 0
    now = files(root)
    assert "id: ADR-0002" in now["context/decisions/0002-cents.md"]
    assert now[SPEC] == WORLD[SPEC]
    assert now[ADR] == WORLD[ADR]


def test_a_decision_of_a_foreign_layout_is_only_read(root: Path) -> None:
    record = "# 7. Use files\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nText.\n"
    lay(root, {"doc/adr/0007-use-files.md": record})
    ran = awos(root, "renumber", "doc/adr/0007-use-files.md", "ADR-0008")
    assert ran.code == 2
    assert "only reads" in ran.err


# Any links.

LINKS = st.sampled_from(
    ["0001-a.md", "./0001-a.md", "../decisions/0001-a.md#x", "/context/decisions/0001-a.md",
     "0002-b.md", "../specs/001-c/spec.md", "../specs/001-c/", "#x", "https://x.test/0001-a.md",
     "%30001-a.md", "none.md", "../../README.md", "../specs/001-c/tasks.md?a=1#b"]
)  # fmt: skip
IDS = st.lists(st.sampled_from(["ADR-0001", "ADR-0002"]), unique=True)


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, str]:
    def text(ids: list[str], key: str) -> str:
        links = " ".join(f"[l]({href})" for href in draw(st.lists(LINKS, max_size=4)))
        return f"---\n{key}: [{', '.join(ids)}]\n---\n\n# T\n\n{links}\n"

    return {
        "context/decisions/0001-a.md": text(draw(IDS), "relates_to"),
        "context/decisions/0002-b.md": text(draw(IDS), "depends_on"),
        "context/specs/001-c/spec.md": text(draw(IDS), "decisions").replace("../", "../../"),
        "context/specs/001-c/tasks.md": text(["SPEC-001"], "spec").replace(
            "[SPEC-001]", "SPEC-001"
        ),
        "README.md": "",
    }


def shape(project: Project, plan: Renumbering | None) -> list[tuple[str, ...]]:
    """Return every link of a project, by what its ends are called after a renumbering."""

    def name(id_: str) -> str:
        return plan.ids.get(id_, id_) if plan else id_

    def place(path: str) -> str:
        return plan.move.map_path(path) if plan and plan.move else path

    typed = [(edge.kind, name(edge.source.id), name(edge.written)) for edge in project.edges]
    led = [
        (place(t.document.path), place(t.path), t.fragment, t.query) for t in find_targets(project)
    ]
    return sorted([*typed, *led])


@given(worlds(), st.sampled_from([("ADR-0001", "ADR-0007"), ("SPEC-001", "SPEC-009")]))
def test_every_link_leads_where_it_led(world: dict[str, str], change: tuple[str, str]) -> None:
    before = loaded(world).project
    plan = plan_rewrite(before, before.nodes[change[0]].document, change[1])
    assert plan.move is not None
    now = {
        plan.move.map_path(path): apply_edits(text, plan.edits.get(path, ()))
        for path, text in world.items()
    }
    assert shape(before, plan) == shape(loaded(now).project, None)
