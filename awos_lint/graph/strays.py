"""Files that look like documents and are not read: what names them, and where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from awos_lint.core.model.kinds import SERIES, Series, find_kind
from awos_lint.core.model.stray import Stray
from awos_lint.graph.lookup import unseen_in
from awos_lint.graph.numbers import free_numbers, is_number
from awos_lint.graph.project import Edge, Project, normalize_id


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Strays that one move makes documents, and the links that name them or what is in them.

    ``target`` is the path that the file or folder should have; nothing where the kind has none, or
    another document is there already.
    """

    strays: tuple[Stray, ...]
    named: tuple[Edge, ...]
    target: str = ""


def find_misplaced(project: Project) -> Iterator[Misplaced]:
    """Yield the strays of a project, each with those that lie in the same misnamed folder."""
    groups: dict[str, list[Stray]] = {}
    for stray in project.strays:
        groups.setdefault(stray.moved or stray.path, []).append(stray)
    free = {series: _free_numbers(project, series) for series in SERIES.values()}
    taken: set[str] = set()
    for moved, group in groups.items():
        wish = _propose_path(group, free)
        occupied = project.files.has_path(wish) or wish in taken or _has_twin(project, group)
        # Beside the document itself, one whose name only resembles it is something else.
        if occupied and group[0].span is None and moved.casefold() != wish.casefold():
            continue
        taken.add(wish)
        yield Misplaced(tuple(group), _find_naming_edges(project, group), "" if occupied else wish)


def is_stray(project: Project, kind: str) -> bool:
    """Return whether a file that is not read looks like a document of a kind."""
    return any(stray.kind == kind for stray in project.strays)


def is_stray_id(project: Project, key: str) -> bool:
    """Return whether a file that is not read has an id, in any spelling."""
    return any(stray.id and normalize_id(stray.id) == normalize_id(key) for stray in project.strays)


def _find_naming_edges(project: Project, group: Sequence[Stray]) -> tuple[Edge, ...]:
    unknown = [unseen_in(stray) for stray in group]
    lost = (edge for edge in project.edges if edge.target is None)
    return tuple(edge for edge in lost if any(one.holds_id(edge) for one in unknown))


def _has_twin(project: Project, group: Sequence[Stray]) -> bool:
    return any(stray.id in project.nodes for stray in group)


def _propose_path(group: Sequence[Stray], free: Mapping[Series, Iterator[str]]) -> str:
    """Return the path that a group should have, with the next number where it has none."""
    best = min(group, key=lambda stray: len(stray.place))
    if len(best.place) < 2:
        return "".join(best.place)
    series = find_kind(best.kind).series
    assert series, "a path with a number is that of a kind that is counted"
    return next(free[series]).join(best.place)


def _free_numbers(project: Project, series: Series) -> Iterator[str]:
    kinds = series.kinds
    native = [document for document in project.documents_of(*kinds) if document.is_native]
    ids = [document.id for document in native]
    ids += [stray.id for stray in project.strays if stray.kind in kinds]
    written = [*(document.number for document in native), *(key.rpartition("-")[2] for key in ids)]
    width = max(map(len, filter(is_number, written)), default=series.digits)
    return (f"{number:0{width}}" for number in free_numbers(written))
