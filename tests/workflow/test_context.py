"""What is enough to know: all of it, nothing that is no longer true, within the budget."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.syntax.parse.measure import count_tokens
from awos_lint.workflow.budget import (
    Cut,
    Pack,
    Piece,
    TooSmallError,
    as_json,
    cut_pack,
    write_markdown,
)
from awos_lint.workflow.context import KINDS, collect_context
from awos_lint.workflow.passages import Passage
from tests.support.products import (
    adr_path,
    decision,
    mission,
    products,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
    view,
)

PLENTY = 100_000


def known(files: Mapping[str, str], key: str) -> str:
    found = view(files)
    return write_markdown(cut_pack(collect_context(found, found.project.nodes[key]), PLENTY))


def headings(page: str) -> list[str]:
    return [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]


STANDARD = "---\nstatus: {}\n{}---\n# Style\n\n## Names\n\nNames are short.\n"


def whole() -> dict[str, str]:
    """A product that has everything a task may need."""
    return small(
        **{
            adr_path(1): decision(mark="dough", applies_to="['lib/**']"),
            adr_path(2): decision(mark="salt"),
            adr_path(3): decision(mark="sugar", applies_to="[cakes/**]"),
            spec_path(1): spec("F-01", decisions="[ADR-0002]", touches="['lib/**']"),
            tasks_path(1): tasks(
                task("T-01", "done", files="`lib/a.py`"),
                task("T-02", after="T-01", covers="FR-2/AC-1", files="`lib/b.py`", verify="`x`"),
                task("T-03", covers="FR-1", files="`other.py`"),
            ),
            "context/standards/style.md": STANDARD.format("approved", "applies_to: ['*/*.py']\n"),
            "context/standards/cakes.md": STANDARD.format("approved", "applies_to: [cakes]\n"),
            "lib/a.py": "",
        }
    )


def test_a_task_gets_what_it_needs_in_the_order_of_need() -> None:
    page = known(whole(), "SPEC-001/T-02")
    assert headings(page) == [
        "Task",
        "Requirements",
        "Decisions",
        "Standards",
        "Before it",
        "Technical considerations",
        "Further decisions",
        "Out of scope",
        "Mission",
    ]
    for part in (
        "- verify: `x`",
        "**FR-2** The baker does number 2.\n  - AC-1: it is done in 2 minutes.",
        "**ADR-0001 Decide dough**: governs `lib/b.py`\nWe decided dough.",
        "**STD-style: Names**\nNames are short.",
        "- T-01 Do T-01 (done): `lib/a.py`",
        "The oven is hot.",
        "**ADR-0002 Decide salt**: named by SPEC-001\nWe decided salt.",
        "Cakes.",
        "**What**\nThe mission says what.",
        "**Why**\nThe mission says why.",
    ):
        assert part in page
    for part in ("sugar", "STD-cakes", "FR-1", "After dough", "non-goals", "T-03", "awos context"):
        assert part not in page


def test_a_task_that_covers_nothing_gets_all_requirements_of_its_spec() -> None:
    files = small(**{tasks_path(1): tasks(task("T-01", files="`a.py`"))})
    page = known(files, "SPEC-001/T-01")
    assert "**FR-1**" in page
    assert "**FR-2**" in page


def test_a_part_gets_what_its_whole_covers_and_writes() -> None:
    files = whole()
    files[tasks_path(1)] = tasks(
        task("T-01", covers="FR-2", files="`lib/x.py`"), task("T-02", indent=1)
    )
    page = known(files, "SPEC-001/T-02")
    assert "- T-01 Do T-01 (open): `lib/x.py`" in page
    assert "**FR-2**" in page
    assert "FR-1" not in page
    assert "dough" in page
    assert "- [ ] **T-02** Do T-02\n" in page


COMMENTED = """\
# Style

<!-- Who follows it? -->

## Names <!-- of what? -->

<!--
How long may a name be?

- **FR-9** Not an item.
-->

Names are <!-- very --> short.
<!-- awos: ignore[all] why -->
And clear.

> Quoted.
> <!-- by
> whom? -->

```
<!-- fenced -->
```

- One <!-- 1 -->
  <!-- more -->
- `<!-- spanned -->`

<!-- the end"""

BARE = """\
Names are short.
And clear.

> Quoted.

```
<!-- fenced -->
```

- One
- `<!-- spanned -->`"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_comments_are_left_out_where_they_are_comments(ending: str) -> None:
    path = "context/standards/style.md"
    front = "---\nstatus: approved\n---\n"
    files = whole() | {path: (front + COMMENTED).replace("\n", ending)}
    page = known(files, "SPEC-001/T-02")
    assert f"**STD-style: Names**\n{BARE}\n" in page
    assert "<!--" not in page.replace(BARE, "")
    assert "Who follows" not in page


