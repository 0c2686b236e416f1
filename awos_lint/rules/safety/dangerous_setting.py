"""No setting of a repository takes the say away from who opens it."""

from collections.abc import Iterator

from awos_lint.agentfiles.written import form_of, host_of, text_at, value_at
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Address, Document
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.ERROR)
def safety_dangerous_setting(prompt: Document) -> Findings:
    if form_of(prompt).role != "settings":
        return
    for danger in host_of(prompt).dangers:
        for address, said in _list_values(prompt, danger.keys):
            known = danger.ours and said.startswith(danger.ours)
            if said and not known and danger.value in ("", said):
                shown = ".".join(danger.keys)
                yield Finding(
                    at=prompt.find_place(*address),
                    message=f"`{shown}` stands in the settings of the repository: {danger.why}",
                    help="leave it to the settings of each user",
                    subject=(shown, said),
                )


def _list_values(prompt: Document, keys: Address) -> Iterator[tuple[Address, str]]:
    found = value_at(prompt, *keys)
    if isinstance(found, list):
        yield from (((*keys, i), entry) for i, entry in enumerate(found) if isinstance(entry, str))
    elif found is not None:
        yield keys, text_at(prompt, *keys)
