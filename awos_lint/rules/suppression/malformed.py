"""A suppression names rules that exist, and gives a reason."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.suggestion import ask_meant
from awos_lint.core.text import escape_text
from awos_lint.graph.subjects import Outcome
from awos_lint.rules import OUTCOME, Findings, report_problems, rule


@rule(OUTCOME, Severity.WARNING)
def suppression_malformed(outcome: Outcome) -> Findings:
    for document in outcome.documents:
        yield from report_problems(document, "suppression-malformed")
        unknown = (
            n for s in document.suppressions for n in s.rules if n.value not in outcome.known
        )
        for name in unknown:
            yield Finding(
                at=document.make_place(name.span),
                message=f"no rule or family is called `{escape_text(name.value, 80)}`",
                help=ask_meant(name.value, outcome.known, "`awos rule` lists them all"),
                subject=(name.value,),
            )
