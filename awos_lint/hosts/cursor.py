"""Cursor."""

from awos_lint.hosts import TEXT, Agents, Answer, Event, Hooks, Host, Input, Servers, Tools
from awos_lint.hosts._claude_like import CONTEXT7
from awos_lint.hosts._forms import SKILL_KEYS, Form, Server, make_keys

_EVENTS = """
sessionStart sessionEnd stop preCompact preToolUse postToolUse postToolUseFailure
beforeShellExecution afterShellExecution beforeMCPExecution afterMCPExecution beforeReadFile
afterFileEdit beforeSubmitPrompt afterAgentResponse afterAgentThought subagentStart subagentStop
beforeTabFileRead afterTabFileEdit workspaceOpen
"""

HOST = Host(
    name="cursor",
    title="Cursor",
    tier=1,
    source=(
        "https://cursor.com/docs/hooks.md",
        "https://cursor.com/docs/context/skills.md",
        "https://cursor.com/docs/context/subagents.md",
        "https://cursor.com/docs/context/mcp.md",
    ),
    as_of="2026-11-20",
    signs=(".cursor", ".cursorrules"),
    skills=".cursor/skills",
    reads=(".claude/skills",),
    shares=("claude",),
    agents=Agents(".cursor/agents", extra={"model": "inherit"}, reading={"readonly": True}),
    hooks=Hooks(
        ".cursor/hooks.json",
        "flat",
        {
            "session-start": Event("sessionStart", tell=Answer({"additional_context": TEXT})),
            "user-prompt": Event(
                "beforeSubmitPrompt",
                refuse=Answer({"continue": False, "user_message": TEXT}),
                allow=Answer({"continue": True}),
            ),
            "pre-tool-use": Event(
                "preToolUse",
                ("Write|Edit|StrReplace|Delete|Shell",),
                refuse=Answer({"permission": "deny", "user_message": TEXT, "agent_message": TEXT}),
                # `failClosed` refuses what nobody has answered.
                allow=Answer({"permission": "allow"}),
            ),
            "post-tool-use": Event(
                "postToolUse",
                ("Write|Edit|StrReplace",),
                tell=Answer({"additional_context": TEXT}),
            ),
            "stop": Event("stop", refuse=Answer({"followup_message": TEXT})),
        },
        frozenset(_EVENTS.split()),
        closed={"failClosed": True},
        input=Input(
            cwd=("cwd", "workspace_roots"), session="conversation_id", stopped="loop_count"
        ),
        tools=Tools(
            files=dict.fromkeys(("Write", "Edit", "StrReplace", "Delete"), ("file_path", "path")),
            shells={"Shell": ("command",)},
            whole=("content", "contents"),
        ),
    ),
    servers=Servers(
        ".cursor/mcp.json",
        ("mcpServers",),
        {
            "serena": {
                "command": "serena",
                "args": ["start-mcp-server", "--context=ide", "--project", "${workspaceFolder}"],
            },
            "context7": {"url": CONTEXT7},
        },
    ),
    unsure=("Cursor may run the hooks in `.claude/settings.json` too, when its settings say so",),
    forms=(
        Form(
            "skill",
            r"\.cursor/skills/(?P<name>[^/]+)/SKILL\.md",
            keys={
                **SKILL_KEYS,
                **make_keys(switch="disable-model-invocation user-invocable", texts="paths"),
            },
            required=("name", "description"),
            tokens=5000,
        ),
        Form("command", r"\.cursor/commands/(?P<name>.+)\.md"),
        Form(
            "agent",
            r"\.cursor/agents/(?P<name>[^/]+)\.md",
            keys=make_keys(text="name description model", flag="readonly is_background"),
        ),
        Form(
            "rule",
            r"\.cursor/rules/(?P<name>.+)\.mdc",
            keys=make_keys(text="description", flag="alwaysApply", any="globs"),
        ),
        Form("settings", r"\.cursor/(?P<name>hooks)\.json", syntax="jsonc", hooks=True),
        Form(
            "settings",
            r"\.cursor/(?P<name>mcp)\.json",
            syntax="jsonc",
            servers=("mcpServers",),
            server=Server(instead={"serverUrl": "url", "httpUrl": "url"}),
        ),
    ),
)
