"""What the base checks is not taken out of the check without a word."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.policy import CONFIGURATIONS
from awos_lint.core.text import Place
from awos_lint.graph.status_order import is_approved
from awos_lint.graph.subjects import Change
from awos_lint.graph.tasks import join_names
from awos_lint.rules import Findings, change_rule

_TO_ERROR = 2


@change_rule(Severity.NOTICE, since="0.2.0")
def change_scope_narrowed(change: Change) -> Findings:
    """Approved documents are what a team relies on: that they leave weighs as an error."""
    firm = [document for document in change.left if is_approved(change.after, document)]
    loose = [document for document in change.left if document not in firm]
    for documents, raised in ((firm, _TO_ERROR), (loose, 0)):
        if documents:
            yield _finding(change, documents, raised)


def _finding(change: Change, documents: list[Document], raised: int) -> Finding:
    names = [document.id or document.path for document in documents]
    kind = "approved document" if raised else "document"
    many = f"{len(names)} {kind}{'' if len(names) == 1 else 's'}"
    return Finding(
        at=_cause(change),
        message=f"{many} would no longer be checked: {join_names(names)}",
        help="leave them in what the configuration reads, or have them retired first",
        notes=("this step is judged with them; it counts from the next step on",),
        raised=raised,
        subject=tuple(names),
    )


def _cause(change: Change) -> Place:
    """Return the configuration that changed, else the first document that leaves."""
    paths = sorted(touch.path for touch in change.touches)
    written = [path for path in paths if path.rpartition("/")[2] in CONFIGURATIONS]
    if change.origin in written:
        return Place(change.origin)
    return Place(written[0] if written else change.left[0].path)
