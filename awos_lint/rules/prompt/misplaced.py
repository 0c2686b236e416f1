"""A skill lies in a folder of its own, where its host looks for it."""

from awos_lint.agentfiles.written import title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.ERROR)
def prompt_misplaced(prompt: Document) -> Findings:
    if "stray" in prompt.implied:
        name = escape_text(prompt.title, 80)
        yield Finding(
            at=prompt.head,
            message=f"{title_of(prompt)} reads no skill from a file in the folder of the skills",
            help=f"move it to `{name}/SKILL.md`",
            subject=(),
        )
