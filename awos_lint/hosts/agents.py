"""Every other agent: what reads ``.agents/skills`` and ``AGENTS.md``."""

from awos_lint.hosts import Host

HOST = Host(
    name="agents",
    title="others, by .agents/skills and AGENTS.md",
    tier=3,
    source=("https://agentskills.io/specification", "https://agents.md"),
    as_of="2026-11-20",
    signs=(".agents/skills", "AGENTS.md"),
    skills=".agents/skills",
)
