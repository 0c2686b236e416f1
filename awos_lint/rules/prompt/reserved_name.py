"""A skill or a command does not have the name of one that its host brings along."""

from awos_lint.agentfiles.written import form_of, host_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.WARNING)
def prompt_reserved_name(prompt: Document) -> Findings:
    host = host_of(prompt)
    if form_of(prompt).role in ("skill", "command") and prompt.title in host.reserved:
        call = host.call.format(prompt.title)
        yield Finding(
            at=prompt.head,
            message=f"{host.title} has a `{escape_text(call, 60)}` of its own",
            help="give it a name with a prefix, such as that of the project",
            subject=(),
        )
