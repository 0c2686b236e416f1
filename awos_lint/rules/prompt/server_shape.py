"""An MCP server is set up as its host reads it."""

from awos_lint.agentfiles.servers import WRAPPERS, find_servers_address, list_servers
from awos_lint.agentfiles.written import form_of, shape_of, text_at, title_of, value_at
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Address, Document, keys_of
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule

_SWITCHES = frozenset({"enabled", "disabled"})


@rule(PROMPT, Severity.ERROR)
def prompt_server_shape(prompt: Document) -> Findings:
    form = form_of(prompt)
    if not form.servers:
        return
    yield from _check_wrapper(prompt)
    for name, address in list_servers(prompt):
        yield from _check_server(prompt, escape_text(name, 60), address)


def _check_wrapper(prompt: Document) -> Findings:
    """Judge the key that holds the servers, in files that hold nothing else."""
    right = form_of(prompt).servers[0]
    if right in prompt.fields:
        if not isinstance(value_at(prompt, *find_servers_address(prompt)), dict):
            yield Finding(
                at=prompt.find_place(right),
                message=f"`{right}` should be an object with a server for each name",
                help=f'write `"{right}": {{…}}`',
                subject=(right,),
            )
        return
    for key in prompt.fields:
        if key in WRAPPERS and "mcp" in prompt.path.rpartition("/")[2]:
            yield Finding(
                at=prompt.find_key_place(key),
                message=f"{title_of(prompt)} reads `{right}` here and not `{key}`, and starts"
                " no server",
                help=f"write `{right}`",
                subject=(key,),
            )


def _check_server(prompt: Document, name: str, address: Address) -> Findings:
    form, title = form_of(prompt).server, title_of(prompt)
    found = value_at(prompt, *address)
    if not isinstance(found, dict):
        yield Finding(
            prompt.find_place(*address),
            f"the server `{name}` should be an object",
            "write one",
            subject=keys_of(address),
        )
        return
    if found and found.keys() <= _SWITCHES:
        # It switches a server on or off that is set up elsewhere.
        return
    for key in found:
        if right := form.instead.get(key):
            yield Finding(
                at=prompt.find_key_place(*address, key),
                message=f"{title} does not read `{key}` of the server `{name}`",
                help=f"write `{right}`",
                subject=(*keys_of(address), key),
            )
    if not any(key in found for key in ("command", *form.urls, *form.instead)):
        yield Finding(
            at=prompt.find_key_place(*address),
            message=f"the server `{name}` has neither `command` nor `{form.urls[0]}`",
            help="write one of the two",
            subject=(*keys_of(address), "command"),
        )
    yield from _check_types(prompt, name, address)


def _check_types(prompt: Document, name: str, address: Address) -> Findings:
    form, title = form_of(prompt).server, title_of(prompt)
    kind = text_at(prompt, *address, "type")
    remote = any(value_at(prompt, *address, key) is not None for key in form.urls)
    if not kind and (form.typed == "all" or (form.typed == "url" and remote)):
        yield Finding(
            at=prompt.find_key_place(*address),
            message=f"{title} needs the `type` of the server `{name}`",
            help=f"write one of {', '.join(sorted(form.types))}",
            subject=(*keys_of(address), "type"),
        )
    elif kind and form.types and kind not in form.types:
        yield Finding(
            at=prompt.find_place(*address, "type"),
            message=f"{title} knows no server of the type `{escape_text(kind, 40)}`",
            help=f"write one of {', '.join(sorted(form.types))}",
            subject=(*keys_of(address), "type", kind),
        )
    for key, wanted in (("args", "list"), ("command", form.command)):
        shape = value_at(prompt, *address, key) is not None and shape_of(prompt, *address, key)
        if shape and (shape == "list") != (wanted == "list") and key not in form.instead:
            said = "a list" if wanted == "list" else "text"
            yield Finding(
                at=prompt.find_place(*address, key),
                message=f"`{key}` of the server `{name}` should be {said}",
                help=f"write {said}",
                subject=(*keys_of(address), key),
            )
