"""Links that lead nowhere: what may have been meant, and what cannot be known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import GLOBAL_ID, ITEMS, Scope, find_kind, noun_of
from awos_lint.core.model.stray import Stray
from awos_lint.core.text import Place
from awos_lint.graph.build import find_homes, scope_of_items
from awos_lint.graph.numbers import is_number
from awos_lint.graph.project import Edge, Node, Project, normalize_id

_LONGEST = 200
"""No id is longer, so nothing longer is worth comparing with every id."""

_NAMED = 6


def name_kinds(kinds: Iterable[str]) -> str:
    """Return kinds as words: ``requirement or acceptance criterion``."""
    return " or ".join(map(noun_of, kinds))


def name_kinds_with_article(kinds: Iterable[str]) -> str:
    """Return kinds as words with their articles: ``a task or an acceptance criterion``."""
    words = (name_kinds([kind]) for kind in kinds)
    return " or ".join(f"an {word}" if word[0] in "aeio" else f"a {word}" for word in words)


def find_by_id(project: Project, written: str, kinds: Collection[str] = ()) -> list[Node]:
    """Return the nodes that a person may mean by an id, of some kinds or of any.

    Beside the id itself that is another spelling (``spec-1/t-1``), an item without its home
    (``T-01``), and an item with the id of its list (``TASKS-001/T-01``).
    """
    if node := project.nodes.get(written):
        return [node]
    if len(written) > _LONGEST:
        return []
    spelled = project.find_spelled(written)
    ending = f"/{normalize_id(written)}"
    short = [n for n in project.nodes.values() if n.item and normalize_id(n.id).endswith(ending)]
    for found in (spelled, _find_in_list(project, written), short):
        fitting = [node for node in found if not kinds or node.kind in kinds]
        if fitting:
            return fitting
    return []


def _find_in_list(project: Project, written: str) -> list[Node]:
    """Return what an id with the id of a list means, such as ``TASKS-001/T-01``."""
    head, _, rest = written.partition("/")
    homes = [node.document for node in project.find_spelled(head) if not node.item]
    ids = (f"{scope_of_items(home)}/{rest}" for home in homes if rest)
    return [node for key in ids for node in project.find_spelled(key)]


def open_ends(project: Project) -> Iterator[Edge]:
    """Yield the written links that lead nowhere, save those whose text is refused as no id."""
    for edge in project.edges:
        if edge.target is None and not edge.implied and edge.written and is_id(project, edge):
            yield edge


def is_id(project: Project, edge: Edge) -> bool:
    """Return whether the model of the source's kind lets the text pass as an id.

    Items and the kinds that a project declares have no model that would refuse it.
    """
    kind = project.kinds.get(edge.source.kind)
    free = edge.source.item is not None or kind is None or kind.declared
    return free or GLOBAL_ID.fullmatch(edge.written) is not None


def find_ids_by_number(project: Project) -> dict[Place, str]:
    """Return the id that each bare number in a link stands for, where exactly one can be meant."""
    found: dict[Place, str] = {}
    for edge in project.edges:
        prefixes = [project.kinds[kind].prefix for kind in edge.to if kind in project.kinds]
        if edge.target is None and edge.source.item is None and is_number(edge.written):
            names = (f"{prefix}-{edge.written}" for prefix in prefixes if prefix)
            ids = {node.id for name in names for node in project.find_spelled(name)}
            if len(ids) == 1:
                found[edge.place] = ids.pop()
    return found


def find_meant(project: Project, edge: Edge, limit: int = 1) -> list[Node]:
    """Return fitting nodes whose id is another spelling of what a link says, at most ``limit``."""
    fitting = (
        node
        for name in _list_readings(edge)
        for node in project.find_spelled(name)
        if node.kind in edge.to
    )
    return list(islice(fitting, limit))


def suggest_id(project: Project, edge: Edge) -> str:
    """Return the one close id, as it would be written in the link's place; else nothing."""
    if len(edge.written) > _LONGEST:
        return ""
    for name in reversed(_list_readings(edge)):
        if node := project.suggest_node(name, edge.to):
            return shorten_id(node.id, edge)
    return ""


def describe_siblings(project: Project, edge: Edge) -> str:
    """Return a sentence that says which fitting ids share the link's home; else nothing."""
    around = find_homes(edge.source.document) if edge.source.item else ()
    if not around or edge.source.kind not in ITEMS:
        return ""
    fitting = [n.id for n in project.nodes.values() if n.kind in edge.to]
    inside = ((home, [k for k in fitting if k.startswith(f"{home}/")]) for home in around)
    home, keys = next(((home, keys) for home, keys in inside if keys), ("", []))
    names = [shorten_id(key, edge) for key in keys]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{home} has {', '.join(names[:_NAMED])}{more}" if names else ""


