"""What was decided, finished or given up does not silently become something else again."""

from pydantic import Field

from awos_lint.core.config import Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph.diff import find_changed, find_moved
from awos_lint.graph.lifecycle import explain_reversal
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


class Options(Table):
    """Which reversals a project permits."""

    allow: list[str] = Field([], description="Permitted all the same, as `superseded -> accepted`.")


@rule(CHANGE, Severity.ERROR, Options)
def change_status_reversed(change: Change, options: Options) -> Findings:
    before, after = change.before, change.after
    for pair in (*find_changed(before, after), *find_moved(before, after)):
        old, new = pair.old.status, pair.new.status
        # The kind as the base declares it: no step may reorder what it is judged by.
        known = change.before.kind_of(pair.old).statuses
        legible = old in known and new in known and pair.old.kind == pair.new.kind
        if legible and old != new and f"{old} -> {new}" not in options.allow:
            help_ = explain_reversal(change.before, change.after, pair)
            name = pair.new.name
            if help_:
                yield Finding(
                    at=change.after.node_of(pair.new).said,
                    message=f"{name} goes from {old} back to {new}",
                    help=help_,
                    subject=(old, new),
                )
