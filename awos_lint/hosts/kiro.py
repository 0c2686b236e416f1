"""Kiro."""

from awos_lint.hosts import Agents, Answer, Event, Hooks, Host, Input, Servers, Tools
from awos_lint.hosts._claude_like import CONTEXT7, SERENA
from awos_lint.hosts._forms import SKILL_KEYS, Form, Server

_EVENTS = """
SessionStart UserPromptSubmit PreToolUse PostToolUse Stop PostFileSave PostFileCreate
PostFileDelete PreTaskExec PostTaskExec
"""

_BLOCK = Answer(code=2, plain="stderr")

HOST = Host(
    name="kiro",
    title="Kiro",
    tier=2,
    source=(
        "https://kiro.dev/docs/hooks",
        "https://kiro.dev/docs/mcp/configuration",
        "https://kiro.dev/docs/skills",
    ),
    as_of="2026-11-20",
    signs=(".kiro",),
    skills=".kiro/skills",
    agents=Agents(
        ".kiro/agents",
        tools={"read": ("read",), "search": (), "edit": ("write",), "shell": ("shell",)},
    ),
    hooks=Hooks(
        ".kiro/hooks/awos.json",
        "kiro",
        {
            "session-start": Event("SessionStart", tell=Answer(plain="stdout")),
            "user-prompt": Event("UserPromptSubmit", refuse=_BLOCK),
            "pre-tool-use": Event("PreToolUse", ("write|shell|execute_bash",), refuse=_BLOCK),
            "stop": Event("Stop", refuse=_BLOCK),
        },
        frozenset(_EVENTS.split()),
        owned=True,
        input=Input(stopped=""),
        tools=Tools(
            files={
                "write": ("path", "file_path"),
                "fs_write": ("path", "file_path"),
            },
            shells={"shell": ("command",), "execute_bash": ("command",)},
            old=("old_str", "old_string"),
            new=("new_str", "new_string"),
            whole=("file_text", "content"),
        ),
    ),
    servers=Servers(
        ".kiro/settings/mcp.json",
        ("mcpServers",),
        {
            "serena": SERENA,
            "context7": {"url": CONTEXT7},
        },
    ),
    unsure=(
        "the IDE and the command line of Kiro differ in what a hook is told",
        "Kiro's IDE before 1.0 tells its hooks nothing on standard input, and never closes it",
    ),
    forms=(
        Form(
            "skill",
            r"\.kiro/skills/(?P<name>[^/]+)/SKILL\.md",
            keys=SKILL_KEYS,
            required=("name", "description"),
            tokens=5000,
        ),
        Form("command", r"\.kiro/prompts/(?P<name>.+)\.md"),
        Form("agent", r"\.kiro/agents/(?P<name>[^/]+)\.md"),
        Form("settings", r"\.kiro/hooks/(?P<name>[^/]+)\.json", syntax="json", hooks=True),
        Form(
            "settings",
            r"\.kiro/settings/(?P<name>mcp)\.json",
            syntax="jsonc",
            servers=("mcpServers",),
            server=Server(instead={"serverUrl": "url", "httpUrl": "url"}),
        ),
    ),
)
