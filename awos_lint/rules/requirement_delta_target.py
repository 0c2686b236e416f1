"""What a delta modifies, removes or renames is a requirement that the spec has."""

from difflib import get_close_matches

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.deltas import Entry, entries, given
from awos_lint.rules import Findings, project_rule
from awos_lint.text import visible

_VERBS = {"MODIFIED": "modifies", "REMOVED": "removes", "RENAMED": "renames"}


@project_rule(Severity.ERROR, needs=("deltas",))
def requirement_delta_target(project: Project) -> Findings:
    for entry in entries(project):
        wanted = _wanted(entry)
        if wanted and wanted not in entry.names | entry.elsewhere and not _applied(entry):
            yield _finding(entry, wanted)


def _wanted(entry: Entry) -> str:
    """Return the name that the spec must have for an entry to apply."""
    if entry.operation == "RENAMED":
        # Where only the new name is left, the renaming is applied already.
        slips = [name for name in entry.variants(entry.old) if name != entry.item.name]
        return entry.old if slips or entry.item.name not in entry.names else ""
    if entry.operation == "MODIFIED":
        return "" if entry.item.name in entry.renamed else entry.item.name
    if entry.operation == "ADDED":
        return ""
    # What is removed and renamed at once, in whatever spelling, is `requirement-delta-conflict`.
    spelled = {entry.item.name, *entry.variants(entry.item.name)}
    return entry.item.name if spelled.isdisjoint(entry.renamed.values()) else ""


def _applied(entry: Entry) -> bool:
    """Whether what a delta removes is gone because the delta is applied already."""
    if entry.operation != "REMOVED" or entry.variants(entry.item.name):
        return False
    new = list(given(entry.delta))
    return entry.done or (bool(new) and all(name in entry.names for name in new))


def _finding(entry: Entry, wanted: str) -> Finding:
    at = next((text.span for text in entry.item.fields.get("from", ())), entry.item.anchor)
    close = entry.variants(wanted) or get_close_matches(wanted, sorted(entry.names), 1, 0.8)
    verb, shown = _VERBS[entry.operation], visible(wanted, 80)
    there = f"{entry.home} has no such requirement" if entry.base else f"there is no {entry.home}"
    base = entry.base
    return Finding(
        at=entry.delta.place(at),
        message=f"{entry.change} {verb} `{shown}`, but {there}",
        help=f"did you mean `{visible(close[0], 80)}`?"
        if close
        else "write the name as the spec has it, or add the requirement under ADDED",
        related=(Related(base.named(), f"{entry.home} is here"),) if base else (),
        subject=(entry.operation, wanted),
    )
