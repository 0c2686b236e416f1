"""A prompt names MCP servers that its host is told to start."""

import re
from collections.abc import Iterator

from awos_lint.agentfiles.examples import is_absent, is_example
from awos_lint.agentfiles.fences import blank_fences
from awos_lint.agentfiles.installed import Installed
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.tools import tools_of
from awos_lint.agentfiles.written import title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, Span, escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule

_NAMED = Lazy(r"\bmcp__(?P<server>[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*)__[A-Za-z*]")

_ANY = frozenset({"server", "server_name", "server-name", "servername", "name", "example"})
"""What stands for the name of a server where a prompt explains how tools are called."""


@rule(PROJECT, Severity.NOTICE)
def prompt_unknown_server(project: Project) -> Findings:
    if not project.prompts:
        return
    installed = Installed(project)
    # Without a file of servers, they are settings of each user.
    for prompt, known in installed.pair_known_names(installed.servers):
        yield from _check_prompt(prompt, known)


def _check_prompt(prompt: Document, known: set[str]) -> Findings:
    spelled = {_spell_name(name) for name in known}
    said: set[str] = set()
    guesses = Guesses(known)
    for name, place in _list_named(prompt):
        known_or_meant = _spell_name(name) in spelled or name.lower() in _ANY
        if known_or_meant or name in said or name.startswith(("plugin_", "claude_ai")):
            continue
        said.add(name)
        guess = guesses(name)
        yield Finding(
            at=place,
            message=f"no MCP server `{escape_text(name, 60)}` is set up for {title_of(prompt)}",
            help=f"did you mean `{guess}`?" if guess else "set it up, or do without its tools",
            # A server that nobody here has heard of may be one of the user's own.
            raised=bool(guess),
            subject=(name,),
        )


def _spell_name(name: str) -> str:
    """In the name of a tool, everything but letters, digits and hyphens is an underscore."""
    return re.sub(r"[^A-Za-z0-9-]", "_", name)


def _list_named(prompt: Document) -> Iterator[tuple[str, Place]]:
    for tool in tools_of(prompt):
        if tool.server and "*" not in tool.server:
            yield tool.server, tool.place
    text = blank_fences(prompt) if "mcp__" in prompt.source.text else ""
    for match in _NAMED.pattern.finditer(text):
        if not (is_example(text, match.start()) or is_absent(text, match.start())):
            yield match["server"], prompt.make_place(Span(*match.span("server")))
