"""Each requirement has an acceptance criterion."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Item
from awos_lint.core.model.kinds import OVER
from awos_lint.rules import DOCUMENT, Findings, rule


@rule(DOCUMENT, Severity.ERROR, needs=("requirements", "criteria"), softens=True)
def requirement_no_criteria(spec: Document) -> Findings:
    if spec.kind != "spec" or spec.status in OVER or spec.unread:
        return
    parents = {item.parent for item in spec.items_of("criterion")}
    for index, item in enumerate(spec.items):
        without = item.kind == "requirement" and item.name and index not in parents
        if without and not _lost_one(spec.items[index + 1 : index + 2], item):
            yield Finding(
                at=spec.make_place(item.anchor),
                message=f"{item.name} has no acceptance criterion",
                help="add one below it: `- AC-1: when …, then …`",
                subject=(item.name,),
            )


def _lost_one(following: tuple[Item, ...], requirement: Item) -> bool:
    """Whether the next item is a criterion outside, which `requirement-criterion-outside` says."""
    lost = (item for item in following if item.kind == "criterion" and item.parent < 0)
    return any(item.section == requirement.section for item in lost)
