"""A requirement that is modified keeps its scenarios, or says so when one goes."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Item
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.deltas import (
    Entry,
    find_entries,
    find_lost_scenarios,
    find_requirement,
    find_scenarios,
)
from awos_lint.rules import PROJECT, Findings, rule

_SHOWN = 3


@rule(PROJECT, Severity.ERROR, needs=("deltas",))
def requirement_scenario_lost(project: Project) -> Findings:
    for entry in find_entries(project):
        current = _find_current(entry) if entry.operation == "MODIFIED" else None
        if entry.base and current:
            new = find_scenarios(entry.delta, entry.item)
            missing = find_lost_scenarios(find_scenarios(entry.base, current), new)
            # One without any scenario is `requirement-no-scenario`'s.
            if missing and new:
                yield _make_finding(entry, missing)


def _find_current(entry: Entry) -> Item | None:
    """Return the requirement as it is in the spec, also when the same delta renames it."""
    renamed = entry.renamed
    if entry.base is None or entry.item.name in renamed.values():
        return None
    name, seen = entry.item.name, {entry.item.name}
    while not (found := find_requirement(entry.base, name)) and renamed.get(name, name) not in seen:
        name = renamed[name]
        seen.add(name)
    return found


def _make_finding(entry: Entry, missing: list[Item]) -> Finding:
    base = entry.base
    assert base
    names = [f"`{escape_text(item.title.value, 60)}`" for item in missing]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return Finding(
        at=entry.delta.make_place(entry.item.anchor),
        message=f"{entry.change} modifies `{escape_text(entry.item.name, 80)}`"
        f" without {len(names)} of its scenarios: {', '.join(names[:_SHOWN])}{more}",
        help="copy the scenarios that stay from the spec: a modified requirement replaces the "
        "whole of it",
        related=tuple(
            Related(base.make_place(item.anchor), "this scenario would be gone")
            for item in missing[:_SHOWN]
        ),
        subject=(entry.item.name,),
    )
