"""That an accepted decision is deprecated, or its review put off, is said to who reviews it."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph.diff import Version, find_changed
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.NOTICE, since="0.2.0")
def change_decision_withdrawn(change: Change) -> Findings:
    for pair in find_changed(change.before, change.after):
        old, new = pair
        name = new.name
        if old.kind != "adr" or new.kind != "adr" or old.status != "accepted":
            continue
        if new.status == "deprecated":
            yield Finding(
                at=change.after.node_of(new).said,
                message=f"{name} was accepted, and is deprecated since this step",
                help="name what takes its place, if anything does, in `superseded_by`",
                subject=("status",),
            )
        elif new.status == "accepted" and _puts_off(pair):
            yield Finding(
                at=new.find_place("review_by")
                if new.has_value("review_by")
                else new.find_name_place(),
                message=f"this step puts off the review of {name}, which was due by "
                f"{old.fields['review_by']}",
                help=f"review it with `awos adr review {name} --next DATE`, or set the day back",
                subject=("review_by",),
            )


def _puts_off(pair: Version) -> bool:
    """Whether the day of the review is later, or gone, and no review was made."""
    old, new = (document.fields.get("review_by") for document in pair)
    done = pair.old.fields.get("reviewed") != pair.new.fields.get("reviewed")
    # The days are all written as YYYY-MM-DD, which sort like text.
    later = new is None or (isinstance(new, str) and isinstance(old, str) and new > old)
    return isinstance(old, str) and later and not done
