"""What a delta modifies, removes or renames is a requirement that the spec has."""

from difflib import get_close_matches

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.deltas import Entry, before, entries, given
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
        old = next(iter(entry.item.values("from")), "")
        # Where only the new name is left, the renaming is applied already.
        return "" if entry.item.name in entry.names else old
    if entry.operation == "MODIFIED":
        renamed = before(entry.delta)
        return "" if entry.item.name in renamed else entry.item.name
    return entry.item.name if entry.operation == "REMOVED" else ""


def _applied(entry: Entry) -> bool:
    """Whether what a delta removes is gone because its other entries are applied too."""
    if entry.operation != "REMOVED":
        return False
    new = list(given(entry.delta))
    return bool(new) and all(name in entry.names for name in new)


def _finding(entry: Entry, wanted: str) -> Finding:
    at = next((text.span for text in entry.item.fields.get("from", ())), entry.item.anchor)
    close = get_close_matches(wanted, entry.names, 1, 0.8) or [
        name for name in entry.names if name.casefold() == wanted.casefold()
    ]
    verb, shown = _VERBS[entry.operation], visible(wanted, 80)
    there = f"{entry.home} has no such requirement" if entry.base else f"there is no {entry.home}"
    base = entry.base
    return Finding(
        at=entry.delta.place(at),
        message=f"{entry.delta.implied['change']} {verb} `{shown}`, but {there}",
        help=f"did you mean `{visible(close[0], 80)}`?"
        if close
        else "write the name as the spec has it, or add the requirement under ADDED",
        related=(Related(base.named(), f"{entry.home} is here"),) if base else (),
        subject=(entry.operation, wanted),
    )
