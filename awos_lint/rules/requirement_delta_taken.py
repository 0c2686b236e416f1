"""What a delta adds to a spec, or renames a requirement to, is not there yet."""

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.deltas import Entry, entries, named, text_of
from awos_lint.rules import Findings, project_rule
from awos_lint.text import visible


@project_rule(Severity.ERROR, needs=("deltas",))
def requirement_delta_taken(project: Project) -> Findings:
    for entry in entries(project):
        if entry.base and entry.item.name in entry.names and _clashes(entry):
            there = named(entry.base, entry.item.name)
            verb = "adds" if entry.operation == "ADDED" else "renames a requirement to"
            shown = visible(entry.item.name, 80)
            yield Finding(
                at=entry.delta.place(entry.item.anchor),
                message=f"{entry.delta.implied['change']} {verb} `{shown}`, "
                f"but {entry.home} has it already",
                help="move it to MODIFIED if it replaces the one in the spec"
                if entry.operation == "ADDED"
                else "give it a name that is free",
                related=(Related(entry.base.place(there.anchor), "it is here"),) if there else (),
                subject=(entry.operation, entry.item.name),
            )


def _clashes(entry: Entry) -> bool:
    """Whether the two differ; an entry that says what the spec says is applied already."""
    if entry.base is None:
        return False
    if entry.operation == "RENAMED":
        return next(iter(entry.item.values("from")), "") in entry.names
    there = named(entry.base, entry.item.name)
    differs = there and text_of(entry.base, there) != text_of(entry.delta, entry.item)
    return entry.operation == "ADDED" and bool(differs) and not _freed(entry)


def _freed(entry: Entry) -> bool:
    """Whether the same delta removes or renames the one that has the name."""
    others = [item for item in entry.delta.of("requirement") if item is not entry.item]
    removed = any(o.name == entry.item.name and "REMOVED" in o.values("delta") for o in others)
    return removed or any(entry.item.name in other.values("from") for other in others)
