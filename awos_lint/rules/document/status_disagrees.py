"""A document that states its status twice states the same one."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR, softens=True)
def document_status_disagrees(document: Document) -> Findings:
    return report_problems(document, "document-status-disagrees")
