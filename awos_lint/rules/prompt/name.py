"""A skill or a subagent is called as its host allows it, and a skill like its folder."""

import re
from collections.abc import Iterator

from awos_lint.agentfiles.written import form_of, noun_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.ERROR)
def prompt_name(prompt: Document) -> Findings:
    name = text_at(prompt, "name").strip()
    if not name:
        return
    for message, help_ in _list_complaints(prompt, name):
        yield Finding(at=prompt.find_place("name"), message=message, help=help_, subject=(name,))


def _list_complaints(prompt: Document, name: str) -> Iterator[tuple[str, str]]:
    form, title = form_of(prompt), title_of(prompt)
    shown = escape_text(name, 80)
    if form.named and name != prompt.title:
        folder = escape_text(prompt.title, 80)
        said = f"the skill `{shown}` lies in the folder `{folder}`"
        yield (
            f"{said}, and hosts that want both to be the same leave it out",
            f"call it `{folder}`, or rename the folder",
        )
    elif form.spelled and not re.fullmatch(form.spelled, name):
        yield (
            f"{title} takes no {noun_of(prompt)} that is called `{shown}`",
            "write lower-case letters, digits and single hyphens",
        )
    longest = form.keys["name"].longest if "name" in form.keys else 0
    if longest and len(name) > longest:
        yield f"the name has {len(name)} characters, and {longest} are allowed", "shorten it"
