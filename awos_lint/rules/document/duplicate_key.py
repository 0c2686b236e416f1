"""A front matter key is written once."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR)
def document_duplicate_key(document: Document) -> Findings:
    return report_problems(document, "document-duplicate-key")
