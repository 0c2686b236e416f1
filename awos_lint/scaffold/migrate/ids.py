"""The ids that items of another layout get in the native one: kept where they can be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from awos_lint.core.model.document import Document, Item
from awos_lint.graph.project import Edge, Project
from awos_lint.scaffold.migrate.homes import Homes

_OWN = re.compile(r"FR-[A-Za-z0-9](?:[A-Za-z0-9._-]{0,20}[A-Za-z0-9])?")
_SHORT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,20}[A-Za-z0-9])?")
_PREFIX = {"requirement": "FR", "criterion": "AC", "task": "T", "feature": "F"}


class Ids:
    """Native ids by document and item, each one once in its home."""

    def __init__(self, homes: Homes) -> None:
        self._homes = homes
        self._found: dict[tuple[str, str], dict[int, str]] = {}

    def of(self, document: Document, index: int) -> str:
        """Return the native id of an item: ``T-1.2``, ``FR-003``, ``AC-1``."""
        key = document.path, document.id
        if key not in self._found:
            self._found[key] = dict(_ids(document))
        return self._found[key][index]

    def link(self, edge: Edge) -> str:
        """Return how a task names what an edge leads to; nothing when it has no native id."""
        target = edge.target
        if target is None or target.item is None:
            return ""
        document, item = target.document, target.item
        home = self._homes.of(document)
        # Where the text itself is kept, only what the native layout reads in it has an id.
        if home is None or (document.layout == "spec-kit" and not _kept(document, item)):
            return ""
        name = self.of(document, document.items.index(item))
        above = self.of(document, item.parent) if item.kind == "criterion" else ""
        return f"{above}/{name}" if above else name

    def dropped(self, project: Project, document: Document) -> list[str]:
        """Return what the items of a document name that has no native id, each once."""
        edges = (edge for edge in project.edges if edge.source.document is document)
        lost = (e for e in edges if e.source.item and e.kind in ("after", "covers"))
        return list(dict.fromkeys(edge.written for edge in lost if not self.link(edge)))


def _kept(document: Document, item: Item) -> bool:
    return document.kind != "spec" or item.name.startswith("FR-")


def _ids(document: Document) -> Iterator[tuple[int, str]]:
    used: set[tuple[int, str]] = set()
    for index, item in enumerate(document.items):
        # Criteria count below their requirement, all others in the whole document.
        home = item.parent if item.kind == "criterion" else -1
        name = _name(item)
        if (home, name) in used:
            name = next(n for n in _counting(item.kind) if (home, n) not in used)
        used.add((home, name))
        yield index, name


def _name(item: Item) -> str:
    """Return the id that an item would have if it were free; nothing usable becomes a number."""
    prefix = _PREFIX[item.kind]
    if item.kind == "requirement" and _OWN.fullmatch(item.name):
        return item.name
    if item.kind == "criterion":
        own = item.name.rpartition(".")[2]
        return f"{prefix}-{own}" if own.isdigit() else f"{prefix}-1"
    short = item.name.removeprefix("T") if item.kind == "task" else item.name
    short = short.strip("- ")
    if item.kind in ("task", "requirement") and _SHORT.fullmatch(short):
        return f"{prefix}-{short}"
    return next(_counting(item.kind))


def _counting(kind: str) -> Iterator[str]:
    number = 1
    while True:
        yield f"{_PREFIX[kind]}-{number:0{2 if kind == 'feature' else 1}}"
        number += 1
