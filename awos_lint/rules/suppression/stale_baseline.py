"""The baseline holds only findings that are still there."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import Place, escape_text
from awos_lint.graph.subjects import Outcome
from awos_lint.rules import OUTCOME, Findings, rule

_SHOWN = 5


@rule(OUTCOME, Severity.WARNING)
def suppression_stale_baseline(outcome: Outcome) -> Findings:
    if not outcome.stale:
        return
    count = len(outcome.stale)
    entries = [f"{entry.rule} in {entry.path}: {entry.message}" for entry in outcome.stale]
    more = [f"and {count - _SHOWN} more"] if count > _SHOWN else []
    yield Finding(
        at=Place(outcome.baseline),
        message=f"the baseline accepts {count} finding{'s' if count > 1 else ''}"
        " that nothing gives any more",
        help="write it again with `awos check --write-baseline`",
        notes=tuple(escape_text(entry, 200) for entry in [*entries[:_SHOWN], *more]),
        subject=(),
    )
