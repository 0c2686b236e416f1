"""A delta does one thing to each requirement."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR, needs=("deltas",))
def requirement_delta_conflict(document: Document) -> Findings:
    return report_problems(document, "requirement-delta-conflict")
