"""A task that is listed twice has one state."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, reported, rule


@rule(DOCUMENT, Severity.ERROR)
def task_two_states(document: Document) -> Findings:
    return reported(document, "task-two-states")