def test_a_section_that_says_nothing_yet_is_left_out() -> None:
    files = whole()
    text = files[spec_path(1)]
    files[spec_path(1)] = text.replace("The oven is hot.", "<!-- What must it keep to? -->")
    assert files[spec_path(1)] != text
    page = known(files, "SPEC-001/T-02")
    assert "Technical considerations" not in page
    assert "## Out of scope\n\nCakes." in page


def test_a_passage_without_comments_stands_on_the_lines_of_what_is_left() -> None:
    files = whole() | {"context/standards/style.md": f"---\nstatus: approved\n---\n{COMMENTED}"}
    found = view(files)
    pack = cut_pack(collect_context(found, found.project.nodes["SPEC-001/T-02"]), PLENTY)
    (named,) = (p for p in json.loads(as_json(pack))["pieces"] if p["id"] == "STD-style")
    assert (named["line"], named["end_line"]) == (16, 30)


@pytest.mark.parametrize("status", ["superseded", "deprecated", "rejected"])
def test_what_is_not_in_force_is_never_given(status: str) -> None:
    files = whole()
    files[adr_path(1)] = decision(status, "dough", applies_to="['lib/**']")
    files[adr_path(2)] = decision(status, "salt")
    files[adr_path(4)] = decision("accepted", "pepper", supersedes="[ADR-0002]")
    for key in ("SPEC-001/T-02", "SPEC-001", "F-01"):
        page = known(files, key)
        assert "dough" not in page
        assert "salt" not in page
    page = known(files, "SPEC-001/T-02")
    assert f"SPEC-001 names ADR-0002, which is {status}." in page
    assert "**ADR-0004 Decide pepper**: in place of ADR-0002" in page


def test_drafts_are_given_as_drafts() -> None:
    files = whole()
    files[adr_path(1)] = decision("proposed", "dough", applies_to="['lib/**']")
    files[adr_path(2)] = decision("proposed", "salt")
    files[spec_path(1)] = spec("F-01", "draft", decisions="[ADR-0002]")
    files["context/standards/style.md"] = STANDARD.format("draft", "applies_to: ['*/*.py']\n")
    files["context/mission.md"] = mission("in-review")
    page = known(files, "SPEC-001/T-02")
    assert "dough" not in page, "nobody asked for it, and it is not decided"
    assert "**ADR-0002 Decide salt** (proposed): named by SPEC-001" in page
    assert "**STD-style: Names** (draft)" in page
    assert "**What** (in-review)" in page
    assert "\nSPEC-001 is draft.\n" in page


def test_a_spec_is_given_whole_with_what_it_rests_on() -> None:
    files = whole()
    files[adr_path(5)] = decision("proposed", "yeast", relates_to="[SPEC-001]")
    files[spec_path(2)] = spec("F-02")
    files[spec_path(1)] = spec(
        "F-01", decisions="[ADR-0002]", touches="['lib/**']", depends_on="[SPEC-002]"
    )
    page = known(files, "SPEC-001")
    for part in (
        "What a baker does.",
        "**FR-1**",
        "**FR-2**",
        "The oven is hot.",
        "Cakes.",
        "**F-01** Feature 1",
        "We decided dough.\n\nConsequences:\nAfter dough.",
        "- ADR-0005 Decide yeast (proposed): `context/decisions/0005-d.md`",
        "**SPEC-002 Bake** (approved)",
        "- T-03 Do T-03 (open): `other.py`",
    ):
        assert part in page
    assert "sugar" not in page


def test_a_feature_is_given_with_the_mission_and_the_names_of_decisions() -> None:
    files = whole()
    page = known(files, "F-02")
    assert headings(page) == ["Feature", "Before it", "Mission", "Decisions in force", "Standards"]
    assert "- F-01 Feature 1 (open): SPEC-001" in page
    assert "The mission says non-goals." in page
    assert "- ADR-0001 Decide dough: `context/decisions/0001-d.md`" in page
    assert "**FR-1**" in known(files, "F-01")


def test_hidden_characters_do_not_reach_the_agent() -> None:
    files = whole()
    files[spec_path(1)] = files[spec_path(1)].replace("The oven", "The \u202eoven\x1b[2J\tis")
    page = known(files, "SPEC-001/T-02")
    assert "The \\u{202e}oven\\x1b[2J    is is hot." in page


def test_text_stays_in_the_repository() -> None:
    files = whole()
    files[spec_path(1)] = files[spec_path(1)].replace("Cakes.", "[x](../../../../etc/passwd)")
    files[tasks_path(1)] = tasks(task("T-01", files="`../../etc/passwd`, `/etc/passwd`"))
    assert "root:" not in known(files, "SPEC-001/T-01")


