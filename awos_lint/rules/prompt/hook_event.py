"""A hook waits for an event that its host has."""

from awos_lint.agentfiles.hooks import list_events
from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.written import host_of, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.ERROR)
def prompt_hook_event(prompt: Document) -> Findings:
    hooks = host_of(prompt).hooks
    guesses = Guesses(hooks.known if hooks else ())
    for event, address in list_events(prompt):
        if hooks is None or event in hooks.known or event in hooks.aliases:
            continue
        # A name that nobody knows may be newer than awos; that of another host is none here.
        guess = guesses(event)
        if guess or _is_known_elsewhere(event):
            yield Finding(
                at=prompt.find_key_place(*address),
                message=f"{title_of(prompt)} has no event `{escape_text(event, 60)}`, so that this"
                " hook never runs",
                help=f"did you mean `{guess}`?"
                if guess
                else f"write one of {', '.join(sorted(hooks.known))}",
                subject=(event,),
            )


def _is_known_elsewhere(event: str) -> bool:
    from awos_lint.hosts import load_hosts

    return any(host.hooks and event in host.hooks.known for host in load_hosts().values())
