"""Documents in, :class:`Project` out: every id becomes a node, every typed link an edge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from awos_lint.core.model.document import Address, Document, Item
from awos_lint.core.model.files import Files
from awos_lint.core.model.kinds import ITEMS, KINDS, Kind, Link, Scope, find_kind
from awos_lint.core.model.stray import Stray
from awos_lint.core.text import Place, Span
from awos_lint.graph.foreign import ForeignNames
from awos_lint.graph.project import Edge, Node, Project

# An edge before its target is known: key, source, id as written, place, link, implied.
_Draft = tuple[str, Node, str, Place, Link, bool]


def build_project(
    documents: Iterable[Document],
    files: Files | None = None,
    kinds: Mapping[str, Kind] = KINDS,
    prompts: Iterable[Document] = (),
    strays: Iterable[Stray] = (),
) -> Project:
    """Build the graph of some documents; the order of the input does not matter.

    ``prompts`` are the files that coding agents read, and ``strays`` those that only look like
    documents; neither is a part of the graph.
    """
    ordered = tuple(sorted(documents, key=lambda document: document.path))
    groups = [(find_homes(document), tuple(_make_nodes(document))) for document in ordered]
    every = [node for _, group in groups for node in group]
    nodes: dict[str, Node] = {}
    twins: dict[str, list[Node]] = {}
    for node in every:
        if nodes.setdefault(node.id, node) is not node:
            twins.setdefault(node.id, [nodes[node.id]]).append(node)
    names = ForeignNames(every)
    edges = tuple(
        _make_edge(draft, nodes, names, around)
        for around, group in groups
        for node in group
        for draft in _draft_edges(node, kinds)
    )
    shared = {key: tuple(group) for key, group in twins.items()}
    beside = tuple(sorted(prompts, key=lambda document: document.path))
    lost = tuple(sorted(strays, key=lambda stray: stray.path))
    return Project(ordered, kinds, files or Files(), nodes, shared, edges, beside, lost)


def scope_of_items(document: Document) -> str:
    """Return the id under which a document's items live, empty where their ids are global."""
    # Numbers of foreign tasks and requirements are local to their files, and both begin at 1.
    scope = find_kind(document.kind).scope if document.is_native else Scope.DOCUMENT
    if scope is Scope.GLOBAL:
        return ""
    return _name_spec(document) if scope is Scope.SPEC else document.id


def find_homes(document: Document) -> tuple[str, ...]:
    """Return the ids under which the short ids that a document writes are looked up, in order."""
    home = scope_of_items(document)
    spec = _name_spec(document) if find_kind(document.kind).scope is Scope.SPEC else ""
    return tuple(dict.fromkeys(name for name in (home, spec) if name))


def _name_spec(tasks: Document) -> str:
    written = tasks.fields.get("spec")
    return written if isinstance(written, str) and written else tasks.implied.get("spec", "")


def _make_nodes(document: Document) -> Iterator[Node]:
    if document.id:
        yield Node(document.id, document.kind, document)
    home = scope_of_items(document)
    entries: set[str] = set()
    for item in document.items:
        # A delta may speak of one requirement several times: rename it, and modify it.
        if item.name and not ("delta" in item.fields and item.name in entries):
            yield Node(_make_global_id(document, item, home), item.kind, document, item)
            entries.add(item.name)


def item_id(document: Document, item: Item) -> str:
    """Return the global id of an item."""
    return _make_global_id(document, item, scope_of_items(document))


def _make_global_id(document: Document, item: Item, home: str) -> str:
    if item.kind == "criterion" and item.parent >= 0:
        above = document.items[item.parent]
        # Where criterion 2.1 belongs to requirement 2, its name says so already.
        if not item.name.startswith(f"{above.name}."):
            home = _make_global_id(document, above, home)
    return f"{home}/{item.name}" if home else item.name


def _draft_edges(node: Node, kinds: Mapping[str, Kind]) -> Iterator[_Draft]:
    if node.item:
        yield from _item_drafts(node, node.item)
    elif kind := kinds.get(node.kind):
        for key, link in kind.links.items():
            yield from _document_drafts(node, key, link)


def _document_drafts(node: Node, key: str, link: Link) -> Iterator[_Draft]:
    document = node.document
    written = (
        _read_entries(document, key, link.inside) if link.inside else document.list_strings(key)
    )
    for address, value in written:
        place = document.find_place(*address)
        named = _split_ids(document, value, place) if link.numbers else [(value, place)]
        yield from ((key, node, name, where, link, False) for name, where in named)
    if not written and key in document.implied:
        yield key, node, document.implied[key], document.head, link, True


def _split_ids(document: Document, value: str, place: Place) -> Iterator[tuple[str, Place]]:
    """Yield the ids that a value lists with commas, each with its place where that is known."""
    span = place.span
    start = document.source.text.find(value, span.start, span.end) if span else -1
    for part in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", value):
        own = Span(start + part.start(), start + part.end())
        yield part[0], document.make_place(own) if start >= 0 else place


def _read_entries(document: Document, key: str, inside: str) -> list[tuple[Address, str]]:
    """Return the strings under one key of the mappings in a list, with their addresses."""
    value = document.fields.get(key)
    entries = enumerate(value if isinstance(value, list) else ())
    found = ((i, entry.get(inside)) for i, entry in entries if isinstance(entry, dict))
    return [((key, i, inside), said) for i, said in found if isinstance(said, str)]


def _item_drafts(node: Node, item: Item) -> Iterator[_Draft]:
    for key, link in ITEMS[item.kind].links.items():
        for text in item.fields.get(key, ()):
            yield key, node, text.value, node.document.make_place(text.span), link, False


def _make_edge(
    draft: _Draft, nodes: Mapping[str, Node], names: ForeignNames, around: tuple[str, ...]
) -> Edge:
    key, source, written, place, link, implied = draft
    local = [f"{home}/{written}" for home in around] if link.local else []
    there = [node for name in (*local, written) if (node := nodes.get(name))]
    if written.isdigit():
        there += filter(None, (names.find_numbered(name, written) for name in link.numbers))
    native = source.document.is_native
    # A foreign number says nothing about the kind of what it counts.
    otherwise = there[0] if there and native else None
    target = next((node for node in there if node.kind in link.to), otherwise)
    if source.item is None and not native:
        target = names.find_document(source, written) or target
        written = target.id if target else written
    return Edge(key, source, written, place, link.to, target, link.rests, implied)
