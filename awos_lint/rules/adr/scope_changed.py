"""Whoever changes files that a decision governs is shown the decision."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.history import Touch
from awos_lint.core.text import Place
from awos_lint.graph.governed import Governed, find_governed
from awos_lint.graph.subjects import Change
from awos_lint.rules import Findings, change_rule

_SHOWN = 5
"""Files that a finding names; the others are counted."""


@change_rule(Severity.NOTICE)
def adr_scope_changed(change: Change) -> Findings:
    touched = {touch.path for touch in change.touches}
    for found in find_governed(change.after, change.touches, "notice"):
        if found.document.path not in touched:
            yield _finding(found)


def _finding(found: Governed) -> Finding:
    name = found.document.id or found.document.path
    count = len(found.touches)
    others = f"{_SHOWN} of {count} files are shown"
    return Finding(
        at=found.place,
        message=f"{name} governs {found.what} changed in this step",
        help=f"read {name}; if the change is at odds with it, change the decision first",
        notes=(others,) if count > _SHOWN else (),
        related=tuple(Related(Place(t.path), _said(t)) for t in found.touches[:_SHOWN]),
        subject=(),
    )


def _said(touch: Touch) -> str:
    if touch.added:
        return "it is new"
    return "it is deleted" if touch.deleted else "it is changed"
