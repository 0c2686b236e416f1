"""A document that a step deletes is named."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import Place
from awos_lint.graph.removals import find_unmissed, find_unread_home
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.NOTICE, since="0.2.0")
def change_document_removed(change: Change) -> Findings:
    for document in find_unmissed(change.before, change.after, change.archived):
        what = f"the {document.kind} {document.name}"
        home = find_unread_home(change.after, document)
        message, help_ = (
            f"this step deletes {what}",
            f"restore {document.path} where it was not meant",
        )
        if home:
            message = f"this step moves {what} to {home}, where it is not checked"
            help_ = f"move it back to {document.path}, or let the configuration read it there"
        yield Finding(
            at=Place(document.path),
            message=message,
            help=help_,
            subject=(document.name,),
        )
