"""A document's kind agrees with the place of its file."""

from awos_lint.diagnostic import Severity
from awos_lint.model.document import Document
from awos_lint.rules import Findings, document_rule, reported


@document_rule(Severity.WARNING)
def document_misplaced(document: Document) -> Findings:
    return reported(document, "document-misplaced")
