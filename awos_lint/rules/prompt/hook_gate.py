"""The hook by which awos refuses also refuses when it fails, where the host offers that."""

from awos_lint.agentfiles.hooks import list_handlers
from awos_lint.agentfiles.written import host_of, text_at, value_at
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.WARNING)
def prompt_hook_gate(prompt: Document) -> Findings:
    for handler in list_handlers(prompt):
        hooks = host_of(prompt).hooks
        gate = hooks and hooks.events.get("pre-tool-use")
        if not hooks or not gate or handler.event != gate.name or not hooks.closed:
            continue
        given = value_at(prompt, *handler.address)
        if not _is_ours(prompt, handler.address) or not isinstance(given, dict):
            continue
        for key, value in hooks.closed.items():
            written = str(value).lower() if isinstance(value, bool) else value
            if given.get(key) != written:
                yield Finding(
                    at=prompt.find_place(*handler.address),
                    message=f"{host_of(prompt).title} lets the tool run when this hook fails",
                    help=f"add `{key}`: `{written}`, or let `awos upgrade` write the hook anew",
                    subject=(key, text_at(prompt, *handler.address, "command")),
                )


def _is_ours(prompt: Document, address: tuple[str | int, ...]) -> bool:
    command = text_at(prompt, *address, "command").split()
    given = value_at(prompt, *address, "args")
    words = [*command, *(part for part in given or () if isinstance(part, str))]
    return (
        any(word.rpartition("/")[2] in ("awos", "awos-lint") for word in words) and "hook" in words
    )
