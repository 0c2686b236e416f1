"""Which task and which files serve which requirement, as a table."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from io import StringIO
from itertools import groupby

from awos_lint.core.escape import show_text, to_json
from awos_lint.core.model.document import Document, Item
from awos_lint.graph.build import item_id
from awos_lint.graph.project import Node
from awos_lint.graph.tasks import is_step, name_item
from awos_lint.graph.writes import is_glob, normalize_path
from awos_lint.workflow.view import View, one_line, title_of

UNCOVERED = "uncovered"
"""The status of a requirement that no task covers."""

_RISKY = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a cell for a formula (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the matrix; ``exists`` is ``yes``, ``no``, or empty where there is no file."""

    spec: str
    requirement: str
    requirement_title: str
    task: str
    task_title: str
    status: str
    file: str
    exists: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows of some specs, in the order of the text, with the titles of the specs."""

    titles: Mapping[str, str]
    rows: tuple[Row, ...]


def build_matrix(view: View, specs: Iterable[Node]) -> Matrix:
    """Return the rows of some specs: each requirement with its tasks and their files.

    A requirement without a task and a task without a requirement have rows of their own.
    """
    chosen = list(specs)
    titles = {one_line(spec.id): title_of(spec) for spec in chosen}
    return Matrix(titles, tuple(row for spec in chosen for row in _build_rows(view, spec)))


def _build_rows(view: View, spec: Node) -> Iterator[Row]:
    served = _find_served(view, spec)
    tasks = [(home, item) for home in view.project.tasks_of(spec) for item in _list_tasks(home)]
    for item in spec.document.items:
        if item.kind in ("requirement", "criterion") and item.name:
            key = item_id(spec.document, item)
            serving = [
                (home, task) for home, task in tasks if key in served.get(_key_of(home, task), ())
            ]
            short = key.removeprefix(f"{spec.id}/")
            if serving or (item.kind == "requirement" and not _covers_criterion(served, key)):
                yield from _of_requirement(view, spec, short, item.title.value, serving)
    idle = [(home, task) for home, task in tasks if _key_of(home, task) not in served]
    if idle:
        yield from _of_requirement(view, spec, "", "", idle)


def _find_served(view: View, spec: Node) -> dict[tuple[str, int], set[str]]:
    """Return the requirements and criteria that each task covers, by path and place of the task."""
    found: dict[tuple[str, int], set[str]] = {}
    for home in view.project.tasks_of(spec):
        for edge in view.covers.get(home.path, ()):
            if edge.source.item and edge.target:
                found.setdefault(_key_of(home, edge.source.item), set()).add(edge.target.id)
    return found


def _key_of(home: Document, item: Item) -> tuple[str, int]:
    return home.path, item.span.start


def _covers_criterion(served: Mapping[tuple[str, int], set[str]], key: str) -> bool:
    """Return whether a task covers a criterion of a requirement."""
    return any(other.startswith(f"{key}/") for covered in served.values() for other in covered)


def _list_tasks(home: Document) -> Iterator[Item]:
    """Yield the tasks of a list but those that only hold others and cover nothing themselves."""
    split = {item.parent for item in home.items_of("task") if not is_step(home, item)}
    for index, item in enumerate(home.items):
        taken = index not in split or "covers" in item.keys
        if item.kind == "task" and taken and not is_step(home, item):
            yield item


def _of_requirement(
    view: View, spec: Node, name: str, title: str, tasks: Sequence[tuple[Document, Item]]
) -> Iterator[Row]:
    spec_id, name, title = one_line(spec.id), one_line(name), one_line(title)
    if not tasks:
        yield Row(spec_id, name, title, "", "", UNCOVERED, "", "")
    for _, item in tasks:
        state = str(item.state or "no checkbox")
        for file in item.list_values("files") or ("",):
            task = one_line(name_item(item)), one_line(item.title.value)
            there = _check_file(view, file)
            yield Row(spec_id, name, title, *task, state, one_line(file), there)


def _check_file(view: View, file: str) -> str:
    path, files = normalize_path(file), view.project.files
    if not path:
        return ""
    found = files.matches_any(path) if is_glob(path) else files.has_path(files.resolve_path(path))
    return "yes" if found else "no"


def write_text(found: Matrix) -> str:
    """Return the matrix for people: a table for each spec."""
    lines: list[str] = []
    for spec, group in groupby(found.rows, key=lambda row: row.spec):
        rows = list(group)
        lines += ["", f"{spec} {found.titles.get(spec, '')}".rstrip(), *_write_table(rows)]
    return "".join(f"{show_text(line).rstrip()}\n" for line in lines[1:])


def _write_table(rows: Sequence[Row]) -> Iterator[str]:
    cells = [(row.requirement or "–", row.task or "–", row.status) for row in rows]
    wide = [max(len(cell[column]) for cell in cells) for column in range(3)]
    before = ("", "", "")
    for row, cell in zip(rows, cells, strict=True):
        new = cell[:1] != before[:1], cell[:2] != before[:2], cell != before
        parts = (
            f"{part if show else '':{width}}"
            for part, show, width in zip(cell, new, wide, strict=True)
        )
        missing = "  (missing)" if row.exists == "no" else ""
        yield f"  {'  '.join(parts)}  {row.file}{missing}"
        before = cell


def as_csv(found: Matrix) -> str:
    """Return the matrix as comma-separated values, RFC 4180 with line feeds.

    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    page = StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(field.name for field in fields(Row))
    writer.writerows(map(_escape_cell_text, astuple(row)) for row in found.rows)
    return page.getvalue()


def _escape_cell_text(cell: str) -> str:
    text = show_text(cell)
    return f"'{text}" if text.lstrip().startswith(_RISKY) else text


def as_json(found: Matrix) -> str:
    """Return the matrix as JSON."""
    names = [field.name for field in fields(Row)]
    rows = [dict(zip(names, astuple(row), strict=True)) for row in found.rows]
    return to_json({"version": 1, "rows": rows})


FORMATS: Mapping[str, Callable[[Matrix], str]] = {
    "text": write_text,
    "csv": as_csv,
    "json": as_json,
}
