"""A commit edits a text or approves it, not both."""

from awos_lint.approvals.authorship import find_added_records, is_edit, is_squashed
from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule

_SQUASHED = "several commits were squashed into one, which does not say what was approved"


@rule(CHANGE, Severity.WARNING)
def change_approval_with_edit(change: Change) -> Findings:
    judged = change.policy.changes.separate_commits
    for document in change.after.documents if judged else ():
        name = document.name
        if change.unknown and document.path in change.editions:
            yield Skip(f"how {name} was approved", change.unknown)
            continue
        for edition in change.editions.get(document.path, ()):
            added = find_added_records(edition, document) if is_edit(edition) else []
            if added and is_squashed(edition.commit):
                yield Skip(f"how {name} was approved", _SQUASHED)
                continue
            for index in added:
                yield Finding(
                    at=document.find_place("approvals", index),
                    message=f"commit {edition.commit.sha[:12]} edits {name} and approves it",
                    help="commit the edit first, and the approval by itself",
                    subject=(edition.commit.sha,),
                )
