"""Lines that were meant as fields of a task or a feature are fields."""

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import FINISHED, maturity_of
from awos_lint.graph.fields import Fault, Lost, lost_fields
from awos_lint.graph.tasks import OVER, name_item
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.WARNING, needs=("fields",))
def task_unknown_field(document: Document) -> Findings:
    if maturity_of(document.status) < FINISHED:
        for lost in lost_fields(document):
            if lost.item.state not in OVER:
                yield _make_finding(document, lost)


def _make_finding(document: Document, lost: Lost) -> Finding:
    name, place = name_item(lost.item), document.make_place(lost.span)
    written = document.source.text[lost.span.start : lost.span.end]
    match lost.fault:
        case Fault.KEY:
            message = f"`{written}` in {name} is not a field, so nothing reads it"
            help_ = f"did you mean `{lost.field}:`?"
        case Fault.TITLE:
            message = f"`{written}` is read as a part of the title of {name}"
            help_ = "begin the line with `- `, indented below the title"
        case Fault.PLACE:
            message = f"`{written}` is not read: it is no list item directly below {name}"
            help_ = f"write it as `- {lost.field}: …`, indented below the title"
    edits = (Edit(place, f"{lost.field}:"),) if lost.fault is Fault.KEY else ()
    return Finding(place, message, help_, edits=edits, subject=(lost.item.label, written))
