"""A prompt says nothing in its front matter that its host does not read."""

from collections.abc import Iterator

from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.written import form_of, noun_of, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.WARNING)
def prompt_unknown_key(prompt: Document) -> Findings:
    form = form_of(prompt)
    if not form.keys or form.unknown == "refused":
        return
    guesses = Guesses(form.keys.keys() - prompt.fields.keys())
    for key in _list_unknown(prompt):
        guess = form.instead.get(key) or guesses(key)
        if guess or form.unknown == "odd":
            yield Finding(
                at=prompt.find_key_place(key),
                message=f"{title_of(prompt)}: a {noun_of(prompt)} has no key "
                f"`{escape_text(key, 60)}`,"
                " so nobody reads it",
                help=f"did you mean `{guess}`?" if guess else "remove it, or put it in `metadata`",
                subject=(key,),
            )


def _list_unknown(prompt: Document) -> Iterator[str]:
    known = form_of(prompt).keys
    return (key for key in prompt.fields if key not in known)
