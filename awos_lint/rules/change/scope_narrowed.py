"""What the base checks is not taken out of the check without a word."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.policy import CONFIGURATIONS
from awos_lint.core.text import Place
from awos_lint.core.wording import count_noun, join_names
from awos_lint.graph.status_order import is_approved
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule

_TO_ERROR = 2


@rule(CHANGE, Severity.NOTICE, since="0.2.0")
def change_scope_narrowed(change: Change) -> Findings:
    """Approved documents are what a team relies on: that they leave weighs as an error."""
    files = [document for document in change.left if document in change.after.prompts]
    rest = [document for document in change.left if document not in files]
    firm = [document for document in rest if is_approved(change.after, document)]
    loose = [document for document in rest if document not in firm]
    for documents, noun, raised in (
        (firm, "approved document", _TO_ERROR),
        (loose, "document", 0),
        (files, "agent file", 0),
    ):
        if documents:
            yield _make_finding(change, documents, noun, raised)


def _make_finding(change: Change, documents: list[Document], noun: str, raised: int) -> Finding:
    names = [document.name for document in documents]
    return Finding(
        at=_find_cause(change),
        message=f"{count_noun(len(names), noun)} would no longer be checked: {join_names(names)}",
        help="leave them in what the configuration reads, or have them retired first",
        notes=("this step is judged with them; it counts from the next step on",),
        raised=raised,
        subject=tuple(names),
    )


def _find_cause(change: Change) -> Place:
    """Return the configuration that changed, else the first document that leaves."""
    paths = sorted(touch.path for touch in change.touches)
    written = [path for path in paths if path.rpartition("/")[2] in CONFIGURATIONS]
    if change.origin in written:
        return Place(change.origin)
    return Place(written[0] if written else change.left[0].path)
