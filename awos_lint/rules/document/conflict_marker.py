"""A document holds no unfinished merge."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import TEXT, Findings, report_problems, rule


@rule(TEXT, Severity.ERROR)
def document_conflict_marker(document: Document) -> Findings:
    return report_problems(document, "document-conflict-marker")
