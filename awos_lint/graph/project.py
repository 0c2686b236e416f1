"""Nodes, edges and the project that holds them: what rules about more than one document read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from awos_lint.core.model.document import Document, Item, State
from awos_lint.core.model.files import Files
from awos_lint.core.model.kinds import OVER, Kind, maturity_of
from awos_lint.core.model.stray import Stray
from awos_lint.core.suggestion import suggest_only
from awos_lint.core.text import Place

_NUMBER = re.compile(r"\d+")
_Value = TypeVar("_Value")
_Key = TypeVar("_Key")


class Node(NamedTuple):
    """A document, or an item in it, under its global id (``SPEC-003``, ``SPEC-003/T-04``)."""

    id: str
    kind: str
    document: Document
    item: Item | None = None

    @property
    def name(self) -> str:
        """What people call it, which is its id wherever somebody wrote one."""
        return self.id if self.item else self.document.name

    @property
    def key(self) -> tuple[str, str]:
        """The id and the path of the document: what it is told apart by from a twin elsewhere."""
        return self.id, self.document.path

    @property
    def place(self) -> Place:
        """Where the node names itself."""
        return (
            self.document.make_place(self.item.anchor)
            if self.item
            else self.document.find_name_place()
        )

    @property
    def title(self) -> str:
        """The title of the document or of the item."""
        return self.item.title.value if self.item else self.document.title

    @property
    def settled(self) -> int:
        """How settled the document is that the node is or stands in."""
        return maturity_of(self.document.status)

    @property
    def is_over(self) -> bool:
        """Whether the document is no longer in force."""
        return self.document.status in OVER

    @property
    def state(self) -> State | None:
        """What the item's checkbox says; none for documents."""
        return self.item.state if self.item else None

    @property
    def said(self) -> Place:
        """Where the node states how far it is: its checkbox, its status, or its name."""
        if self.item:
            return self.document.make_place(self.item.box or self.item.anchor)
        return (
            self.document.find_place("status") if self.document.has_value("status") else self.place
        )

    @property
    def progress(self) -> str:
        """The word for how far it is: the status of a document, the state of an item."""
        return str(self.state or self.document.status) if self.item else self.document.status


class Edge(NamedTuple):
    """A typed link from one node to the id that was written; ``target`` when it leads somewhere.

    ``kind`` is the key it was written under. ``rests`` says that the source depends on the target.
    ``implied`` links follow from the path, and nobody wrote them.
    """

    kind: str
    source: Node
    written: str
    place: Place
    to: tuple[str, ...]
    target: Node | None = None
    rests: bool = True
    implied: bool = False

    @property
    def is_fitting(self) -> bool:
        """Whether the target is of a kind that this link may lead to."""
        return self.target is not None and self.target.kind in self.to


