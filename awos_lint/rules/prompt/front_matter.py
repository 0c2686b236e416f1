"""The front matter of a prompt is there and can be read, where the host needs it."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, report_problems, rule


@rule(PROMPT, Severity.ERROR)
def prompt_front_matter(prompt: Document) -> Findings:
    return report_problems(prompt, "prompt-front-matter")
