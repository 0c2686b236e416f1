"""A file for a coding agent says what its host needs to know to take it."""

from awos_lint.agentfiles.written import form_of, noun_of, shape_of, title_of, value_at
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.ERROR)
def prompt_missing_key(prompt: Document) -> Findings:
    form = form_of(prompt)
    if form.syntax == "markdown" and prompt.front is None:
        # That it is not there at all is said once.
        return
    for key in form.required:
        if value_at(prompt, key) in (None, "") or shape_of(prompt, key) == "null":
            said = "is empty" if prompt.has_value(key) else "is missing"
            yield Finding(
                at=prompt.find_key_place(key),
                message=f"`{key}` {said}: {title_of(prompt)} does not take"
                f" the {noun_of(prompt)} without it",
                help=f"write `{key}`",
                subject=(key,),
            )
