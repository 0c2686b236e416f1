"""Every other agent: what reads ``.agents/skills`` and ``AGENTS.md``."""

from awos_lint.hosts import Host
from awos_lint.hosts._forms import SKILL_KEYS, SKILL_NAME, Form, Key, make_keys

HOST = Host(
    name="agents",
    title="others, by .agents/skills and AGENTS.md",
    tier=3,
    source=("https://agentskills.io/specification", "https://agents.md"),
    as_of="2026-11-20",
    signs=(".agents/skills", "AGENTS.md"),
    skills=".agents/skills",
    forms=(
        Form(
            "skill",
            r"\.agents/skills/(?P<name>[^/]+)/SKILL\.md",
            by="the Agent Skills standard",
            # Beside the standard's keys, those that Cursor, Copilot and Zed read here.
            keys={
                **SKILL_KEYS,
                # A list is no text, and is refused by validators of the standard.
                "allowed-tools": Key(),
                **make_keys(switch="disable-model-invocation user-invocable", any="argument-hint"),
            },
            required=("name", "description"),
            unknown="odd",
            named="folder",
            spelled=SKILL_NAME,
            tokens=5000,
        ),
    ),
)
