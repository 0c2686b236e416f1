"""The status says where a product stands, on one screen and within an agent's budget."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Skip
from awos_lint.workflow.remaining import Reading
from awos_lint.workflow.screen import AGENT_BYTES, as_json, write_brief, write_screen
from awos_lint.workflow.status import Status, collect_status
from tests.support.products import (
    ROADMAP,
    adr_path,
    decision,
    feature,
    mission,
    products,
    roadmap,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
    view,
)
from tests.support.worlds import judged


def stands(files: Mapping[str, str], *unread: Skip) -> Status:
    return collect_status(view(files), judged(files).diagnostics, Reading(skipped=unread))


def page(files: Mapping[str, str], width: int = 100) -> str:
    return write_screen(stands(files), color=False, width=width)


def test_the_screen() -> None:
    files = small(
        **{
            ROADMAP: roadmap(
                feature(1, "active"), feature(2, after="F-01"), "\n## Phase 2\n", feature(3, "done")
            ),
            tasks_path(1): tasks(
                task("T-01", "done", covers="FR-1", files="`a.py`", verify="`x`"),
                task("T-02", "active", covers="FR-2", files="`b.py`", verify="`x`"),
            ),
            spec_path(3): spec("F-03", "in-review"),
            spec_path(4): spec("F-02", "in-review"),
        }
    )
    assert page(files).split("\n`awos check`")[0] == (
        "Bakery: the phase is implementation\n"
        "\n"
        "  mission         approved\n"
        "  roadmap         approved; 1 of 3 features done\n"
        "  specs           1 approved, 2 in-review\n"
        "  tasks           approved\n"
        "> implementation  1 of 2 tasks done, 1 in progress\n"
        "\n"
        "Phase 1\n"
        "  [-] F-01  █████▒░░░░    1/2  SPEC-001 approved   Feature 1\n"
        "  [ ] F-02  ░░░░░░░░░░      –  SPEC-004 in-review  Feature 2\n"
        "            waits for `awos approve SPEC-004`\n"
        "\n"
        "Phase 2\n"
        "  [x] F-03  ░░░░░░░░░░      –  SPEC-003 in-review  Feature 3\n"
        "\n"
        "In progress\n"
        "  SPEC-001/T-02 Do T-02\n"
        "\n"
        "Waiting for a person\n"
        "  SPEC-004 Bake: `awos approve SPEC-004`\n"
        "\n"
        "Still open\n"
        "  SPEC-003: is in-review (context/specs/003-s/spec.md:1)\n"
        "\n"
        "Next\n"
        "  nothing may be started now, `awos next` says why\n"
        "  $ awos approve SPEC-004\n"
    )


@pytest.mark.parametrize(
    ("changed", "phase"),
    [
        ({"context/mission.md": mission("draft")}, "mission"),
        ({ROADMAP: roadmap(feature(1), status="draft")}, "roadmap"),
        (
            {spec_path(1): spec("F-01", decisions="[ADR-0001]"), adr_path(1): decision("proposed")},
            "decisions",
        ),
        ({spec_path(1): spec("F-01", "draft")}, "specs"),
        ({tasks_path(1): tasks(task("T-01"), status="draft")}, "tasks"),
        ({}, "implementation"),
        (
            {
                ROADMAP: roadmap(feature(1, "done")),
                spec_path(1): spec("F-01", "implemented"),
                tasks_path(1): tasks(task("T-01", "done"), status="done"),
            },
            "complete",
        ),
    ],
)
def test_the_phase_is_that_of_the_first_thing_left(changed: dict[str, str], phase: str) -> None:
    assert stands(small(**changed)).phase == phase


def test_decisions_to_look_at_and_findings_are_named() -> None:
    files = small(**{adr_path(1): decision("superseded")})
    files[spec_path(1)] = spec("F-01", decisions="[ADR-0001]")
    found = stands(files)
    assert "SPEC-001 rests on ADR-0001, which is superseded" in [d.message for d in found.decisions]
    assert "SPEC-001 rests on ADR-0001, which is superseded" in page(files)
    assert "`awos check` finds " in page(files)
    (row,) = [row for row in found.rows if row.id == "F-01"]
    assert row.blocked == "ADR-0001 is superseded"


def test_what_was_not_read_is_said() -> None:
    found = stands(small(), Skip("context/x.md", "it is a link"))
    assert "Not read\n  context/x.md: it is a link\n" in write_screen(found, color=False, width=80)
    assert "not read: context/x.md: it is a link" in write_brief(found)
    assert json.loads(as_json(found))["skipped"] == [
        {"what": "context/x.md", "why": "it is a link", "incomplete": True}
    ]


def test_colour_changes_nothing_but_the_colour() -> None:
    found = stands(small(**{tasks_path(1): tasks(task("T-01", "active"))}))
    painted = write_screen(found, color=True, width=100)
    assert "\x1b[32m" in painted or "\x1b[33m" in painted
    plain = "".join(
        part.partition("m")[2] if n else part for n, part in enumerate(painted.split("\x1b["))
    )
    assert plain == write_screen(found, color=False, width=100)


@pytest.mark.parametrize("count", [30, 300])
def test_many_features_fit_one_screen(count: int) -> None:
    files = small(**{ROADMAP: roadmap(*(feature(n) for n in range(1, count + 1)))})
    lines = page(files).splitlines()
    assert len(lines) < 55
    assert f"and {count - 15} more rows, see `awos status --format json`" in lines


def test_lines_fit_the_width() -> None:
    files = small(**{ROADMAP: roadmap(feature(1) + " with a very long title" * 9)})
    rows = [line for line in page(files, 80).splitlines() if "F-01" in line]
    assert all(len(line) <= 80 for line in rows)
    assert rows[0].endswith("…")


def test_the_title_gives_way_before_ids_and_standings() -> None:
    specs = {spec_path(n): spec(f"F-0{max(n - 1, 1)}", "implemented") for n in (1, 2, 3)}
    titled = feature(1, "done") + " with a very long title" * 9, feature(2)
    lines = page(small(**{ROADMAP: roadmap(*titled)}, **specs)).splitlines()
    first, second = (next(x for x in lines if f" F-0{n} " in x) for n in (1, 2))
    assert "  SPEC-001 implemented, SPEC-002 implemented  Feature 1 with a" in first
    assert (len(first), first[-1]) == (100, "…")
    assert second.endswith("  SPEC-003 implemented  Feature 2")


def test_a_long_id_is_cut_behind_its_beginning_and_only_without_a_title() -> None:
    found = stands(small())
    key = "2026-11-03-send-the-invoices-of-a-month-to-all-bakers"
    long = replace(found, rows=tuple(replace(row, id=key, state=None) for row in found.rows))
    for width in (120, 100, 90, 60):
        lines = write_screen(long, color=False, width=width).splitlines()
        row = next(line for line in lines if "SPEC-001" in line)
        shown, cut, _ = row.removeprefix("  [ ] ").partition("…")
        assert key.startswith(shown) if cut else row.startswith(f"  [ ] {key}  ")
        assert bool(cut) == (width < 100)
        assert len(row) <= width
        assert row.endswith("SPEC-001 approved" + "  Feature 1" * (width == 120))


TITLES = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=80)


@given(st.lists(TITLES, max_size=40))
def test_an_agent_never_gets_more_than_its_budget(titles: list[str]) -> None:
    lines = [f"{feature(n)} {title}" for n, title in enumerate(titles, 1)]
    said = write_brief(stands({**small(), ROADMAP: roadmap(*lines)}))
    assert len(said.encode()) <= AGENT_BYTES
    assert said.splitlines()[0].startswith("Bakery: the phase is ")


def test_an_agent_is_told_that_lines_are_missing() -> None:
    said = write_brief(stands(small(**{ROADMAP: roadmap(*(feature(n) for n in range(1, 99)))})))
    assert said.splitlines()[-1].endswith(" more lines: awos status --format json")
    assert said.splitlines()[1].startswith("next: ")


@given(products())
def test_the_numbers_agree(files: dict[str, str]) -> None:
    found = stands(files)
    entry = json.loads(as_json(found))
    assert entry["phase"] == found.phase
    assert found.remaining.tasks.done + found.remaining.tasks.active <= found.remaining.tasks.total
    if found.phase == "complete":
        assert not any(row.steps for row in found.rows)
        assert found.next is None
    for row in found.rows:
        assert not (row.blocked and any(step.is_free for step in row.steps))
        assert not row.is_over or not row.steps


@given(products())
def test_the_status_depends_on_nothing_but_the_documents(files: dict[str, str]) -> None:
    turned = dict(reversed(files.items()))
    assert as_json(stands(files)) == as_json(stands(turned))
    assert page(files) == page(turned)
    assert write_brief(stands(files)) == write_brief(stands(turned))


def test_a_change_of_openspec_is_not_said_to_lack_a_spec() -> None:
    found = page(
        {
            "openspec/changes/ropes/proposal.md": "# Ropes\n\n## Why\n\nThey wear.\n",
            "openspec/changes/ropes/tasks.md": "# Tasks\n\n- [ ] 1.1 Tar the rope\n",
        }
    )
    assert "Task lists\n" in found
    assert "without a spec\n" not in found