@dataclass(frozen=True)
class Project:
    """All documents of a repository as one graph.

    Beside it are ``prompts``, which agents read, and ``strays``, which look like documents and are
    not read. At the end of a step, ``former`` are the paths that git knows its files by at the
    base, by the present ones.
    """

    documents: tuple[Document, ...]
    kinds: Mapping[str, Kind]
    files: Files = field(default_factory=Files)
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False)
    twins: Mapping[str, tuple[Node, ...]] = field(default_factory=dict, repr=False)
    edges: tuple[Edge, ...] = field(default=(), repr=False)
    prompts: tuple[Document, ...] = field(default=(), repr=False)
    strays: tuple[Stray, ...] = ()
    former: Mapping[str, str] = field(default_factory=dict, repr=False)

    def kind_of(self, document: Document) -> Kind:
        """Return the kind of a document; a page has one without prefix, statuses and links."""
        return self.kinds.get(document.kind) or Kind(document.kind, "", ())

    def documents_of(self, *kinds: str) -> Iterator[Document]:
        """Yield the documents of some kinds, in the order of their paths."""
        return (document for document in self.documents if document.kind in kinds)

    def items_of(self, kind: str) -> Iterator[Node]:
        """Yield the nodes of the items of one kind."""
        return (node for node in self.nodes.values() if node.item and node.kind == kind)

    def node_of(self, document: Document) -> Node:
        """Return the node of a document; its own even when another has the same id."""
        found = self.nodes.get(document.id)
        if found and found.document is document:
            return found
        return Node(document.id, document.kind, document)

    @cached_property
    def all_nodes(self) -> tuple[Node, ...]:
        """Every node, those with an id that another one has too included, by id and path."""
        twins = (twin for twins in self.twins.values() for twin in twins)
        found = {node.key: node for node in (*twins, *self.nodes.values())}
        return tuple(found[key] for key in sorted(found))

    def links_of(self, *kinds: str) -> Iterator[Edge]:
        """Yield the edges written under some keys that lead to a node of the right kind."""
        return (edge for edge in self.edges if edge.kind in kinds and edge.is_fitting)

    @cached_property
    def _out(self) -> dict[tuple[str, str], list[Edge]]:
        return _group_by(self.edges, lambda edge: edge.source.key)

    @cached_property
    def _into(self) -> dict[tuple[str, str], list[Edge]]:
        return _group_by(self.edges, lambda edge: edge.target.key if edge.target else ("", ""))

    def links_from(self, node: Node, *kinds: str) -> list[Edge]:
        """Return the edges from a node that lead somewhere fitting, of some keys or of all."""
        edges = self._out.get(node.key, [])
        return [edge for edge in edges if edge.is_fitting and (not kinds or edge.kind in kinds)]

    def links_to(self, node: Node, *kinds: str) -> list[Edge]:
        """Return the edges that lead to a node, of some keys or of all."""
        edges = self._into.get(node.key, [])
        return [edge for edge in edges if edge.is_fitting and (not kinds or edge.kind in kinds)]

    def spec_of(self, tasks: Document) -> Node | None:
        """Return the spec that a task list implements."""
        edges = self.links_from(self.node_of(tasks), "spec")
        return edges[0].target if edges else None

    def tasks_of(self, spec: Node) -> list[Document]:
        """Return the task lists that implement a spec."""
        return [e.source.document for e in self.links_to(spec, "spec") if e.source.kind == "tasks"]

    def specs_of(self, feature: Node) -> list[Node]:
        """Return the specs of a feature, whichever of the two sides wrote the link."""
        named = [edge.target for edge in self.links_from(feature, "spec") if edge.target]
        naming = [edge.source for edge in self.links_to(feature, "feature")]
        found = {node.id: node for node in [*named, *naming] if node.kind == "spec"}
        return [found[key] for key in sorted(found)]

    @cached_property
    def _loose(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for key, node in self.nodes.items():
            for name in {normalize_id(key), normalize_id(_shorten_id(key))}:
                found.setdefault(name, []).append(node)
        return found

    def find_spelled(self, written: str) -> list[Node]:
        """Return the nodes whose id is another spelling of what was written.

        ``adr-7``, ``ADR7`` and ``ADR-0007`` are one; a criterion answers without its requirement.
        """
        return self._loose.get(normalize_id(written), [])

    @cached_property
    def _by_numbers(self) -> dict[str, list[Node]]:
        return _group_by(self.nodes.values(), lambda node: _find_numbers(node.id))

    def suggest_node(self, written: str, kinds: Iterable[str]) -> Node | None:
        """Return the node that was probably meant: another spelling, else the one close id.

        Another number is another thing, however close; letters are what people mistype.
        """
        wanted = set(kinds)
        same = [node for node in self.find_spelled(written) if node.kind in wanted]
        if same:
            return same[0]
        known = [n.id for n in self._by_numbers.get(_find_numbers(written), ()) if n.kind in wanted]
        return self.nodes.get(suggest_only(written, known))


def normalize_id(written: str) -> str:
    """Return an id as people confuse it: upper case, numbers without leading zeros."""
    parts = written.upper().replace("_", "-").split("/")
    return "/".join(_strip_padding(part.strip()) for part in parts)


def _strip_padding(part: str) -> str:
    # No regular expression and no int(): ids come from strangers, and both have slow corners.
    head = part.rstrip("0123456789")
    number = part[len(head) :]
    return f"{head.rstrip('- ')}-{number.lstrip('0') or '0'}" if head and number else part


def _shorten_id(key: str) -> str:
    first, _, rest = key.partition("/")
    return f"{first}/{rest.rpartition('/')[2]}" if rest else key


def _find_numbers(key: str) -> str:
    """Return the numbers in an id, in their order and without leading zeros."""
    return " ".join(number.lstrip("0") for number in _NUMBER.findall(key))


def _group_by(values: Iterable[_Value], key: Callable[[_Value], _Key]) -> dict[_Key, list[_Value]]:
    grouped: dict[_Key, list[_Value]] = {}
    for value in values:
        grouped.setdefault(key(value), []).append(value)
    return grouped
