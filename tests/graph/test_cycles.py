"""Rings are complete, closed, and the same on every run."""

from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, Source
from awos_lint.graph import Edge, Node
from awos_lint.graph.cycles import find_cycles

NODES = [Node(f"SPEC-{n}", "spec", Document(Source(f"{n}.md", ""), "spec")) for n in range(8)]
PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=24)


def edges(pairs: list[tuple[int, int]]) -> list[Edge]:
    return [
        Edge("depends_on", NODES[a], NODES[b].id, Place(f"{a}.md"), ("spec",), NODES[b])
        for a, b in pairs
    ]


@given(PAIRS)
def test_one_ring_for_each_knot(pairs: list[tuple[int, int]]) -> None:
    found = find_cycles(edges(pairs))
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_edges_from((f"SPEC-{a}", f"SPEC-{b}") for a, b in pairs if a != b)
    knots = [knot for knot in networkx.strongly_connected_components(graph) if len(knot) > 1]
    assert sorted(ring.ids[0] for ring in found) == sorted(min(knot) for knot in knots)
    for ring in found:
        assert ring.ids[0] == ring.ids[-1] == min(ring.ids)
        assert all(graph.has_edge(e.source.id, e.target.id) for e in ring.edges if e.target)
        assert len(set(ring.ids)) == len(ring.edges)


@given(PAIRS, st.randoms())
def test_the_order_of_edges_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [r.ids for r in find_cycles(edges(pairs))] == [
        r.ids for r in find_cycles(edges(shuffled))
    ]
