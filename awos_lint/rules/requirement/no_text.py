"""A requirement says something below its heading."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR, needs=("deltas",))
def requirement_no_text(document: Document) -> Findings:
    return report_problems(document, "requirement-no-text")
