"""Antigravity: the IDE and ``agy``."""

from awos_lint.hosts import Agents, Host, Servers

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
            "context7": {"serverUrl": "https://mcp.context7.com/mcp"},
        },
    ),
    unsure=(
        "Antigravity does not document how a hook answers, so awos installs none",
        "Serena must be asked to activate the project: there is no variable for its folder",
    ),
)
