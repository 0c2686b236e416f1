"""A document that others speak of, or that was decided, is not deleted."""

from awos_lint.approvals.records import list_records
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.digest import matches_record
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import APPROVED, OVER, maturity_of
from awos_lint.core.text import Place
from awos_lint.graph.build import item_id
from awos_lint.graph.diff import find_changed, find_shifted
from awos_lint.graph.removals import Removal, find_removals, find_unread_home
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule

_SHOWN = 3


@rule(CHANGE, Severity.WARNING)
def change_id_removed(change: Change) -> Findings:
    for removal in find_removals(change.before, change.after, change.archived):
        document = removal.document
        if removal.mentions:
            yield _make_finding(change, removal)
        elif removal.is_missed:
            home = find_unread_home(change.after, document)
            what = f"{document.id}, which was {document.status}"
            moves = f"moves {what}, to {home}, where it is not checked"
            yield Finding(
                at=Place(document.path),
                message=f"this step {moves if home else f'deletes {what}'}",
                help="restore it, and say in its status that its time is over",
                subject=(document.id,),
            )
    yield from _lost_requirements(change)


def _lost_requirements(change: Change) -> Findings:
    """Yield the requirements that are gone from an approved spec which nobody approved anew."""
    moved = find_shifted(change.before, change.after)
    for old, new in find_changed(change.before, change.after):
        again = any(matches_record(record.digest, new) for _, record in list_records(new))
        if again or not (_is_in_force(old) and _is_in_force(new)):
            continue
        titles = {item.title.value for item in new.items}
        for item in old.items_of("requirement"):
            id_ = item_id(old, item)
            kept = id_ in change.after.nodes or id_ in moved or item.title.value in titles
            if item.name and not kept:
                yield Finding(
                    at=new.find_name_place(),
                    message=f"this step deletes {id_} from an approved spec",
                    help=f"restore it, or have {new.name} approved without it",
                    subject=(id_,),
                )


def _is_in_force(document: Document) -> bool:
    approved = maturity_of(document.status) >= APPROVED and document.status not in OVER
    return document.kind == "spec" and document.has_value("status") and approved


def _make_finding(change: Change, removal: Removal) -> Finding:
    gone, now = removal.document, removal.now
    first, *others = removal.mentions
    names = {document.path: document.name for document in change.after.documents}
    what = f"{gone.name} is {now} since this step" if now else f"this step deletes {gone.name}"
    more = f" ({len(others)} more)" if others else ""
    return Finding(
        at=first,
        message=f"{what}, and {names[first.path]} still speaks of {gone.name}{more}",
        help=f"write {now}" if now else f"restore {gone.path}, or take the mention out",
        related=tuple(Related(place, "and here") for place in others[:_SHOWN]),
        subject=(gone.id,),
    )
