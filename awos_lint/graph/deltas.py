"""Deltas of changes that are not applied yet, and the specs that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from awos_lint.graph.project import Project
from awos_lint.model.document import Document, Item


class Entry(NamedTuple):
    """One requirement in a delta.

    ``names`` are those of the spec's requirements, as they are before the change. ``elsewhere`` are
    those that other open changes are about to give it. ``base`` is the spec, if it is there.
    """

    delta: Document
    item: Item
    base: Document | None
    names: frozenset[str]
    elsewhere: frozenset[str]

    @property
    def operation(self) -> str:
        """What the change does to the requirement."""
        return next(iter(self.item.values("delta")), "")

    @property
    def home(self) -> str:
        """The id of the spec that the delta is about."""
        return self.delta.implied["base"]


def deltas(project: Project) -> list[Document]:
    """Return the deltas that can be read."""
    found = project.of("requirements")
    return [d for d in found if "base" in d.implied and not d.partial]


def entries(project: Project) -> Iterator[Entry]:
    """Yield the requirements of all deltas whose specs are known."""
    every = deltas(project)
    specs = {spec.id: spec for spec in project.of("spec")}
    for delta in every:
        base = specs.get(delta.implied["base"])
        if base and base.partial:
            continue
        siblings = (
            d for d in every if d is not delta and d.implied["base"] == delta.implied["base"]
        )
        elsewhere = frozenset(name for other in siblings for name in given(other))
        names = frozenset(item.name for item in base.of("requirement")) if base else frozenset()
        for item in delta.of("requirement"):
            if item.name:
                yield Entry(delta, item, base, names, elsewhere)


def given(delta: Document) -> Iterator[str]:
    """Yield the names that a spec has only once a delta is applied."""
    for item in delta.of("requirement"):
        if not {"ADDED", "RENAMED"}.isdisjoint(item.values("delta")):
            yield item.name


def before(delta: Document) -> dict[str, str]:
    """Return what a delta renames: the new names with the old ones."""
    found = delta.of("requirement")
    return {item.name: old for item in found for old in item.values("from")}


def named(base: Document, name: str) -> Item | None:
    """Return the requirement of a spec that has a name."""
    return next((item for item in base.of("requirement") if item.name == name), None)


def scenarios(document: Document, requirement: Item) -> list[Item]:
    """Return the scenarios of a requirement."""
    index = document.items.index(requirement)
    return [item for item in document.of("criterion") if item.parent == index]


def lost(current: Iterable[Item], new: Iterable[Item]) -> list[Item]:
    """Return the scenarios that a new text of their requirement leaves out, each as often."""
    left = Counter(item.title.value for item in new)
    found = []
    for item in current:
        if left[item.title.value]:
            left[item.title.value] -= 1
        else:
            found.append(item)
    return found


def text_of(document: Document, item: Item) -> str:
    """Return the text of a requirement with its scenarios, blanks evened out."""
    return " ".join(document.source.text[item.span.start : item.span.end].split())
