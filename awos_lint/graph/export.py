"""The graph as text: Mermaid, Graphviz DOT, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from awos_lint.core.text import escape_text
from awos_lint.graph.project import Edge, Node, Project

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """The nodes and edges that are shown."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def select_part(project: Project, around: str = "", depth: int = 0, items: bool = True) -> Part:
    """Return the whole graph, or what lies within ``depth`` links of the node ``around``.

    Raises :class:`KeyError` when there is no such node. Without ``items`` only documents and
    features are shown.
    """
    nodes = [n for n in project.all_nodes if items or not n.item or n.kind == "feature"]
    if around:
        near = _find_near(project, project.nodes[around], depth)
        nodes = [node for node in nodes if node.key in near]
    keys = {node.key for node in nodes}
    edges = (e for e in project.edges if e.target and {e.source.key, e.target.key} <= keys)
    return Part(tuple(nodes), tuple(edges))


def _find_near(project: Project, first: Node, depth: int) -> set[_Key]:
    import networkx

    graph: networkx.Graph[_Key] = networkx.Graph()
    graph.add_nodes_from(node.key for node in project.all_nodes)
    graph.add_edges_from((e.source.key, e.target.key) for e in project.edges if e.target)
    owners = ((n.key, (n.document.id, n.document.path)) for n in project.all_nodes if n.item)
    graph.add_edges_from((item, owner) for item, owner in owners if owner in graph)
    return set(networkx.single_source_shortest_path_length(graph, first.key, cutoff=depth))


def _make_names(shown: Part) -> Mapping[_Key, str]:
    """Give every node a plain name; ids may hold characters that a graph language reads."""
    return {node.key: f"n{number}" for number, node in enumerate(shown.nodes)}


def _make_label(node: Node) -> str:
    title = escape_text(node.title, 60)
    return f"{node.id}: {title}" if title else node.id


def _make_status(node: Node) -> str:
    return quote_label(escape_text(node.progress, 60))


def quote_label(text: str) -> str:
    """Return a text as it stands between double quotes in Mermaid."""
    # Entities mean the same to Mermaid and to a browser, whatever the text holds.
    return re.sub(r"[^\w .,:/-]", lambda match: f"#{ord(match[0])};", text)


def write_mermaid(shown: Part) -> str:
    """Return a Mermaid flowchart; GitHub renders it inside a ``mermaid`` fence."""
    names = _make_names(shown)
    lines = ["flowchart LR"]
    lines += [
        f'  {names[n.key]}["{quote_label(_make_label(n))}<br/>{_make_status(n)}"]'
        for n in shown.nodes
    ]
    lines += [
        f"  {names[a]} -->|{quote_label(kind)}| {names[b]}" for a, kind, b in _list_links(shown)
    ]
    return "\n".join(lines) + "\n"


def _quote_text(text: str) -> str:
    # The runner of GitHub obeys `##[name]` wherever it stands; an entity means the same here.
    return json.dumps(escape_text(text).replace("##[", "#&#35;["))


def write_dot(shown: Part) -> str:
    """Return a Graphviz digraph."""
    names = _make_names(shown)
    lines = ["digraph awos {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [f"  {names[n.key]} [label={_quote_text(_make_label(n))}];" for n in shown.nodes]
    lines += [
        f"  {names[a]} -> {names[b]} [label={_quote_text(k)}];" for a, k, b in _list_links(shown)
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _list_links(shown: Part) -> Iterable[tuple[_Key, str, _Key]]:
    return ((e.source.key, e.kind, e.target.key) for e in shown.edges if e.target)


def as_json(shown: Part) -> str:
    """Return ``{"version": 1, "nodes": [...], "edges": [...]}``; lines count from one."""
    nodes = [
        {
            "id": node.id,
            "kind": node.kind,
            "title": node.title,
            "status": node.progress,
            "path": node.document.path,
            "line": node.document.source.find_location(node.place.span).line,
        }
        for node in shown.nodes
    ]
    edges = [
        {
            "from": edge.source.id,
            "to": edge.target.id,
            "kind": edge.kind,
            "path": edge.place.path,
            "to_path": edge.target.document.path,
            "line": edge.source.document.source.find_location(edge.place.span).line,
        }
        for edge in shown.edges
        if edge.target
    ]
    text = json.dumps({"version": 1, "nodes": nodes, "edges": edges}, indent=2)
    return text.replace("##[", "#\\u0023[") + "\n"


FORMATS = {"mermaid": write_mermaid, "dot": write_dot, "json": as_json}
