"""Each requirement has an acceptance criterion."""

from awos_lint.diagnostic import Finding, Severity
from awos_lint.model.document import Document
from awos_lint.model.kinds import OVER
from awos_lint.rules import Findings, document_rule


@document_rule(Severity.ERROR, needs=("requirements", "criteria"), softens=True)
def requirement_no_criteria(spec: Document) -> Findings:
    if spec.kind != "spec" or spec.status in OVER or spec.unread:
        return
    with_criteria = {item.parent for item in spec.of("criterion")}
    for index, item in enumerate(spec.items):
        if item.kind == "requirement" and item.name and index not in with_criteria:
            yield Finding(
                at=spec.place(item.anchor),
                message=f"{item.name} has no acceptance criterion",
                help="add one below it: `- AC-1: when …, then …`",
            )
