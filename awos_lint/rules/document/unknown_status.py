"""A status is one of those that the document's kind has."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, reported, rule


@rule(DOCUMENT, Severity.ERROR)
def document_unknown_status(document: Document) -> Findings:
    return reported(document, "document-unknown-status")
