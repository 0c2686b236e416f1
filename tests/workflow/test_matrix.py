"""The matrix holds every requirement and every task, in whatever form it is read."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.workflow.matrix import (
    UNCOVERED,
    Matrix,
    Row,
    as_csv,
    as_json,
    build_matrix,
    write_text,
)
from tests.support.products import products, small, task, tasks, tasks_path, view

RISKY = ("=", "+", "-", "@", "\t", "\r")


def made(files: Mapping[str, str]) -> Matrix:
    found = view(files)
    return build_matrix(found, map(found.project.node_of, found.project.documents_of("spec")))


def cells(found: Matrix) -> list[tuple[str, ...]]:
    return [(row.requirement, row.task, row.status, row.file, row.exists) for row in found.rows]


def test_each_requirement_with_its_tasks_and_files() -> None:
    listed = tasks(
        task("T-01", "done", covers="FR-1", files="`a.py`, `b.py`"),
        task("T-02", covers="FR-1/AC-1", files="`c*/*.md`"),
        task("T-03", files="`a.py`"),
        task("T-04", "cancelled", covers="FR-1"),
    )
    assert cells(made(small(**{tasks_path(1): listed, "a.py": ""}))) == [
        ("FR-1", "T-01", "done", "a.py", "yes"),
        ("FR-1", "T-01", "done", "b.py", "no"),
        ("FR-1", "T-04", "cancelled", "", ""),
        ("FR-1/AC-1", "T-02", "open", "c*/*.md", "yes"),
        ("FR-2", "", UNCOVERED, "", ""),
        ("", "T-03", "open", "a.py", "yes"),
    ]


def test_a_requirement_covered_by_its_criteria_alone_has_no_row_of_its_own() -> None:
    listed = tasks(task("T-01", covers="FR-1/AC-1"), task("T-02", covers="FR-2"))
    assert [row[:2] for row in cells(made(small(**{tasks_path(1): listed})))] == [
        ("FR-1/AC-1", "T-01"),
        ("FR-2", "T-02"),
    ]


def test_the_page_names_each_thing_once() -> None:
    listed = tasks(task("T-01", covers="FR-1, FR-2", files="`a.py`, `b.py`"))
    assert write_text(made(small(**{tasks_path(1): listed, "b.py": ""}))) == (
        "SPEC-001 Bake\n"
        "  FR-1  T-01  open  a.py  (missing)\n"
        "                    b.py\n"
        "  FR-2  T-01  open  a.py  (missing)\n"
        "                    b.py\n"
    )


@pytest.mark.parametrize(
    "risky", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "＝1", '=HYPERLINK("x")']
)
def test_a_cell_is_no_formula(risky: str) -> None:
    row = Row("SPEC-001", "FR-1", risky, "T-01", risky, "open", risky, "no")
    (read,) = csv.DictReader(StringIO(as_csv(Matrix({}, (row,)))))
    assert read["task_title"] == f"'{risky}"
    assert read["file"] == f"'{risky}"


CELLS = st.text(st.characters(codec="utf-8"), max_size=20)
ROWS = st.lists(st.builds(Row, *[CELLS] * 8), max_size=4)


@given(ROWS)
def test_any_text_stays_in_its_cell(rows: list[Row]) -> None:
    read = list(csv.DictReader(StringIO(as_csv(Matrix({}, tuple(rows)))), strict=True))
    assert len(read) == len(rows)
    for cell in (cell for found in read for cell in found.values()):
        assert not cell.lstrip().startswith(RISKY)
    assert json.loads(as_json(Matrix({}, tuple(rows))))["rows"] == [asdict(row) for row in rows]


@given(products())
def test_nothing_is_missing(files: dict[str, str]) -> None:
    found = view(files)
    rows = {(row.spec, row.requirement, row.task) for row in made(files).rows}
    named = {(spec, requirement) for spec, requirement, _ in rows}
    for node in found.project.items_of("requirement"):
        home, short = node.id.split("/")
        assert any(spec == home and key.split("/")[0] == short for spec, key in named)
    for edge in found.project.links_of("covers"):
        assert edge.target
        home, _, requirement = edge.target.id.partition("/")
        assert (home, requirement, edge.source.id.partition("/")[2]) in rows
