"""A front matter value means the same to every YAML reader."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, reported, rule


@rule(DOCUMENT, Severity.WARNING, needs=("front-matter",))
def document_ambiguous_value(document: Document) -> Findings:
    return reported(document, "document-ambiguous-value")
