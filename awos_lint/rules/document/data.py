"""A data file can be read, and holds what its path promises."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import TEXT, Findings, report_problems, rule


@rule(TEXT, Severity.ERROR, needs=("data-files",))
def document_data(document: Document) -> Findings:
    return report_problems(document, "document-data")
