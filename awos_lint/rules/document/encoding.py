"""A document is text in UTF-8."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import TEXT, Findings, report_problems, rule


@rule(TEXT, Severity.ERROR)
def document_encoding(document: Document) -> Findings:
    return report_problems(document, "document-encoding")
