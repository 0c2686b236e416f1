"""A skill or a subagent names tools that its host has."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.tools import Tool, tools_of
from awos_lint.agentfiles.written import form_of, host_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule

if TYPE_CHECKING:
    from awos_lint.hosts import Host


@rule(PROMPT, Severity.WARNING)
def prompt_unknown_tool(prompt: Document) -> Findings:
    if not form_of(prompt).calls:
        return
    host = host_of(prompt)
    guesses = Guesses(host.vocabulary)
    tools = list(tools_of(prompt)) if host.vocabulary else []
    names = {tool.name for tool in tools}
    for tool in tools:
        # What came in the place of a tool that is gone often stands beside it, and grants the same.
        if tool.name.startswith("mcp_") or host.gone.get(tool.name) in names:
            continue
        if hint := _suggest_tool(host, tool, guesses, names):
            yield Finding(
                at=tool.place,
                message=f"{host.title} has no tool `{escape_text(tool.name, 60)}`",
                help=hint,
                subject=(tool.name,),
            )


def _suggest_tool(host: Host, tool: Tool, guesses: Guesses, names: Collection[str]) -> str:
    """Return what to write in place of a tool, the empty string where it may well exist."""
    if tool.name in host.vocabulary or tool.name == "*":
        return ""
    if tool.name in host.gone:
        return f"it is gone; write `{host.gone[tool.name]}`"
    if guess := guesses(tool.name):
        if guess in names:
            return f"remove it: `{guess}` is listed"
        return f"did you mean `{guess}`?"
    return "remove it, or write the name of one that it has" if host.closed else ""
