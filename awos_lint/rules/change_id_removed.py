"""A document that others speak of, or that was decided, is not deleted."""

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph.removals import Removal, removals
from awos_lint.rules import Change, Findings, change_rule
from awos_lint.text import Place

_SHOWN = 3


@change_rule(Severity.WARNING)
def change_id_removed(change: Change) -> Findings:
    for removal in removals(change.before, change.after):
        document = removal.document
        if removal.mentions:
            yield _mentioned(change, removal)
        elif removal.is_missed:
            yield Finding(
                at=Place(document.path),
                message=f"this step deletes {document.id}, which was {document.status}",
                help="restore it, and make it deprecated, or superseded by a new decision",
                subject=(document.id,),
            )


def _mentioned(change: Change, removal: Removal) -> Finding:
    gone, now = removal.document, removal.now
    first, *others = removal.mentions
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
