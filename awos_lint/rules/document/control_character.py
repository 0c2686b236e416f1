"""A document holds no control characters but tabs and line breaks."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import TEXT, Findings, report_problems, rule


@rule(TEXT, Severity.ERROR)
def document_control_character(document: Document) -> Findings:
    return report_problems(document, "document-control-character")
