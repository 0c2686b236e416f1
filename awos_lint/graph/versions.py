"""What a step did to documents: which text became which, what was added, what is gone.

A document is the same one when its id is, wherever its file lies; without an id that only one
document has, the file decides.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from awos_lint.graph.project import Node, Project
from awos_lint.model.document import Document
from awos_lint.model.history import Commit

_ALIKE = 0.5
"""Texts that share fewer of their words than this are about different things."""


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


def versions(before: Project, after: Project) -> list[Version]:
    """Return the documents that are there before and after a step, and could be read."""
    pairs = [pair for pair in _paired(before, after) if not (pair.old.broken or pair.new.broken)]
    return [pair for pair in pairs if not _another(pair)]


def changed(before: Project, after: Project) -> list[Version]:
    """Return :func:`versions` of which the text differs."""
    pairs = versions(before, after)
    return [pair for pair in pairs if pair.old.source.text != pair.new.source.text]


def reused(before: Project, after: Project) -> list[Version]:
    """Return documents that took the id of another one."""
    return [pair for pair in _paired(before, after) if _another(pair)]


def added(before: Project, after: Project) -> list[Document]:
    """Return the documents that were not there before the step, under no id and no path."""
    kept = {_key(pair.new) for pair in _paired(before, after)}
    return [document for document in after.documents if _key(document) not in kept]


def removed(before: Project, after: Project) -> list[Document]:
    """Return the documents that are not there any more."""
    kept = {_key(pair.old) for pair in _paired(before, after)}
    return [document for document in before.documents if _key(document) not in kept]


def task_versions(before: Project, after: Project) -> Iterator[tuple[Node | None, Node]]:
    """Yield the tasks of lists that were there before, each with what it was then, if anything."""
    lists = {_key(pair.new) for pair in versions(before, after)}
    for node in after.items("task"):
        if _key(node.document) in lists and node.id not in {*after.twins, *before.twins}:
            old = before.nodes.get(node.id)
            yield (old if old and old.kind == node.kind else None), node


def _paired(before: Project, after: Project) -> list[Version]:
    olds, news = _by_id(before), _by_id(after)
    same = [Version(olds[key], news[key]) for key in olds.keys() & news.keys()]
    here = _by_path(before, {_key(pair.old) for pair in same})
    there = _by_path(after, {_key(pair.new) for pair in same})
    same += [Version(here[path], there[path]) for path in here.keys() & there.keys()]
    return sorted(same, key=lambda pair: _key(pair.new))


def _by_id(project: Project) -> dict[str, Document]:
    return {
        key: node.document
        for key, node in project.nodes.items()
        if node.item is None and key not in project.twins
    }


def _by_path(project: Project, done: set[tuple[str, str]]) -> dict[str, Document]:
    """Return the documents that are not done, save those that share their file with another."""
    rest = [document for document in project.documents if _key(document) not in done]
    count = Counter(document.path for document in rest)
    return {document.path: document for document in rest if count[document.path] == 1}


def _key(document: Document) -> tuple[str, str]:
    return document.path, document.id


def _another(pair: Version) -> bool:
    """Return whether two documents share only their id: other file, other title, other words."""
    old, new = pair
    if old.path == new.path or old.title == new.title or old.broken or new.broken:
        return False
    return likeness(words(old.source.text), words(new.source.text)) < _ALIKE


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Return the share of words that two texts have in common, from 0 to 1."""
    first, second = Counter(one), Counter(other)
    most = max(first.total(), second.total())
    return (first & second).total() / most if most else 1.0


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: without case."""
    return unicodedata.normalize("NFC", text).casefold().split()
