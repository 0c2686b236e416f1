"""A front matter value has the form that its key asks for."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, reported, rule


@rule(DOCUMENT, Severity.ERROR, needs=("front-matter",))
def document_invalid_value(document: Document) -> Findings:
    return reported(document, "document-invalid-value")
