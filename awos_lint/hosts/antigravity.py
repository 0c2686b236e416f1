"""Antigravity: the IDE and ``agy``."""

from awos_lint.hosts import Agents, Host, Servers
from awos_lint.hosts._claude_like import CONTEXT7
from awos_lint.hosts._forms import Form, Server

HOST = Host(
    name="antigravity",
    title="Antigravity",
    tier=2,
    source=("https://antigravity.google/docs/mcp", "https://antigravity.google/docs/skills"),
    as_of="2026-11-20",
    signs=(".agent", ".agents/rules", ".agents/workflows"),
    skills=".agents/skills",
    agents=Agents(".agents/agents", extra={"model": "inherit"}),
    servers=Servers(
        ".agents/mcp_config.json",
        ("mcpServers",),
        {
            "serena": {"command": "serena", "args": ["start-mcp-server", "--context=antigravity"]},
            "context7": {"serverUrl": CONTEXT7},
        },
    ),
    unsure=(
        "Antigravity does not document how a hook answers, so awos installs none",
        "Antigravity must be told to let Serena activate the project: it has no variable for it",
    ),
    forms=(
        Form("command", r"\.agents?/workflows/(?P<name>[^/]+)\.md", words=("$ARGUMENTS",)),
        Form("agent", r"\.agents/agents/(?P<name>[^/]+)\.md"),
        Form("rule", r"\.agents?/rules/(?P<name>[^/]+)\.md"),
        Form(
            "settings",
            r"\.agents/(?P<name>hooks)\.json",
            syntax="json",
            hooks=True,
            # awos installs none there, so that no other shape is known for the host.
            nests="named",
        ),
        Form(
            "settings",
            r"\.agents/(?P<name>mcp_config)\.json",
            syntax="json",
            servers=("mcpServers",),
            server=Server(urls=("serverUrl", "url"), instead={"httpUrl": "serverUrl"}),
        ),
    ),
)
