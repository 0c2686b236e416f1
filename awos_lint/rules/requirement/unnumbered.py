"""Each item among the functional requirements has an id."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import OVER
from awos_lint.core.text import Place
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule

_NAME = "requirement-unnumbered"
_SHOWN = 3


@rule(DOCUMENT, Severity.WARNING, needs=("requirements",))
def requirement_unnumbered(spec: Document) -> Findings:
    met = [spec.make_place(problem.span) for problem in spec.list_problems(_NAME) if problem.span]
    if spec.status in OVER:
        return
    if any(spec.items_of("requirement")) or len(met) == 1:
        yield from report_problems(spec, _NAME)
    elif met:
        yield _make_finding(met[0], met[1:])


def _make_finding(first: Place, others: list[Place]) -> Finding:
    return Finding(
        at=first,
        message=f"none of the {len(others) + 1} requirements has an id, so no task can cover them",
        help="begin each one with an id: `- **FR-1** The user …`",
        related=tuple(Related(other, "this one has none either") for other in others[:_SHOWN]),
        subject=(),
    )
