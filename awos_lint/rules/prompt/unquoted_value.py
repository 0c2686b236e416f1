"""A value in the front matter of a prompt that holds a colon and a blank is quoted."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, report_problems, rule


@rule(PROMPT, Severity.WARNING)
def prompt_unquoted_value(prompt: Document) -> Findings:
    return report_problems(prompt, "prompt-unquoted-value")
