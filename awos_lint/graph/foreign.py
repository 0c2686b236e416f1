"""What documents of foreign layouts call one another: paths, numbers with any padding, slugs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from awos_lint.graph.links import resolve
from awos_lint.graph.project import Node, Project, loose
from awos_lint.model.document import Document, Prose

_NUMBERED = re.compile(r"(?:([A-Z]{2,8})-)?(\d{1,8})")
_ENDING = re.compile(r"(.*?)(\d+)")
_REPLACED = re.compile(r"super[sc]e|replac|obsolet", re.IGNORECASE)


class ForeignNames:
    """Finds documents by what documents of foreign layouts call them."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._by_path: dict[str, Node] = {}
        self._by_id: dict[str, Node] = {}
        for node in nodes:
            if node.item is None:
                self._by_path.setdefault(node.document.path, node)
                self._by_id.setdefault(loose(node.id), node)

    def find(self, source: Node, written: str) -> Node | None:
        """Return the document that another one names: a path, ``ADR-7``, ``7`` or a slug.

        A number means the one in the same folder before it means one elsewhere.
        """
        if node := self._by_path.get(written):
            return node
        for name in _readings(source, written):
            if node := self._by_id.get(loose(name)):
                return node
        return None


def _readings(source: Node, written: str) -> list[str]:
    own, number = _ENDING.fullmatch(source.id), _NUMBERED.fullmatch(written)
    letters = source.id.partition("-")[0]
    if number is None:
        return [f"{letters}-{written}", written]
    near = [f"{own[1]}{number[2]}"] if own and number[1] in (None, letters) else []
    return [*near, f"{number[1] or letters}-{number[2]}"]


def mentions(document: Document, other: Node) -> bool:
    """Return whether a document names a decision at all: by a link, its number or its file."""
    path = other.document.path
    targets = (resolve(document, link) for link in document.links)
    if any(target and target.path == path for target in targets):
        return True
    return _named(other).search(document.source.text) is not None


def _named(node: Node) -> re.Pattern[str]:
    stem = node.document.path.rpartition("/")[2].rpartition(".")[0]
    forms = [rf"\b{re.escape(stem)}\b"]
    if number := _ENDING.fullmatch(node.id):
        letters, digits = node.id.partition("-")[0], number[2].lstrip("0") or "0"
        forms.append(rf"\b{letters}s?[-_ #]*0*{digits}\b")
        if number[2].startswith("0"):
            forms.append(rf"(?<![\w.]){number[2]}\b")
    return re.compile("|".join(forms), re.IGNORECASE)


def told(project: Project, node: Node) -> bool:
    """Return whether a text says in its own words what replaced a decision.

    Of 37 superseded records in public repositories, nine say so below the status or elsewhere.
    """
    document = node.document
    if document.layout == "native":
        return False
    status = document.at("status").span if document.wrote("status") else None
    own = (match.start() for match in _REPLACED.finditer(document.source.text))
    if any(status is None or not status.start <= place < status.end for place in own):
        return True
    said = document.fields.get("status")
    return (isinstance(said, str) and " by " in said) or any(
        _REPLACED.search(prose.text) and _named(node).search(_written(other, prose))
        for other in project.of("adr")
        if other is not document
        for prose in other.prose
    )


def _written(document: Document, prose: Prose) -> str:
    """Return a paragraph with the destinations of its links."""
    span = prose.span(0, len(prose.text))
    return document.source.text[span.start : span.end]
