"""A value in front matter is one of those that its host knows."""

from awos_lint.agentfiles.near import suggest_word
from awos_lint.agentfiles.written import form_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.WARNING)
def prompt_unknown_value(prompt: Document) -> Findings:
    for key, limits in form_of(prompt).keys.items():
        said = text_at(prompt, key).strip()
        if said and limits.values and said not in limits.values:
            guess = suggest_word(said, limits.values)
            every = ", ".join(sorted(limits.values))
            yield Finding(
                at=prompt.find_place(key),
                message=f"`{escape_text(said, 60)}` is no `{key}` that {title_of(prompt)} knows",
                help=f"did you mean `{guess}`?" if guess else f"write one of {every}",
                subject=(key, said),
            )
