"""A change of what a decision governs is acknowledged where the decision asks for it."""

import datetime

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.digest import compute_digest
from awos_lint.core.model.document import Document
from awos_lint.graph.governed import Governed, find_governed
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.ERROR)
def change_not_acknowledged(change: Change) -> Findings:
    before = {document.id: document for document in change.before.documents}
    for found in find_governed(change.after, change.touches, "acknowledge"):
        old = before.get(found.document.id)
        if old and not (_looked_at(old, found.document) or _that_day(change, found)):
            yield _make_finding(found)


def _looked_at(old: Document, new: Document) -> bool:
    """Whether the step itself changes the decision, or records a review of it."""
    if old.broken or old.status != new.status or compute_digest(old) != compute_digest(new):
        return True
    return any(old.fields.get(key) != new.fields.get(key) for key in ("reviewed", "anchors"))


def _that_day(change: Change, found: Governed) -> bool:
    """Whether the decision was reviewed on the day of the last change, or later.

    A second review on one day leaves nothing to record.
    """
    paths = {touch.path for touch in found.touches}
    commits = [c for c in change.commits if any(touch.path in paths for touch in c.touches)]
    times = [commit.time for commit in commits if commit.time is not None]
    reviewed = found.document.fields.get("reviewed")
    if not times or len(times) < len(commits) or not isinstance(reviewed, str):
        return False
    day = datetime.datetime.fromtimestamp(max(times), datetime.UTC).date().isoformat()
    return reviewed >= day


def _make_finding(found: Governed) -> Finding:
    name = found.document.name
    return Finding(
        at=found.place,
        message=f"{name} asks for a review when what it governs changes, and {found.what} changed",
        help=f"run `awos adr review {name}` if it still holds, or change the decision",
        notes=found.notes,
        related=found.list_related(lambda _: "it is changed"),
        subject=(),
    )
