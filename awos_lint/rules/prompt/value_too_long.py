"""What a host shows of a prompt is not longer than it shows."""

from awos_lint.agentfiles.written import form_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.WARNING)
def prompt_value_too_long(prompt: Document) -> Findings:
    for key, limits in form_of(prompt).keys.items():
        length = len(text_at(prompt, key))
        if key != "name" and limits.longest and length > limits.longest:
            yield Finding(
                at=prompt.find_key_place(key),
                message=f"`{key}` has {length:,} characters; {title_of(prompt)} allows"
                f" {limits.longest:,}",
                help="say what it does and when it is needed, and move the rest to the body",
                subject=(key,),
            )
