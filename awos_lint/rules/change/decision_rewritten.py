"""A decision in force is not rewritten, but amended or superseded, as the edit policy says."""

from collections.abc import Sequence

from awos_lint.approvals.records import list_records
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.digest import matches_record
from awos_lint.core.model.kinds import APPROVED, maturity_of
from awos_lint.core.text import Place
from awos_lint.core.wording import count_noun, join_names
from awos_lint.graph.diff import Version, find_changed
from awos_lint.graph.sections import find_rewriting
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule

_SHOWN = 4
"""Changes of one text that a finding names; the others are counted."""


@rule(CHANGE, Severity.WARNING)
def change_decision_rewritten(change: Change) -> Findings:
    for pair in find_changed(change.before, change.after):
        policy = change.policy.changes.edit_policy_of(pair.new.kind)
        if policy == "living" or not _is_judged(pair, frozen=policy == "frozen"):
            continue
        if found := list(find_rewriting(*pair, amendable=policy == "amend-only")):
            yield _make_finding(pair, policy, found)


def _make_finding(pair: Version, policy: str, found: Sequence[tuple[Place, str]]) -> Finding:
    name = pair.new.name
    amended = "under `## Amendments`, or " if policy == "amend-only" else ""
    clauses = [what for _, what in found[:_SHOWN]]
    if len(found) > _SHOWN:
        clauses.append(f"changes {count_noun(len(found) - _SHOWN, 'more place')}")
    return Finding(
        at=found[0][0],
        message=f"{name} is {pair.old.status}, and this step {join_names(clauses)}",
        help=f"take it back, and write what is new {amended}in a new text that supersedes {name}",
        notes=(f"the edit policy for `{pair.new.kind}` is {policy}",),
        related=tuple(Related(place, what) for place, what in found[1:_SHOWN]),
        subject=(),
    )


def _is_judged(pair: Version, *, frozen: bool) -> bool:
    """Whether the text was in force and still is, on nobody's record; a record has its own rule.

    What is frozen may not change on anybody's record either.
    """
    standing = all(maturity_of(d.status) >= APPROVED and not d.unread for d in pair)
    if frozen:
        return standing
    again = any(matches_record(record.digest, pair.new) for _, record in list_records(pair.new))
    return standing and not again and not pair.old.fields.get("approvals")
