"""A change is archived only when its tasks are done."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR, needs=("archive",))
def approval_archived_unfinished(document: Document) -> Findings:
    return report_problems(document, "approval-archived-unfinished")
