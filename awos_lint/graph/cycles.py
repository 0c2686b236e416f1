"""Rings: dependencies that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from awos_lint.graph.project import Edge, Project
from awos_lint.graph.toposort import sort_topologically

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed chain of edges; it begins at the node with the smallest id."""

    edges: tuple[Edge, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids along the ring, the first one again at the end."""
        return (*(edge.source.id for edge in self.edges), self.edges[0].source.id)


def dependency_rings(project: Project) -> list[Ring]:
    """Return the rings among all links that say that one thing rests on another."""
    return find_cycles(edge for edge in project.edges if edge.rests and edge.is_fitting)


def supersession_rings(project: Project) -> list[Ring]:
    """Return the rings among decisions that replace one another, whichever side says so."""
    forward = project.links_of("supersedes")
    turned = (
        edge._replace(source=edge.target, target=edge.source)
        for edge in project.links_of("superseded_by")
        if edge.target
    )
    return find_cycles([*forward, *turned])


def find_cycles(edges: Iterable[Edge]) -> list[Ring]:
    """Return one shortest ring for each knot of edges that lead back, by smallest id.

    Edges of a node to itself are left out: they are a mistake of their own.
    """
    between: dict[tuple[str, str], Edge] = {}
    for edge in edges:
        if edge.target and edge.target.id != edge.source.id:
            between.setdefault((edge.source.id, edge.target.id), edge)
    return _find_knots(between) if _leads_back(between) else []


def _leads_back(pairs: Iterable[tuple[str, str]]) -> bool:
    # Importing networkx costs more than checking three hundred documents, and almost every
    # repository is free of rings, so a simple walk answers the common question.
    after: dict[str, list[str]] = {}
    for source, target in pairs:
        after.setdefault(source, []).append(target)
        after.setdefault(target, [])
    return len(sort_topologically(after)) < len(after)


def _find_knots(between: dict[tuple[str, str], Edge]) -> list[Ring]:
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph(sorted(between))
    found = []
    for knot in networkx.strongly_connected_components(graph):
        if len(knot) > 1:
            path = _find_shortest(graph.subgraph(knot), min(knot))
            found.append(Ring(tuple(between[pair] for pair in path)))
    return sorted(found, key=lambda ring: ring.ids)


def _find_shortest(graph: networkx.DiGraph[str], first: str) -> list[tuple[str, str]]:
    import networkx

    backward = networkx.single_source_shortest_path(graph.reverse(copy=False), first)
    second = min(graph.successors(first), key=lambda node: (len(backward[node]), node))
    ids = [first, *reversed(backward[second])]
    return list(pairwise(ids))
