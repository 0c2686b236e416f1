"""A decision in force is not rewritten, but amended or superseded, as the edit policy says."""

from itertools import islice

from awos_lint.approvals.records import records
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.digest import holds
from awos_lint.core.model.kinds import APPROVED, settled
from awos_lint.core.text import Place
from awos_lint.graph.diff import Version, find_changed
from awos_lint.graph.sections import find_rewriting
from awos_lint.graph.subjects import Change
from awos_lint.rules import Findings, change_rule


@change_rule(Severity.WARNING)
def change_decision_rewritten(change: Change) -> Findings:
    for pair in find_changed(change.before, change.after):
        kind = pair.new.kind
        usual = "amend-only" if kind == "adr" else "living"
        policy = change.policy.changes.edit_policy.get(kind, usual)
        if policy != "living" and _judged(pair, frozen=policy == "frozen"):
            for place, what in islice(find_rewriting(*pair, amendable=policy == "amend-only"), 1):
                yield _finding(pair, policy, place, what)


def _finding(pair: Version, policy: str, place: Place, what: str) -> Finding:
    name = pair.new.id or pair.new.path
    amended = "under `## Amendments`, or " if policy == "amend-only" else ""
    return Finding(
        at=place,
        message=f"{name} is {pair.old.status}, and this step {what}",
        help=f"take it back, and write what is new {amended}in a new text that supersedes {name}",
        notes=(f"the edit policy for `{pair.new.kind}` is {policy}",),
        subject=(),
    )


def _judged(pair: Version, *, frozen: bool) -> bool:
    """Whether the text was in force and still is, on nobody's record; a record has its own rule.

    What is frozen may not change on anybody's record either.
    """
    standing = all(settled(d.status) >= APPROVED and not d.unread for d in pair)
    if frozen:
        return standing
    again = any(holds(record.digest, pair.new) for _, record in records(pair.new))
    return standing and not again and not pair.old.fields.get("approvals")
