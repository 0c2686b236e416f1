"""Hooks are nested as their host reads them, and each one says what it runs."""

from collections.abc import Iterable

from awos_lint.agentfiles.hooks import find_shape, has_hooks, list_events, list_handlers
from awos_lint.agentfiles.written import host_of, shape_of, text_at, title_of, value_at
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Address, Document, keys_of
from awos_lint.core.text import escape_text
from awos_lint.core.wording import join_names
from awos_lint.rules import PROMPT, Findings, rule

_RUNS = {
    "command": ("command", "bash", "powershell", "windows", "linux", "osx"),
    "http": ("url",),
    "prompt": ("prompt",),
    "agent": ("prompt",),
    "mcp_tool": ("tool",),
}
"""What a handler of each type must say: one of these keys."""


@rule(PROMPT, Severity.ERROR)
def prompt_hook_shape(prompt: Document) -> Findings:
    if has_hooks(prompt):
        yield from _check_root(prompt)
        yield from _check_entries(prompt)
        yield from _check_handlers(prompt)


def _check_root(prompt: Document) -> Findings:
    """Judge what stands around the map of events."""
    host, nested = host_of(prompt), find_shape(prompt)
    hooks = value_at(prompt, "hooks")
    if nested == "named" and isinstance(hooks, dict) and _is_events(hooks):
        yield Finding(
            at=prompt.find_key_place("hooks"),
            message=f"{host.title} takes `hooks` for the name of a hook, and runs nothing in it",
            help="write the events below a name of your own",
            subject=("hooks",),
        )
    events_wanted = nested in ("grouped", "flat", "copilot") and hooks is not None
    if events_wanted and not isinstance(hooks, dict):
        yield _make_finding(prompt, ("hooks",), "a map of events")
    if host.hooks and host.hooks.root and prompt.path.endswith(host.hooks.path):
        for key in prompt.fields.keys() - host.hooks.root:
            yield Finding(
                at=prompt.find_key_place(key),
                message=f"{host.title} refuses the file for the key `{escape_text(key, 60)}`",
                help=f"leave {join_names(sorted(host.hooks.root))} alone in it",
                subject=(key,),
            )
    if nested == "flat" and hooks is not None and shape_of(prompt, "version") != "number":
        yield Finding(
            at=prompt.find_place("version"),
            message=f"{host.title} needs `version`, a number, and does not read the hooks",
            help='write `"version": 1`',
            subject=("version",),
        )


def _is_events(hooks: Iterable[str]) -> bool:
    return any(name in ("PreToolUse", "PostToolUse", "Stop", "SessionStart") for name in hooks)


def _is_known(prompt: Document, event: str) -> bool:
    hooks = host_of(prompt).hooks
    return hooks is None or event in hooks.known or event in hooks.aliases


def _check_entries(prompt: Document) -> Findings:
    """Judge the entries of each event: whether they are grouped as the host wants them."""
    title, nested = title_of(prompt), find_shape(prompt)
    for event, address in list_events(prompt):
        if not _is_known(prompt, event):
            # Beside the events, some hosts keep switches; that an event is none is said elsewhere.
            continue
        entries = value_at(prompt, *address)
        if not isinstance(entries, list):
            yield _make_finding(prompt, address, "a list")
            continue
        for index, entry in enumerate(entries):
            at = (*address, index)
            if not isinstance(entry, dict):
                yield _make_finding(prompt, at, "an object")
            elif nested == "grouped" and not isinstance(entry.get("hooks"), list):
                yield Finding(
                    at=prompt.find_place(*at),
                    message=f"{title} wants a list `hooks` in this entry, and runs nothing without",
                    help='write `{"hooks": [{"type": "command", "command": "…"}]}`',
                    subject=(*keys_of(at), "hooks"),
                )
            elif nested in ("flat", "copilot") and isinstance(entry.get("hooks"), list):
                yield Finding(
                    at=prompt.find_key_place(*at, "hooks"),
                    message=f"{title} does not group handlers, and runs nothing in this list",
                    help="put `command` into the entry itself",
                    subject=(*keys_of(at), "hooks"),
                )


def _make_finding(prompt: Document, address: Address, wanted: str) -> Finding:
    return Finding(
        at=prompt.find_place(*address),
        message=f"`{escape_text(str(address[-1]), 60)}` should be {wanted}:"
        f" {title_of(prompt)} runs nothing in it",
        help=f"write {wanted}",
        subject=keys_of(address),
    )


def _check_handlers(prompt: Document) -> Findings:
    host, nested = host_of(prompt), find_shape(prompt)
    for handler in list_handlers(prompt):
        kind = text_at(prompt, *handler.address, "type")
        grouped = handler.address != handler.entry
        if grouped != (nested == "grouped") and nested != "named":
            continue
        if not kind and nested == "grouped":
            yield Finding(
                at=prompt.find_place(*handler.address),
                message=f"this handler has no `type`, and {host.title} does not run it",
                help='write `"type": "command"`',
                subject=(*keys_of(handler.address), "type"),
            )
        elif host.hooks and kind in host.hooks.idle:
            yield Finding(
                at=prompt.find_place(*handler.address, "type"),
                message=f"{host.title} reads handlers of the type `{kind}` and never runs them",
                help="run a command",
                subject=(*keys_of(handler.address), "type", kind),
            )
        else:
            yield from _check_command(prompt, handler.address, kind or "command")


def _check_command(prompt: Document, address: Address, kind: str) -> Findings:
    said = value_at(prompt, *address)
    wanted = _RUNS.get(kind, ())
    if wanted and isinstance(said, dict) and not any(said.get(key) for key in wanted):
        yield Finding(
            at=prompt.find_place(*address),
            message=f"this handler says no `{wanted[0]}`, so that nothing is run",
            help=f"write `{wanted[0]}`",
            subject=(*keys_of(address), wanted[0]),
        )
