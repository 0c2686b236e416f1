"""The front matter of a prompt is there and can be read, where the host needs it."""

from awos_lint.core.diagnostic import Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, reported, rule


@rule(PROMPT, Severity.ERROR)
def prompt_front_matter(prompt: Document) -> Findings:
    return reported(prompt, "prompt-front-matter")
