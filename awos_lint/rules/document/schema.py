"""Front matter satisfies the project's own JSON Schema."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR, needs=("front-matter",))
def document_schema(document: Document) -> Findings:
    return report_problems(document, "document-schema")