def test_foreign_items_are_given_whole() -> None:
    story = "### User Story 1 - Bake (Priority: P1)\n\nA baker bakes.\n\n"
    needs = "- **FR-001**: System MUST be hot\n  and stay so.\n- **FR-002**: System MUST end.\n"
    files = {
        "specs/001-bake/spec.md": f"# Bake\n\n{story}## Requirements\n\n{needs}",
        "specs/001-bake/plan.md": "# Plan\n\nWith an oven.\n",
        "specs/001-bake/tasks.md": "# Tasks\n\n- [ ] T001 [US1] Heat the oven, see FR-001\n",
    }
    found = view(files)
    (key,) = (node.id for node in found.project.items_of("task"))
    page = known(files, key)
    assert "A baker bakes." in page
    assert "- **FR-001**: System MUST be hot\n  and stay so.\n" in page
    assert "FR-002" not in page
    assert "- `specs/001-bake/plan.md`" in page


def test_a_task_of_a_change_gets_the_proposal() -> None:
    files = {
        "openspec/changes/bake/proposal.md": "# Bake\n\n## Why\n\nBread is missing.\n",
        "openspec/changes/bake/tasks.md": "## 1. Bake\n\n- [ ] 1.1 Heat the oven\n",
    }
    (key,) = (node.id for node in view(files).project.items_of("task"))
    assert "**Why**\nBread is missing." in known(files, key)


# The budget.


def piece(group: str, text: str) -> Piece:
    return Piece(group, f"X-{len(text)}", "title", Passage("x.md", 1, 2, text))


PIECES = st.lists(
    st.builds(piece, st.sampled_from(["A", "B"]), st.text("äb \n", max_size=400)), min_size=1
)
PACKS = st.builds(lambda pieces: Pack("X", "y", ("note",), tuple(pieces)), PIECES)


def fitted(pack: Pack, budget: int) -> Cut | None:
    try:
        return cut_pack(pack, budget)
    except TooSmallError:
        return None


@given(PACKS, st.integers(1, 3000), st.integers(0, 1000))
def test_a_greater_budget_holds_all_that_a_smaller_one_holds(
    pack: Pack, budget: int, more: int
) -> None:
    small_, large = fitted(pack, budget), fitted(pack, budget + more)
    for found in filter(None, (small_, large)):
        assert count_tokens(write_markdown(found)) == found.tokens <= found.budget
        assert (*found.kept, *found.left) == pack.pieces
    if small_:
        assert large
        assert large.kept[: len(small_.kept)] == small_.kept


@given(PACKS)
def test_the_whole_is_what_it_takes_to_leave_nothing_out(pack: Pack) -> None:
    least = fitted(pack, 1) or fitted(pack, 10_000)
    assert least
    found = cut_pack(pack, least.whole)
    assert found.left == ()
    assert found.tokens == found.whole
    assert least.whole == 1 or not (before := fitted(pack, least.whole - 1)) or before.left


def test_what_is_left_out_is_named_with_where_it_stands() -> None:
    found = view(whole())
    pack = collect_context(found, found.project.nodes["SPEC-001/T-02"])
    page = write_markdown(cut_pack(pack, 130))
    assert page.endswith(
        "`awos context SPEC-001/T-02 --budget " + str(cut_pack(pack, PLENTY).whole) + "`\n"
    )
    assert f"- ADR-0001 Decide dough: {adr_path(1)}:" in page
    left = json.loads(as_json(cut_pack(pack, 130)))["left_out"]
    assert ("ADR-0001", adr_path(1)) in [(entry["id"], entry["path"]) for entry in left]


def test_a_budget_that_nothing_fits_says_what_would() -> None:
    found = view(whole())
    pack = collect_context(found, found.project.nodes["SPEC-001/T-02"])
    with pytest.raises(TooSmallError) as error:
        cut_pack(pack, 5)
    assert len(cut_pack(pack, error.value.least).kept) == 1


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("a", 1), ("abcd", 1), ("abcde", 2), ("ää", 1)]
)
def test_a_token_is_four_bytes(text: str, count: int) -> None:
    assert count_tokens(text) == count


@given(products())
def test_contexts_of_any_product(files: dict[str, str]) -> None:
    found, turned = view(files), view(dict(reversed(files.items())))
    for node in [n for n in found.project.nodes.values() if n.kind in KINDS]:
        made = cut_pack(collect_context(found, node), PLENTY)
        same = cut_pack(collect_context(turned, turned.project.nodes[node.id]), PLENTY)
        assert (write_markdown(made), as_json(made)) == (write_markdown(same), as_json(same))
        for number in (1, 2):
            status = found.project.nodes[f"ADR-{number:04}"].document.status
            if status in ("superseded", "rejected"):
                assert f"We decided d{number}." not in write_markdown(made)


@given(products())
def test_all_that_a_task_refers_to_is_there(files: dict[str, str]) -> None:
    found = view(files)
    for node in found.project.items_of("task"):
        page = write_markdown(cut_pack(collect_context(found, node), PLENTY))
        links = [
            edge.target for edge in found.project.links_from(node, "covers", "after") if edge.target
        ]
        for target in links:
            assert target.title in page
        spec_ = found.project.spec_of(node.document)
        for edge in found.project.links_from(spec_, "decisions") if spec_ else ():
            if edge.target and not edge.target.is_over:
                assert edge.target.title in page
