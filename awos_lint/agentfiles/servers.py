"""The MCP servers in a host's settings."""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.agentfiles.written import form_of, value_at
from awos_lint.core.model.document import Address, Document

WRAPPERS = ("mcpServers", "servers", "mcp_servers", "context_servers", "mcp-servers")
"""The keys under which one host or another keeps its servers."""


def find_servers_address(document: Document) -> Address:
    """Return the address of the map of servers: opencode 2 has one level more than before."""
    keys = form_of(document).servers
    inner = value_at(document, *keys, "servers") if keys == ("mcp",) else None
    return (*keys, "servers") if isinstance(inner, dict) and "type" not in inner else keys


def list_servers(document: Document) -> Iterator[tuple[str, Address]]:
    """Yield the servers by name, with their addresses."""
    if not form_of(document).servers:
        return
    address = find_servers_address(document)
    found = value_at(document, *address)
    for name in found if isinstance(found, dict) else ():
        yield name, (*address, name)
