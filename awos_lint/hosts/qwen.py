"""Qwen Code."""

from awos_lint.hosts import Agents, Event, Hooks, Host, Input, Servers, Tools
from awos_lint.hosts._claude_like import BLOCK, CONTEXT7, SERENA, answer_added, answer_denied
from awos_lint.hosts._forms import SKILL_KEYS, Form, Server, make_keys

_EVENTS = """
PreToolUse PostToolUse PostToolUseFailure PostToolBatch Notification UserPromptSubmit
UserPromptExpansion SessionStart SessionEnd SessionDelete Stop StopFailure SubagentStart
SubagentStop PreCompact PostCompact PermissionRequest PermissionDenied TodoCreated TodoCompleted
InstructionsLoaded MessageDisplay
"""


HOST = Host(
    name="qwen",
    title="Qwen Code",
    tier=2,
    source=(
        "https://qwenlm.github.io/qwen-code-docs/en/users/features/hooks",
        "https://json.schemastore.org/qwen-code-settings.json",
        "npm @qwen-code/qwen-code 0.24.4, run: benchmarks/consumers.py",
    ),
    as_of="2026-11-26",
    signs=(".qwen", "QWEN.md"),
    skills=".qwen/skills",
    agents=Agents(
        ".qwen/agents",
        tools={
            "read": ("read_file", "list_directory"),
            "search": ("glob", "grep_search"),
            "edit": ("write_file", "edit"),
            "shell": ("run_shell_command",),
        },
    ),
    hooks=Hooks(
        ".qwen/settings.json",
        "grouped",
        {
            "session-start": Event("SessionStart", tell=answer_added("SessionStart")),
            # In UserPromptSubmit the skill's text stands instead of what was typed.
            "user-prompt": Event("UserPromptExpansion", refuse=BLOCK),
            "pre-tool-use": Event(
                "PreToolUse",
                ("^(write_file|edit|run_shell_command)$", "^mcp__"),
                refuse=answer_denied("PreToolUse"),
            ),
            "post-tool-use": Event(
                "PostToolUse", ("^(write_file|edit)$",), tell=answer_added("PostToolUse")
            ),
            "stop": Event("Stop", refuse=BLOCK),
        },
        frozenset(_EVENTS.split()),
        second=1000,
        input=Input(command=("command_name", "command_args")),
        tools=Tools(
            files={"write_file": ("file_path",), "edit": ("file_path",)},
            shells={"run_shell_command": ("command",)},
            servers="mcp__",
        ),
    ),
    servers=Servers(
        ".qwen/settings.json",
        ("mcpServers",),
        {
            "serena": SERENA,
            "context7": {
                "httpUrl": CONTEXT7,
                "headers": {"Accept": "application/json, text/event-stream"},
            },
        },
    ),
    instructions="QWEN.md",
    unsure=(
        "Qwen Code lets every tool run where `awos` is missing",
        "Qwen Code writes a `$version` of its own into `.qwen/settings.json`",
    ),
    forms=(
        Form(
            "skill",
            r"\.qwen/skills/(?P<name>[^/]+)/SKILL\.md",
            keys=SKILL_KEYS,
            required=("name", "description"),
            tokens=5000,
        ),
        Form(
            "command",
            r"\.qwen/commands/(?P<name>.+)\.(?:md|toml)",
            words=("{{args}}", "$ARGUMENTS", "!{", "@{"),
        ),
        Form(
            "agent",
            r"\.qwen/agents/(?P<name>[^/]+)\.md",
            keys=make_keys(
                text="name description model approvalMode color",
                texts="tools disallowedTools",
                number="maxTurns",
                any="mcpServers hooks",
            ),
            required=("name", "description"),
        ),
        Form("instructions", r"(?P<name>QWEN)\.md"),
        Form(
            "settings",
            r"\.qwen/(?P<name>settings)\.json",
            syntax="jsonc",
            hooks=True,
            servers=("mcpServers",),
            server=Server(urls=("httpUrl", "url", "tcp"), instead={"serverUrl": "httpUrl"}),
        ),
    ),
)
