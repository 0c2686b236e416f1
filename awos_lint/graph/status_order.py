"""What rests on what, and how far it is: facts that rules about order share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import APPROVED, OVER, maturity_of
from awos_lint.core.model.status import Reading
from awos_lint.graph.cycles import dependency_rings
from awos_lint.graph.project import Edge, Node, Project
from awos_lint.layouts import Fact, load_layouts


class Pair(NamedTuple):
    """A link that leads somewhere fitting: who wrote it, and what it leads to."""

    source: Node
    target: Node
    edge: Edge


def pair_links(project: Project, *keys: str) -> Iterator[Pair]:
    """Yield the links under some keys with both of their ends."""
    for edge in project.links_of(*keys):
        if edge.target:
            yield Pair(edge.source, edge.target, edge)


def can_express(document: Document, fact: Fact) -> bool:
    """Return whether the layout of a document is able to say something."""
    return fact in load_layouts()[document.layout].expresses


def is_editable(document: Document) -> bool:
    """Return whether awos writes in a document: it keeps its records in a front matter."""
    return can_express(document, "front-matter")


def find_standing(project: Project, document: Document) -> int | None:
    """Return how settled a document is; ``None`` when it is over, or nobody can tell.

    A document that could not be read says nothing, a status that its kind does not have and an id
    that belongs to two documents are mistakes of their own, and some layouts have no statuses.
    """
    if document.broken or document.id in project.twins:
        return None
    known = document.stated.reading in (Reading.WORD, Reading.NONE)
    known = known and document.status in project.kind_of(document).statuses
    if not known or document.status in OVER:
        return None
    return maturity_of(document.status) if can_express(document, "status") else None


def is_approved(project: Project, document: Document) -> bool:
    """Return whether a document is in force and at least approved."""
    level = find_standing(project, document)
    return level is not None and level >= APPROVED


def is_pending(project: Project, document: Document) -> bool:
    """Return whether a document is known to wait for its approval."""
    level = find_standing(project, document)
    return level is not None and level < APPROVED


def find_premature(project: Project, *keys: str) -> Iterator[Pair]:
    """Yield the links from an approved document to one that waits for its approval."""
    for pair in pair_links(project, *keys):
        if is_approved(project, pair.source.document) and is_pending(project, pair.target.document):
            yield pair


def features_of(project: Project, spec: Node) -> list[Node]:
    """Return the features that a spec describes, whichever of the two sides wrote the link."""
    named = [edge.target for edge in project.links_from(spec, "feature") if edge.target]
    naming = [edge.source for edge in project.links_to(spec, "spec")]
    found = {node.id: node for node in [*named, *naming] if node.kind == "feature"}
    return [found[key] for key in sorted(found)]


def is_certain(project: Project, kind: str, key: str) -> bool:
    """Return whether every link under a key of the documents of a kind, or in them, is known.

    A document that was not read, or not whole, may hold the link that seems to be missing, and one
    that leads nowhere may have been meant as that link; then its absence proves nothing.
    """
    if any(document.is_partial for document in project.documents_of(kind)):
        return False
    if any(stray.kind == kind for stray in project.strays):
        return False
    mine = (edge for edge in project.edges if edge.source.document.kind == kind)
    return all(edge.is_fitting for edge in mine if edge.kind == key)


def outside_rings(project: Project, edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges that no ring is made of: in a ring, no order is the right one."""
    found = list(edges)
    rings = dependency_rings(project) if found else []
    ringed = {edge.place for ring in rings for edge in ring.edges}
    return [edge for edge in found if edge.place not in ringed]
