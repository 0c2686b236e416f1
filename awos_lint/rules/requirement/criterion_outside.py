"""Each acceptance criterion belongs to a requirement."""

from bisect import bisect_left

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Item
from awos_lint.core.model.kinds import OVER
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.ERROR, needs=("criteria",), softens=True)
def requirement_criterion_outside(spec: Document) -> Findings:
    lost = [
        item for item in spec.items_of("criterion") if item.parent < 0 and spec.status not in OVER
    ]
    for item in _below_named(spec, lost) if lost else ():
        yield Finding(
            at=spec.make_place(item.anchor),
            message=f"{item.name} belongs to no requirement",
            help="indent it below the requirement that it is a criterion of",
            subject=(item.name,),
        )


def _below_named(spec: Document, lost: list[Item]) -> list[Item]:
    """Leave out those below a requirement without an id: `requirement-unnumbered` says so."""
    nameless = {p.span.start for p in spec.list_problems("requirement-unnumbered") if p.span}
    named = {item.anchor.start for item in spec.items_of("requirement")}
    above = sorted(nameless | named | {heading.span.start for heading in spec.headings} | {-1})
    nearest = (above[bisect_left(above, item.anchor.start) - 1] for item in lost)
    return [item for item, start in zip(lost, nearest, strict=True) if start not in nameless]
