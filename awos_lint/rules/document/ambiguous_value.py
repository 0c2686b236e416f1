"""A front matter value means the same to every YAML reader."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.WARNING, needs=("front-matter",))
def document_ambiguous_value(document: Document) -> Findings:
    return report_problems(document, "document-ambiguous-value")
