"""A file has no key for which its host refuses it."""

from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.written import form_of, noun_of, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.ERROR)
def prompt_refused_key(prompt: Document) -> Findings:
    form = form_of(prompt)
    if form.unknown != "refused":
        return
    guesses = Guesses(form.keys)
    for key in prompt.fields:
        if key not in form.keys:
            guess = form.instead.get(key) or guesses(key)
            yield Finding(
                at=prompt.find_key_place(key),
                message=f"{title_of(prompt)} refuses a {noun_of(prompt)} with the key"
                f" `{escape_text(key, 60)}`",
                help=f"write `{guess}`" if guess else "remove it",
                subject=(key,),
            )
