"""A document has a title: a first-level heading, or the key `title`."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.WARNING)
def document_missing_title(document: Document) -> Findings:
    if document.title or document.has_value("title") or document.unread:
        return
    yield Finding(
        at=document.make_place(document.heading.span) if document.heading else document.head,
        message=f"{document.name} has no title",
        help="add a line `# …` with the title below the front matter",
        subject=(),
    )
