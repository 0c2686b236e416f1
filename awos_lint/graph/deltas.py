"""Deltas of changes that are not applied yet, and the specs that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from awos_lint.core.model.document import Document, Item, State
from awos_lint.core.text import LINE_BREAK
from awos_lint.graph.progress import is_finished
from awos_lint.graph.project import Project
from awos_lint.layouts.dialect.requirement_blocks import fold_name


class Entry(NamedTuple):
    """One requirement in a delta.

    ``names`` are those of the spec's requirements, as they are before the change, and ``spelled``
    the same by what they have in common with other spellings. ``renamed`` are the new names that
    the delta gives to requirements, with the old ones. ``elsewhere`` are the names that other open
    changes are about to give to the spec. ``base`` is the spec, if it is there. ``begun`` tells
    that a task of the change is done, and ``done`` that all of them are: from then on, what the
    change says may be applied to the spec already.
    """

    delta: Document
    item: Item
    base: Document | None
    names: frozenset[str]
    spelled: Mapping[str, tuple[str, ...]]
    renamed: Mapping[str, str]
    elsewhere: frozenset[str]
    begun: bool
    done: bool

    @property
    def change(self) -> str:
        """The id of the change."""
        return self.delta.implied["change"]

    @property
    def old(self) -> str:
        """The name before the change of a requirement that is renamed."""
        return next(iter(self.item.list_values("from")), "")

    @property
    def operation(self) -> str:
        """What the change does to the requirement."""
        return next(iter(self.item.list_values("delta")), "")

    @property
    def home(self) -> str:
        """The id of the spec that the delta is about."""
        return self.delta.implied["base"]

    def find_variants(self, name: str) -> list[str]:
        """Return the names in the spec that differ from a name only in case or blanks."""
        return [other for other in self.spelled.get(fold_name(name), ()) if other != name]


def find_changes(project: Project) -> dict[str, list[Document]]:
    """Return the documents of each change that is not archived, by the change's id."""
    parts: dict[str, list[Document]] = {}
    for document in project.documents:
        if change := document.implied.get("change"):
            parts.setdefault(change, []).append(document)
    return parts


def find_deltas(project: Project) -> list[Document]:
    """Return the deltas that can be read."""
    found = project.documents_of("requirements")
    return [d for d in found if "base" in d.implied and not d.is_partial]


def find_entries(project: Project) -> Iterator[Entry]:
    """Yield the requirements of all deltas whose specs are known."""
    every = find_deltas(project)
    specs = {spec.id: spec for spec in project.documents_of("spec")}
    parts = find_changes(project)
    for delta in every:
        base = specs.get(delta.implied["base"])
        if base and base.is_partial:
            continue
        siblings = (
            d for d in every if d is not delta and d.implied["base"] == delta.implied["base"]
        )
        elsewhere = frozenset(name for other in siblings for name in find_given_names(other))
        names = (
            frozenset(item.name for item in base.items_of("requirement")) if base else frozenset()
        )
        lists = [part for part in parts[delta.implied["change"]] if part.kind == "tasks"]
        begun = any(item.state is State.DONE for tasks in lists for item in tasks.items_of("task"))
        done = begun and all(map(is_finished, lists))
        spelled, renamed = _group_spellings(names), find_renames(delta)
        for item in delta.items_of("requirement"):
            if item.name:
                yield Entry(delta, item, base, names, spelled, renamed, elsewhere, begun, done)


def _group_spellings(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return names by what those that differ only in case or blanks have in common."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        found[fold_name(name)] = (*found.get(fold_name(name), ()), name)
    return found


def find_given_names(delta: Document) -> Iterator[str]:
    """Yield the names that a spec has only once a delta is applied."""
    for item in delta.items_of("requirement"):
        if not {"ADDED", "RENAMED"}.isdisjoint(item.list_values("delta")):
            yield item.name


def find_renames(delta: Document) -> dict[str, str]:
    """Return what a delta renames: the new names with the old ones."""
    found = delta.items_of("requirement")
    return {item.name: old for item in found for old in item.list_values("from")}


def find_requirement(base: Document, name: str) -> Item | None:
    """Return the requirement of a spec that has a name."""
    return next((item for item in base.items_of("requirement") if item.name == name), None)


def find_scenarios(document: Document, requirement: Item) -> list[Item]:
    """Return the scenarios of a requirement."""
    index = document.items.index(requirement)
    return [item for item in document.items_of("criterion") if item.parent == index]


def find_lost_scenarios(current: Iterable[Item], new: Iterable[Item]) -> list[Item]:
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
    """Return the text of a requirement with its scenarios, as OpenSpec compares two of them."""
    written = document.source.text[item.span.start : item.span.end]
    return LINE_BREAK.sub("\n", written).strip()
