"""What a delta adds to a spec, or renames a requirement to, is not there yet."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Item
from awos_lint.core.text import Place, escape_text
from awos_lint.graph import Project
from awos_lint.graph.deltas import Entry, find_entries, find_requirement, text_of
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("deltas",))
def requirement_delta_taken(project: Project) -> Findings:
    for entry in find_entries(project):
        there = entry.base and find_requirement(entry.base, _find_taken(entry))
        if entry.base and there:
            same = entry.operation == "ADDED" and _is_same(entry, there)
            # Once work has begun, the spec may have been brought up to date ahead of the archiving.
            if not (same and entry.begun):
                yield _make_finding(entry, entry.base.make_place(there.anchor), there.name, same)


def _find_taken(entry: Entry) -> str:
    """Return the name in the spec that stands in the way of a new one, else the empty string."""
    new, old = entry.item.name, entry.old
    if entry.operation not in ("ADDED", "RENAMED") or (old and old not in entry.names):
        return ""
    # A renaming may change nothing but the case.
    others = (name for name in entry.find_variants(new) if name != old)
    taken = [name for name in (new, *others) if name in entry.names]
    freed = _find_freed(entry) if taken else set()
    return next((name for name in taken if name not in freed), "")


def _find_freed(entry: Entry) -> set[str]:
    """Return the names that the same delta has taken from the spec before it gives the new one."""
    others = [item for item in entry.delta.items_of("requirement") if item is not entry.item]
    renamed = {name for other in others for name in other.list_values("from")}
    if entry.operation == "RENAMED":
        return renamed
    return renamed | {other.name for other in others if "REMOVED" in other.list_values("delta")}


def _is_same(entry: Entry, there: Item) -> bool:
    base = entry.base
    return base is not None and text_of(base, there) == text_of(entry.delta, entry.item)


def _make_finding(entry: Entry, there: Place, name: str, same: bool) -> Finding:
    verb = "adds" if entry.operation == "ADDED" else "renames a requirement to"
    spelled = "" if name == entry.item.name else f" as `{escape_text(name, 80)}`"
    exactly = ", word for word" if same else ""
    return Finding(
        at=entry.delta.make_place(entry.item.anchor),
        message=f"{entry.change} {verb} `{escape_text(entry.item.name, 80)}`, "
        f"but {entry.home} has it already{spelled}{exactly}",
        help=_write_help(entry, name, same),
        related=(Related(there, "it is here"),),
        subject=(entry.operation, entry.item.name),
    )


def _write_help(entry: Entry, name: str, same: bool) -> str:
    if same:
        return "archive the change if it is done; otherwise take the requirement out of the spec"
    if entry.operation == "RENAMED":
        return "give it a name that is free"
    spelled = "" if name == entry.item.name else f", spelled `{escape_text(name, 80)}`"
    return f"move it to MODIFIED{spelled}, if it replaces the one in the spec"
