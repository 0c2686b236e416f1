"""What a host shows of a prompt is not longer than it shows."""

from awos_lint.agentfiles.written import form_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import Findings, prompt_rule


@prompt_rule(Severity.WARNING)
def prompt_value_too_long(prompt: Document) -> Findings:
    for key, rule in form_of(prompt).keys.items():
        length = len(text_at(prompt, key))
        if key != "name" and rule.longest and length > rule.longest:
            yield Finding(
                at=prompt.key(key),
                message=f"`{key}` has {length:,} characters; {title_of(prompt)} allows"
                f" {rule.longest:,}",
                help="say what it does and when it is needed, and move the rest to the body",
                subject=(key,),
            )
