"""A task that is listed twice has one state."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule


@rule(DOCUMENT, Severity.ERROR)
def task_two_states(document: Document) -> Findings:
    return report_problems(document, "task-two-states")
