"""A document that others speak of, or that was decided, is not deleted."""

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph.lookup import open_ends
from awos_lint.graph.speech import spoken
from awos_lint.graph.versions import removed, renumbered
from awos_lint.model.document import Document
from awos_lint.model.kinds import APPROVED, OVER, settled
from awos_lint.rules import Change, Findings, change_rule
from awos_lint.text import Place

_SHOWN = 3


@change_rule(Severity.WARNING)
def change_id_removed(change: Change) -> Findings:
    gone = [d for d in removed(change.before, change.after) if d.id and not d.broken]
    # A typed link that leads nowhere now is the matter of `reference-dangling`.
    dangling = {edge.written for edge in open_ends(change.after)} if gone else set()
    left = [d for d in gone if d.id not in change.after.nodes and d.id not in dangling]
    now = renumbered(change.before, change.after) if left else {}
    mentions: dict[str, list[Place]] = {document.id: [] for document in left}
    over = {d.path for d in change.after.documents if d.status in OVER}
    for key, place in spoken(change.after, mentions):
        mentions[key] += [place] if place.path not in over else []
    for document in left:
        other = now.get(document.id)
        if places := mentions[document.id]:
            yield _mentioned(change, document, places, other.id if other else "")
        elif other is None and document.kind == "adr" and settled(document.status) >= APPROVED:
            yield Finding(
                at=Place(document.path),
                message=f"this step deletes {document.id}, which was {document.status}",
                help="restore it, and make it deprecated, or superseded by a new decision",
                subject=(document.id,),
            )


def _mentioned(change: Change, gone: Document, places: list[Place], now: str) -> Finding:
    first, *others = places
    names = {document.path: document.id or document.path for document in change.after.documents}
    what = f"{gone.id} is {now} since this step" if now else f"this step deletes {gone.id}"
    more = f" ({len(others)} more)" if others else ""
    return Finding(
        at=first,
        message=f"{what}, and {names[first.path]} still speaks of {gone.id}{more}",
        help=f"write {now}" if now else f"restore {gone.path}, or take the mention out",
        related=tuple(Related(place, "and here") for place in others[:_SHOWN]),
        subject=(gone.id,),
    )