def shorten_id(key: str, edge: Edge) -> str:
    """Return an id as it would be written in a link: without the home that both share."""
    around = (f"{home}/" for home in find_homes(edge.source.document))
    return key.removeprefix(next((home for home in around if key.startswith(home)), ""))


@dataclass(frozen=True, slots=True)
class Unseen:
    """What may exist and cannot be seen: ids by their beginnings, and documents by their ids."""

    stems: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    """Foreign specs, and requirements in them, of which not all that they hold was recognised."""
    series: frozenset[tuple[str, str]] = frozenset()
    """The letters with which the requirements of foreign specs begin, each with its spec."""

    def may_contain(self, edge: Edge) -> bool:
        """Return whether the id of a link may be among it."""
        if not edge.source.document.is_native and edge.kind == "covers":
            return self._is_foreign(edge, [normalize_id(name) for name in _list_readings(edge)])
        return self.holds_id(edge)

    def holds_id(self, edge: Edge) -> bool:
        """Return whether the id of a link is, or begins like, one that may be among it."""
        names = [normalize_id(name) for name in _list_readings(edge)]
        return any(
            _shorten_stem(n) in self.stems or n.partition("/")[0] in self.homes for n in names
        )

    def _is_foreign(self, edge: Edge, names: Iterable[str]) -> bool:
        """Whether a requirement may be there that nobody could tell by its number."""
        letters, around = _find_letters(edge.written), find_homes(edge.source.document)
        if letters and not any((home, letters) in self.series for home in around):
            return True
        return any(name.rpartition(".")[0] in self.hidden for name in names) or any(
            normalize_id(home) in self.hidden for home in around
        )


def find_unseen(project: Project) -> Unseen:
    """Return what stands in unread texts, or would be there if its document said the right id."""
    stems = (
        stem
        for document in project.documents
        if document.is_partial
        for stem in _list_stems(project, document)
    )
    right = (find_misnamed_id(project, document) for document in project.documents)
    astray = [unseen_in(stray) for stray in project.strays]
    hidden = (home for document in project.documents for home in _find_unnumbered(document))
    series = frozenset(
        (scope_of_items(document), _find_letters(item.name))
        for document in project.documents
        if not document.is_native
        for item in document.items_of("requirement")
    )
    return Unseen(
        frozenset(stems).union(*(unknown.stems for unknown in astray)),
        frozenset(normalize_id(key) for key in right if key).union(*(u.homes for u in astray)),
        frozenset(map(normalize_id, hidden)),
        series,
    )


def unseen_in(stray: Stray) -> Unseen:
    """Return what a file would hold if it were read as the document that it looks like."""
    is_global = find_kind(stray.kind).scope is Scope.GLOBAL
    free = (item.prefix for item in ITEMS.values() if is_global and stray.kind in item.home)
    homes = frozenset({normalize_id(stray.id)} if stray.id else ())
    return Unseen(frozenset(free), homes)


def _find_letters(name: str) -> str:
    """Return the letters in front of a number, such as ``FR`` of ``FR-009``."""
    return name.rstrip("0123456789abcdefghijklmnopqrstuvwxyz.").rstrip("-_ ").upper()


def _find_unnumbered(document: Document) -> Iterator[str]:
    """Yield where a foreign spec may hold what nobody can tell by its number.

    That is the whole spec when none of its requirements was recognised, and each requirement of
    which no criterion was.
    """
    if document.is_native or document.kind not in ITEMS["requirement"].home:
        return
    if document.is_partial or not any(document.items_of("requirement")):
        yield scope_of_items(document)
    parents = {item.parent for item in document.items_of("criterion")}
    for index, item in enumerate(document.items):
        if item.kind == "requirement" and index not in parents:
            yield f"{scope_of_items(document)}/{item.name}"


def find_misnamed_id(project: Project, document: Document) -> str:
    """Return the id that the path promises and no document has, while the id says otherwise."""
    kind, number = project.kinds.get(document.kind), document.id.rpartition("-")[2]
    differs = number.isdigit() and number.lstrip("0") != document.number.lstrip("0")
    if kind is None or not document.number or document.broken or not differs:
        return ""
    promised = f"{kind.prefix}-{document.number}"
    return "" if project.find_spelled(promised) else promised


def _list_readings(edge: Edge) -> list[str]:
    around = find_homes(edge.source.document) if edge.source.item else ()
    return [edge.written, *(f"{home}/{edge.written}" for home in around)]


def _list_stems(project: Project, document: Document) -> Iterator[str]:
    home = scope_of_items(document)
    for item in ITEMS.values():
        if document.kind in item.home:
            yield f"{normalize_id(home)}/{item.prefix}" if home else item.prefix
    if not document.id and (prefix := project.kind_of(document).prefix):
        yield prefix


def _shorten_stem(name: str) -> str:
    first, slash, rest = name.partition("/")
    last = rest.partition("/")[0] if slash else first
    return f"{first}/{last.rpartition('-')[0]}" if slash else last.rpartition("-")[0]
