"""No two open changes do different things to one requirement, unless one knows of the other."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.core.wording import join_names
from awos_lint.graph import Project
from awos_lint.graph.deltas import Entry, find_changes, find_entries, find_requirement, text_of
from awos_lint.rules import PROJECT, Findings, rule

_VERBS = {"ADDED": "adds", "MODIFIED": "modifies", "REMOVED": "removes", "RENAMED": "renames"}
_WORD = r"[\w-]"


class _Effect(NamedTuple):
    """What an entry does to the requirement: the operation, and the new text or name."""

    operation: str
    outcome: str


@rule(PROJECT, Severity.WARNING, needs=("deltas",), since="0.2.0")
def requirement_delta_overlap(project: Project) -> Findings:
    parts = find_changes(project)
    touched: dict[tuple[str, str], dict[str, list[Entry]]] = {}
    for entry in find_entries(project):
        if name := _name_touched(entry):
            touched.setdefault((entry.home, name), {}).setdefault(entry.change, []).append(entry)
    for (_, name), by_change in touched.items():
        clashing = [one for one in by_change if any(_find_clashes(one, by_change, parts))]
        if clashing:
            yield _make_finding(name, [by_change[change][0] for change in clashing])


def _name_touched(entry: Entry) -> str:
    """Return the requirement that an entry is about, as the spec calls it before all changes.

    It is the empty string when the entry is applied already, or about something that is not there.
    """
    name = entry.item.name
    if entry.operation == "ADDED":
        return "" if name in entry.names else name
    if entry.operation == "RENAMED":
        name = entry.old
    if entry.operation == "MODIFIED":
        name = entry.renamed.get(name, name)
    there = find_requirement(entry.base, name) if entry.base and name in entry.names else None
    if not entry.base or not there:
        return ""
    applied = text_of(entry.base, there) == text_of(entry.delta, entry.item)
    return "" if entry.operation == "MODIFIED" and applied else name


def _find_clashes(
    one: str, by_change: Mapping[str, list[Entry]], parts: Mapping[str, list[Document]]
) -> Iterator[bool]:
    """Yield for each other change whether it does something else, and neither names the other."""
    effects = {change: set(map(_effect_of, own)) for change, own in by_change.items()}
    for other in by_change:
        if other != one and effects[other] != effects[one]:
            yield not (_is_naming(parts[one], other) or _is_naming(parts[other], one))


def _effect_of(entry: Entry) -> _Effect:
    if entry.operation in ("ADDED", "MODIFIED"):
        return _Effect(entry.operation, text_of(entry.delta, entry.item))
    return _Effect(entry.operation, entry.item.name)


def _is_naming(documents: Iterable[Document], change: str) -> bool:
    """Whether a change speaks of another one; a name that is one word needs its folder or code."""
    name = change.rpartition("/")[2]
    before = rf"(?<!{_WORD})" if "-" in name else r"(?:`|changes/)"
    pattern = re.compile(rf"{before}{re.escape(name)}(?!{_WORD})")
    return any(pattern.search(document.source.text) for document in documents)


def _make_finding(name: str, clashing: list[Entry]) -> Finding:
    *others, last = clashing
    do = "do" if len(others) > 1 else "does"
    return Finding(
        at=last.delta.make_place(last.item.anchor),
        message=f"{last.change} {_VERBS[last.operation]} `{escape_text(name, 80)}` of {last.home}, "
        f"and {join_names(entry.change for entry in others)} {do} something else with it",
        help="archive one of them and bring the other up to date, or name in its proposal the one "
        "that comes first",
        related=tuple(
            Related(
                entry.delta.make_place(entry.item.anchor),
                f"{entry.change} {_VERBS[entry.operation]} it here",
            )
            for entry in others
        ),
        subject=(last.home, name),
    )
