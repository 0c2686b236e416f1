"""What a delta modifies, removes or renames is a requirement that the spec has."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.suggestion import suggest_name
from awos_lint.core.text import Place, escape_text
from awos_lint.graph import Project
from awos_lint.graph.deltas import Entry, find_entries, find_given_names
from awos_lint.rules import PROJECT, Findings, rule

_VERBS = {"MODIFIED": "modifies", "REMOVED": "removes", "RENAMED": "renames"}


@rule(PROJECT, Severity.ERROR, needs=("deltas",))
def requirement_delta_target(project: Project) -> Findings:
    groups: dict[object, list[tuple[Entry, str]]] = {}
    for number, entry in enumerate(find_entries(project)):
        wanted = _name_wanted(entry)
        if wanted and wanted not in entry.names | entry.elsewhere and not _is_applied(entry):
            # That a spec is not there is one fact, however many requirements a delta names.
            key = number if entry.base else (entry.delta.path, entry.home)
            groups.setdefault(key, []).append((entry, wanted))
    for (entry, wanted), *others in groups.values():
        yield _make_finding(entry, wanted, [other for other, _ in others])


def _name_wanted(entry: Entry) -> str:
    """Return the name that the spec must have for an entry to apply."""
    if entry.operation == "RENAMED":
        # Where only the new name is left, the renaming is applied already.
        slips = [name for name in entry.find_variants(entry.old) if name != entry.item.name]
        return entry.old if slips or entry.item.name not in entry.names else ""
    if entry.operation == "MODIFIED":
        return "" if entry.item.name in entry.renamed else entry.item.name
    if entry.operation == "ADDED":
        return ""
    # What is removed and renamed at once, in whatever spelling, is `requirement-delta-conflict`.
    spelled = {entry.item.name, *entry.find_variants(entry.item.name)}
    return entry.item.name if spelled.isdisjoint(entry.renamed.values()) else ""


def _is_applied(entry: Entry) -> bool:
    """Whether what a delta removes is gone because the delta is applied already."""
    if entry.operation != "REMOVED" or entry.find_variants(entry.item.name):
        return False
    new = list(find_given_names(entry.delta))
    return entry.done or (bool(new) and all(name in entry.names for name in new))


def _find_place(entry: Entry) -> Place:
    named = (text.span for text in entry.item.fields.get("from", ()))
    return entry.delta.make_place(next(named, entry.item.anchor))


def _make_finding(entry: Entry, wanted: str, others: list[Entry]) -> Finding:
    others_spelled = entry.find_variants(wanted)
    near = others_spelled[0] if others_spelled else suggest_name(wanted, sorted(entry.names), 0.8)
    verb, shown = _VERBS[entry.operation], escape_text(wanted, 80)
    there = f"{entry.home} has no such requirement" if entry.base else f"there is no {entry.home}"
    base = entry.base
    return Finding(
        at=_find_place(entry),
        message=f"{entry.change} {verb} `{shown}`, but {there}",
        help=f"did you mean `{escape_text(near, 80)}`?"
        if near
        else "write the name as the spec has it, or add the requirement under ADDED",
        related=(Related(base.find_name_place(), f"{entry.home} is here"),)
        if base
        else tuple(Related(_find_place(other), "and here") for other in others),
        subject=(entry.operation, wanted),
    )
