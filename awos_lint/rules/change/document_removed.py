"""A document that a step deletes is named."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import Place
from awos_lint.graph.removals import find_unmissed
from awos_lint.graph.subjects import Change
from awos_lint.rules import Findings, change_rule


@change_rule(Severity.NOTICE, since="0.2.0")
def change_document_removed(change: Change) -> Findings:
    for document in find_unmissed(change.before, change.after, change.archived):
        what = f"{document.kind} {document.id or document.path}"
        yield Finding(
            at=Place(document.path),
            message=f"this step deletes the {what}",
            help=f"restore {document.path} where it was not meant",
            subject=(document.id or document.path,),
        )
