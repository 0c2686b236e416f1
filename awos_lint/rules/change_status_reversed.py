"""What was decided, finished or given up does not silently become something else again."""

from pydantic import Field

from awos_lint.config import Table
from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph.lifecycle import reversal
from awos_lint.graph.versions import changed
from awos_lint.rules import Change, Findings, change_rule


class Options(Table):
    """Which reversals a project permits."""

    allow: list[str] = Field([], description="Permitted all the same, as `superseded -> accepted`.")


@change_rule(Severity.ERROR, Options)
def change_status_reversed(change: Change, options: Options) -> Findings:
    for pair in changed(change.before, change.after):
        old, new = pair.old.status, pair.new.status
        legible = all(d.status in change.after.kinds[d.kind].statuses for d in pair)
        if legible and old != new and f"{old} -> {new}" not in options.allow:
            help_ = reversal(change.before, change.after, pair)
            name = pair.new.id or pair.new.path
            if help_:
                yield Finding(
                    at=change.after.node(pair.new).said,
                    message=f"{name} goes from {old} back to {new}",
                    help=help_,
                    subject=(old, new),
                )
