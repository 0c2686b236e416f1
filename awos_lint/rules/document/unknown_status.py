"""A status is one of those that the document's kind has."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR)
def document_unknown_status(document: Document) -> Findings:
    return report_problems(document, "document-unknown-status")
