"""A task or a feature has a checkbox."""

from collections import Counter

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import ITEMS
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR, softens=True)
def task_no_checkbox(document: Document) -> Findings:
    yield from report_problems(document, "task-no-checkbox")
    names = Counter(item.name for item in document.items)
    for item in document.items:
        bare = item.box is None and item.state is None and ITEMS[item.kind].checkbox
        if bare and names[item.name] == 1:
            yield Finding(
                at=document.make_place(item.anchor),
                message=f"{item.name} has no checkbox, so nobody can tell whether it is done",
                help=f"write `[ ]` in front of {item.name}, or `[x]` when it is done",
                subject=(item.name,),
            )
