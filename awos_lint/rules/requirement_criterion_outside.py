"""Each acceptance criterion belongs to a requirement."""

from awos_lint.diagnostic import Finding, Severity
from awos_lint.model.document import Document
from awos_lint.model.kinds import OVER
from awos_lint.rules import Findings, document_rule


@document_rule(Severity.ERROR, softens=True)
def requirement_criterion_outside(spec: Document) -> Findings:
    for item in spec.of("criterion"):
        if item.parent < 0 and spec.status not in OVER:
            yield Finding(
                at=spec.place(item.anchor),
                message=f"{item.name} belongs to no requirement",
                help="indent it below the requirement that it is a criterion of",
            )
