"""What a step did to documents: which text became which, what was added, what is gone.

A document is the same one when its id is, wherever its file lies; without an id that only one
document has, the file decides, under the name that git knows it by.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from awos_lint.core.model.document import Document, Suppression
from awos_lint.core.model.history import Commit
from awos_lint.core.model.kinds import PAGE
from awos_lint.graph.build import item_id
from awos_lint.graph.project import Edge, Node, Project

_ALIKE = 0.5
"""Texts that share fewer of their words than this are about different things."""
_FEW = 20
"""Among more new documents than these none is looked for by its words; it would take too long."""


class Version(NamedTuple):
    """One document before and after a step."""

    old: Document
    new: Document


@dataclass(frozen=True, slots=True)
class Edition:
    """A commit that changed a document: what it said before and after; none where it was not there.

    A merge counts only where it says something that no branch said.
    """

    commit: Commit
    old: Document | None
    new: Document | None


def pair_versions(before: Project, after: Project) -> list[Version]:
    """Return the documents that are there before and after a step, and could be read."""
    pairs = [*_pair_documents(before, after), *find_renamed(before, after)]
    legible = [pair for pair in pairs if _is_legible(pair.old) and _is_legible(pair.new)]
    return sorted(
        (pair for pair in legible if not _is_another(pair)),
        key=lambda pair: _identify_document(pair.new),
    )


def find_renamed(before: Project, after: Project) -> list[Version]:
    """Return the documents that only git knows again: they have neither their id nor their path."""
    if not after.former:
        return []
    olds, news = {d.path: d for d in find_forgotten(before, after)}, _find_new(before, after)
    pairs = [(olds.get(after.former.get(new.path, "")), new) for new in news]
    return [Version(old, new) for old, new in pairs if old and _is_same(old, new)]


def _is_same(old: Document, new: Document) -> bool:
    """Return whether a document that git knows again is one: it may have got another number.

    Records of one project are alike, so that with another title too it is another one.
    """
    return old.kind == new.kind and (not (old.id and new.id) or old.title == new.title)


def _is_legible(document: Document) -> bool:
    """Return whether a text can be compared; bytes that were not read may have been anything."""
    return not document.broken and not document.source.garbled


def find_changed(before: Project, after: Project) -> list[Version]:
    """Return :func:`pair_versions` of which the text differs."""
    pairs = pair_versions(before, after)
    return [pair for pair in pairs if pair.old.source.text != pair.new.source.text]


def find_reused(before: Project, after: Project) -> list[Version]:
    """Return documents that took the id of another one."""
    return [pair for pair in _pair_documents(before, after) if _is_another(pair)]


def find_added(before: Project, after: Project) -> list[Document]:
    """Return the documents that were not there before the step, under no id and no path."""
    kept = {_identify_document(pair.new) for pair in find_renamed(before, after)}
    return [
        document
        for document in _find_new(before, after)
        if _identify_document(document) not in kept
    ]


def find_removed(before: Project, after: Project) -> list[Document]:
    """Return the documents that are not there any more."""
    kept = {_identify_document(pair.old) for pair in find_renamed(before, after)}
    return [
        document
        for document in find_forgotten(before, after)
        if _identify_document(document) not in kept
    ]


def _find_new(before: Project, after: Project) -> list[Document]:
    kept = {_identify_document(pair.new) for pair in _pair_documents(before, after)}
    return [document for document in after.documents if _identify_document(document) not in kept]


def find_forgotten(before: Project, after: Project) -> list[Document]:
    """Return the documents whose id and path nothing has any more; some may only be renamed."""
    kept = {_identify_document(pair.old) for pair in _pair_documents(before, after)}
    return [document for document in before.documents if _identify_document(document) not in kept]


def find_renumbered(before: Project, after: Project) -> dict[str, Document]:
    """Return the ids that are gone because their document has another one, with that document.

    It is known again by its title, or by its words where few documents are new.
    """
    return {old.id: new for old, new in find_moved(before, after) if old.id}


def find_vanished(
    before: Project, after: Project, archived: Collection[str] = ()
) -> list[Document]:
    """Return the documents that are not there any more, under no id, path, title or words.

    ``archived`` are the paths of those that their layout keeps and does not read any more.
    """
    kept = {_identify_document(pair.old) for pair in find_moved(before, after)}
    return [
        document
        for document in find_removed(before, after)
        if document.kind != PAGE
        and _identify_document(document) not in kept
        and document.path not in archived
    ]


def find_moved(before: Project, after: Project) -> list[Version]:
    """Return the documents that are gone by id and path, and known again by git or by their text.

    One document takes the place of one: the pair that has the most in common goes first.
    """
    new = find_added(before, after)
    pairs = [
        (_measure_document_likeness(old, one), old, one)
        for old in find_removed(before, after)
        for one in new
    ]
    known = [pair for pair in pairs if _is_known_again(*pair, few=len(new) <= _FEW)]
    found: dict[tuple[str, str], Version] = {}
    taken: set[tuple[str, str]] = set()
    for _, old, one in sorted(known, key=lambda pair: -pair[0]):
        if _identify_document(old) not in found and _identify_document(one) not in taken:
            found[_identify_document(old)] = Version(old, one)
            taken.add(_identify_document(one))
    return [*find_renamed(before, after), *(found[key] for key in sorted(found))]


def _is_known_again(alike: float, old: Document, new: Document, *, few: bool) -> bool:
    same = old.title == new.title and not new.broken
    return old.kind == new.kind and alike >= _ALIKE and (same or few)


def _measure_document_likeness(one: Document, other: Document) -> float:
    return measure_likeness(split_words(one.source.text), split_words(other.source.text))


def task_versions(before: Project, after: Project) -> Iterator[tuple[Node | None, Node]]:
    """Yield the tasks of lists that changed, each with what it was before, if it was there."""
    lists = {_identify_document(pair.new) for pair in find_changed(before, after)}
    unsure = {*before.twins, *after.twins}
    for node in after.items_of("task") if lists else ():
        if _identify_document(node.document) in lists and node.id not in unsure:
            old = before.nodes.get(node.id)
            yield (old if old and old.kind == node.kind else None), node


def kept_links(before: Project, after: Project) -> Iterator[Edge]:
    """Yield the links that were written before a step, by the same thing, and still are."""
    written = {(edge.kind, edge.source.id, edge.written) for edge in before.edges}
    for edge in after.edges:
        old = before.nodes.get(edge.source.id)
        same = (edge.kind, edge.source.id, edge.written) in written
        if same and edge.target and old and old.title == edge.source.title:
            yield edge


def find_silenced(
    before: Project, after: Project, families: tuple[str, ...]
) -> Iterator[tuple[Document, Suppression]]:
    """Yield the comments that a step adds, and that silence rules of some families, or all."""
    fresh = [Version(document, document) for document in find_added(before, after)]
    for old, new in [*find_changed(before, after), *fresh]:
        known = [] if old is new else [entry.wording for entry in old.suppressions]
        for suppression in new.suppressions:
            named = {text.value.partition("-")[0] for text in suppression.rules}
            if not named.isdisjoint((*families, "all")) and suppression.wording not in known:
                yield new, suppression


def find_shifted(before: Project, after: Project) -> dict[str, Node]:
    """Return the ids of items that went to another item, each with the item that had it before.

    An item is known again by its title, word by word, in the same document.
    """
    found: dict[str, Node] = {}
    for pair in find_changed(before, after):
        titles = Counter((item.kind, item.title.value) for item in pair.new.items)
        now = {(item.kind, item.title.value): item for item in pair.new.items}
        names = {item.name for item in pair.new.items}
        for item in pair.old.items:
            key = item.kind, item.title.value
            new = now.get(key)
            if new and titles[key] == 1 and item.title.value and new.name != item.name in names:
                home = item_id(pair.old, item)
                found[home] = Node(item_id(pair.new, new), new.kind, pair.new, new)
    return found


def _pair_documents(before: Project, after: Project) -> list[Version]:
    olds, news = _by_id(before), _by_id(after)
    same = [Version(olds[key], news[key]) for key in olds.keys() & news.keys()]
    here = _by_path(before, {_identify_document(pair.old) for pair in same})
    there = _by_path(after, {_identify_document(pair.new) for pair in same})
    same += [Version(here[path], there[path]) for path in here.keys() & there.keys()]
    return sorted(same, key=lambda pair: _identify_document(pair.new))


def _by_id(project: Project) -> dict[str, Document]:
    return {d.id: d for d in project.documents if d.id and d.id not in project.twins}


def _by_path(project: Project, done: set[tuple[str, str]]) -> dict[str, Document]:
    """Return the documents that are not done, save those that share their file with another."""
    rest = [document for document in project.documents if _identify_document(document) not in done]
    count = Counter(document.path for document in rest)
    return {document.path: document for document in rest if count[document.path] == 1}


def _identify_document(document: Document) -> tuple[str, str]:
    return document.path, document.id


def _is_another(pair: Version) -> bool:
    """Return whether two documents share only their id: other file, other title, other words."""
    old, new = pair
    if old.path == new.path or old.title == new.title or old.broken or new.broken:
        return False
    return _measure_document_likeness(old, new) < _ALIKE


def measure_likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Return the share of words that two texts have in common, from 0 to 1."""
    first, second = Counter(one), Counter(other)
    most = max(first.total(), second.total())
    return (first & second).total() / most if most else 1.0


def split_words(text: str) -> list[str]:
    """Return the words of a text as they are compared: without case."""
    return unicodedata.normalize("NFC", text).casefold().split()
