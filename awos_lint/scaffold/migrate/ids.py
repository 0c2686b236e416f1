"""The ids that items of another layout get in the native one: kept where they can be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from awos_lint.core.model.document import Document, Item
from awos_lint.core.text import Span
from awos_lint.graph.numbers import free_numbers
from awos_lint.graph.project import Edge, Node, Project, normalize_id
from awos_lint.scaffold.migrate.homes import Homes

_OWN = re.compile(r"FR-[0-9](?:[A-Za-z0-9._-]{0,20}[A-Za-z0-9])?")
_ENTRY = re.compile(r"\s*[-*+]\s+\**")
_DIGITS = re.compile(r"\d{1,6}")
_SHORT = re.compile(r"[0-9](?:[A-Za-z0-9._-]{0,20}[A-Za-z0-9])?")
_PREFIX = {"requirement": "FR", "criterion": "AC", "task": "T", "feature": "F"}


class Ids:
    """Native ids by document and item, each one once in its home."""

    def __init__(self, project: Project, homes: Homes) -> None:
        self._homes = homes
        self._edges: dict[tuple[str, Span], list[Edge]] = {}
        for edge in project.edges:
            if edge.source.item:
                self._edges.setdefault(_place_of(edge.source), []).append(edge)
        self._found: dict[tuple[str, str], dict[int, str]] = {}

    def id_of(self, document: Document, index: int) -> str:
        """Return the native id of an item: ``T-1.2``, ``FR-003``, ``AC-1``."""
        key = document.path, document.id
        if key not in self._found:
            self._found[key] = _assign_ids(document)
        return self._found[key][index]

    def list_links(self, document: Document, item: Item, key: str) -> list[str]:
        """Return how a task names what it leads to under a key, each once."""
        edges = self._edges.get((document.path, item.span), ())
        names = (self.link_id(edge) for edge in edges if edge.kind == key and edge.is_fitting)
        return [name for name in dict.fromkeys(names) if name]

    def link_id(self, edge: Edge) -> str:
        """Return how a task names what an edge leads to; nothing when it has no native id."""
        target = edge.target
        if target is None or target.item is None:
            return ""
        document, item = target.document, target.item
        if self._homes.home_of(document) is None:
            return ""
        name = self.id_of(document, document.items.index(item))
        above = self.id_of(document, item.parent) if item.kind == "criterion" else ""
        return f"{above}/{name}" if above else name

    def list_dropped(self, document: Document) -> list[str]:
        """Return what the items of a document name that has no native id, each once."""
        found = (edges for (path, _), edges in self._edges.items() if path == document.path)
        mine = (e for edges in found for e in edges if e.source.document is document)
        lost = (e for e in mine if e.kind in ("after", "covers") and not self.link_id(e))
        return list(dict.fromkeys(edge.written for edge in lost))


def is_kept(document: Document, item: Item) -> bool:
    """Return whether the native layout reads a requirement where its text stands already."""
    line, _ = document.source.find_position(item.anchor.start)
    before = document.source.text[document.source.starts[line - 1] : item.anchor.start]
    return _OWN.fullmatch(item.name) is not None and _ENTRY.fullmatch(before) is not None


def _place_of(node: Node) -> tuple[str, Span]:
    assert node.item
    return node.document.path, node.item.span


def _assign_ids(document: Document) -> dict[int, str]:
    """Return the id of each item; criteria count below their requirement, all others together.

    An item keeps the id that it has, the first of several that have the same; the others count on.
    """
    found: dict[int, str] = {}
    taken: dict[int, dict[str, str]] = {}
    for index, item in enumerate(document.items):
        name = _own_id(item)
        known = taken.setdefault(_home_of(item), {})
        if name and known.setdefault(normalize_id(name), name) is name:
            found[index] = name
    for index, item in enumerate(document.items):
        if index not in found:
            known = taken[_home_of(item)]
            found[index] = _count_on(item, known.values())
            known[normalize_id(found[index])] = found[index]
    return found


def _home_of(item: Item) -> int:
    return item.parent if item.kind == "criterion" else -1


def _count_on(item: Item, others: Iterable[str]) -> str:
    """Return the next free id of the kind of an item, as wide as the others are."""
    taken = [match[0] for other in others if (match := _DIGITS.search(other))]
    width = max(map(len, taken), default=2 if item.kind == "feature" else 1)
    return f"{_PREFIX[item.kind]}-{next(free_numbers(taken)):0{width}}"


def _own_id(item: Item) -> str:
    """Return the native id that an item has or nearly has; nothing for names that are none."""
    prefix = _PREFIX[item.kind]
    if item.kind == "requirement" and _OWN.fullmatch(item.name):
        return item.name
    if item.kind == "criterion":
        own = item.name.rpartition(".")[2]
        return f"{prefix}-{own}" if own.isdigit() else ""
    short = item.name.removeprefix("T") if item.kind == "task" else item.name
    short = short.strip("- ")
    fits = item.kind in ("task", "requirement") and _SHORT.fullmatch(short)
    return f"{prefix}-{short}" if fits else ""
