"""A kind that front matter names exists."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR, needs=("front-matter",))
def document_unknown_kind(document: Document) -> Findings:
    return report_problems(document, "document-unknown-kind")
