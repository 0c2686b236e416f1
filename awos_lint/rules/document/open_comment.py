"""A comment in a text is closed."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import TEXT, Findings, report_problems, rule


@rule(TEXT, Severity.ERROR)
def document_open_comment(document: Document) -> Findings:
    return report_problems(document, "document-open-comment")
