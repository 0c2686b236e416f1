"""A suppression names rules that exist, and gives a reason."""

from difflib import get_close_matches

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import visible
from awos_lint.graph.subjects import Outcome
from awos_lint.rules import OUTCOME, Findings, reported, rule


@rule(OUTCOME, Severity.WARNING)
def suppression_malformed(outcome: Outcome) -> Findings:
    for document in outcome.documents:
        yield from reported(document, "suppression-malformed")
        unknown = (
            n for s in document.suppressions for n in s.rules if n.value not in outcome.known
        )
        for name in unknown:
            close = get_close_matches(name.value, list(outcome.known), 1)
            yield Finding(
                at=document.place(name.span),
                message=f"no rule or family is called `{visible(name.value, 80)}`",
                help=f"did you mean `{close[0]}`?" if close else "`awos rule` lists them all",
                subject=(name.value,),
            )
