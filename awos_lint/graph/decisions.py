"""What became of a decision: who replaced it, and what is in force in its place."""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import OVER, PLACEHOLDER
from awos_lint.graph.cycles import supersession_rings
from awos_lint.graph.project import Node, Project, normalize_id

TOOK_EFFECT = frozenset({"accepted", "deprecated", "superseded"})
"""The statuses of decisions that are or were in force; only these replaced anything."""

_LONGEST = 100
"""No chain is longer, and one that is must not keep a check from ending."""


def in_force(project: Project) -> Iterator[Document]:
    """Yield the decisions that are in force, those that could not be read left out."""
    for document in project.documents_of("adr"):
        if document.status == "accepted" and not document.broken:
            yield document


def find_contested(project: Project) -> set[str]:
    """Return the ids about whose successors nothing can be said: doubled, or around a ring."""
    return {*project.twins, *(key for ring in supersession_rings(project) for key in ring.ids)}


def find_successors(project: Project, node: Node) -> list[Node]:
    """Return the decisions that are named as the successors of one, by either side, by id."""
    named = [edge.target for edge in project.links_from(node, "superseded_by") if edge.target]
    naming = [edge.source for edge in project.links_to(node, "supersedes")]
    found = {other.id: other for other in [*named, *naming] if other.id != node.id}
    return [found[key] for key in sorted(found)]


def find_replacing(project: Project, node: Node) -> list[Node]:
    """Return the successors that took effect."""
    return [n for n in find_successors(project, node) if n.document.status in TOOK_EFFECT]


def find_heirs(project: Project, node: Node) -> list[Node]:
    """Return the accepted decisions at the ends of the chains that begin at a decision."""
    seen, ahead, found = {node.id}, [node], {}
    while ahead and len(seen) <= _LONGEST:
        for other in find_replacing(project, ahead.pop()):
            if other.document.status == "accepted":
                found[other.id] = other
            elif other.id not in seen:
                seen.add(other.id)
                ahead.append(other)
    return [found[key] for key in sorted(found)]


def find_replaced(project: Project, node: Node) -> list[Node]:
    """Return the decisions in whose place one stands, directly or in a chain, by id."""
    found: dict[str, Node] = {}
    ahead = [node]
    while ahead and len(found) <= _LONGEST:
        for other in _find_predecessors(project, ahead.pop()):
            if other.id not in found and other.id != node.id:
                found[other.id] = other
                ahead.append(other)
    return [found[key] for key in sorted(found)]


def _find_predecessors(project: Project, node: Node) -> list[Node]:
    """Return the decisions that one replaced, by id, whichever side says so."""
    named = [edge.target for edge in project.links_from(node, "supersedes") if edge.target]
    naming = [edge.source for edge in project.links_to(node, "superseded_by")]
    found = {other.id: other for other in [*named, *naming] if other.document.status in OVER}
    return [found[key] for key in sorted(found)]


def find_collisions(project: Project) -> list[tuple[Document, Document]]:
    """Return pairs of decisions with the same number, the one that has it first in front.

    A number is what the file name says, within its folder, or the id. Whoever is still proposed
    comes later than whoever is not, then the day of creation decides, then the path.
    """
    taken: dict[tuple[str, str], Document] = {}
    found = []
    for document in sorted(project.documents_of("adr"), key=_order_by_age):
        keys = list(_number_keys(document))
        first = next((taken[key] for key in keys if key in taken), None)
        if first:
            found.append((first, document))
        for key in keys:
            taken.setdefault(key, document)
    return found


def _order_by_age(document: Document) -> tuple[bool, str, str]:
    created = document.fields.get("created")
    day = created if isinstance(created, str) else ""
    return document.status == "proposed", day, document.path


def _number_keys(document: Document) -> Iterator[tuple[str, str]]:
    folder = document.path.rpartition("/")[0]
    if document.number:
        yield folder, document.number.lstrip("0")
    # Where the id contradicts the file name, that is the mistake, and has a rule of its own.
    if PLACEHOLDER.fullmatch(document.id):
        return
    if document.id and (
        not document.number or _strip_number(document.id) == _strip_number(document.number)
    ):
        yield "", normalize_id(document.id)


def _strip_number(text: str) -> str:
    return text.rpartition("-")[2].lstrip("0")
