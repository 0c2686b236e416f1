"""A change that removes a requirement says why."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.WARNING, needs=("deltas",), since="0.2.0")
def requirement_no_reason(document: Document) -> Findings:
    return report_problems(document, "requirement-no-reason")
