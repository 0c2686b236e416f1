"""A suppression silences something."""

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.core.model.document import Document, Suppression
from awos_lint.core.text import Span
from awos_lint.graph.subjects import Outcome
from awos_lint.rules import OUTCOME, Findings, rule


@rule(OUTCOME, Severity.WARNING)
def suppression_unused(outcome: Outcome) -> Findings:
    for document in outcome.documents:
        if document.is_partial:
            continue
        for suppression in document.suppressions:
            if (document.path, suppression) not in outcome.used and _is_judged(
                suppression, outcome
            ):
                names = ", ".join(name.value for name in suppression.rules)
                yield Finding(
                    at=document.make_place(suppression.span),
                    message=f"nothing is silenced by this suppression of {names}",
                    help="remove it",
                    edits=(
                        Edit(document.make_place(_removal_span(document, suppression.span)), ""),
                    ),
                    subject=tuple(name.value for name in suppression.rules),
                )


def _is_judged(suppression: Suppression, outcome: Outcome) -> bool:
    """Whether all rules that a suppression names exist and have run."""
    return all(
        meant and meant <= outcome.ran
        for meant in (outcome.known.get(name.value) for name in suppression.rules)
    )


def _removal_span(document: Document, span: Span) -> Span:
    """Return what to delete with a comment: its whole lines, or the blanks in front of it."""
    source = document.source
    (first, _), (last, _) = source.find_position(span.start), source.find_position(span.end)
    begin = source.starts[first - 1]
    end = source.line_span(last).end
    before, after = source.text[begin : span.start], source.text[span.end : end]
    if before.strip() or after.strip():
        return Span(begin + len(before.rstrip()) if not after.strip() else span.start, span.end)
    return Span(begin, source.starts[last] if last < len(source.starts) else end)
