"""Whoever changes files that a decision governs is shown the decision."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.history import Touch
from awos_lint.graph.governed import Governed, find_governed
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.NOTICE)
def adr_scope_changed(change: Change) -> Findings:
    touched = {touch.path for touch in change.touches}
    for found in find_governed(change.after, change.touches, "notice"):
        if found.document.path not in touched:
            yield _make_finding(found)


def _make_finding(found: Governed) -> Finding:
    name = found.document.name
    return Finding(
        at=found.place,
        message=f"{name} governs {found.what} changed in this step",
        help=f"read {name}; if the change is at odds with it, change the decision first",
        notes=found.notes,
        related=found.list_related(_describe_touch),
        subject=(),
    )


def _describe_touch(touch: Touch) -> str:
    if touch.is_addition:
        return "it is new"
    return "it is deleted" if touch.is_deletion else "it is changed"
