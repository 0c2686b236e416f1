"""An id stays with its thing; what is new gets a new one."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import APPROVED, OVER, maturity_of
from awos_lint.graph import Edge, Node
from awos_lint.graph.diff import find_reused, find_shifted, kept_links
from awos_lint.graph.numbers import FreeNumbers
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.ERROR)
def change_id_reused(change: Change) -> Findings:
    others = find_reused(change.before, change.after)
    moved = find_shifted(change.before, change.after)
    links = list(kept_links(change.before, change.after)) if others or moved else []
    free = FreeNumbers(change.before, change.after)
    for old, new in others:
        means_old = [edge for edge in links if edge.target and edge.target.document is new]
        if means_old or maturity_of(old.status) >= APPROVED or old.status in OVER:
            yield _make_taken_finding(old, new, means_old, free.find_next(new.id))
    for edge in links:
        if edge.target and edge.target.item and edge.target.id in moved:
            yield _make_shifted_finding(edge, moved[edge.target.id])


def _make_taken_finding(old: Document, new: Document, links: list[Edge], fresh: str) -> Finding:
    own = f"{fresh}, which is free" if fresh else "an id of its own"
    return Finding(
        at=new.find_name_place(),
        message=f"{new.name} was `{old.title}` before this step, and is another thing now",
        help=f"give this one {own}, and restore {old.path}",
        related=tuple(Related(e.place, f"{e.source.name} means the old one") for e in links),
        subject=(new.id,),
    )


def _make_shifted_finding(edge: Edge, meant: Node) -> Finding:
    name = meant.item.name if meant.item else meant.id
    return Finding(
        at=edge.place,
        message=f"{edge.source.name} names {edge.written}, which another thing is called now",
        help=f"write `{name}`: that is what {edge.written} was before this step",
        related=(Related(meant.place, f"{name} was {edge.written}"),),
        subject=(edge.source.id, edge.kind, edge.written),
    )
