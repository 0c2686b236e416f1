"""Gemini CLI."""

from awos_lint.hosts import TEXT, Agents, Answer, Event, Hooks, Host, Servers, Tools

_EVENTS = """
SessionStart SessionEnd BeforeAgent AfterAgent BeforeModel AfterModel BeforeToolSelection
BeforeTool AfterTool PreCompress Notification
"""

_DENY = Answer({"decision": "deny", "reason": TEXT})


def _added(event: str) -> Answer:
    return Answer({"hookSpecificOutput": {"hookEventName": event, "additionalContext": TEXT}})


HOST = Host(
    name="gemini",
    title="Gemini CLI",
    tier=2,
    source=(
        "https://github.com/google-gemini/gemini-cli/blob/main/docs/hooks/reference.md",
        "https://github.com/google-gemini/gemini-cli/blob/main/docs/core/subagents.md",
        "https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md",
        "npm @google/gemini-cli 0.61.0, run: benchmarks/consumers.py",
    ),
    as_of="2026-11-26",
    signs=(".gemini", "GEMINI.md"),
    skills=".agents/skills",
    reads=(".gemini/skills",),
    agents=Agents(
        ".gemini/agents",
        tools={
            "read": ("read_file", "list_directory"),
            "search": ("glob", "grep_search"),
            "edit": ("write_file", "replace"),
            "shell": ("run_shell_command",),
        },
    ),
    hooks=Hooks(
        ".gemini/settings.json",
        "grouped",
        {
            "session-start": Event("SessionStart", tell=_added("SessionStart")),
            # What the first hook told stands before the prompt, in `<hook_context>`.
            "user-prompt": Event("BeforeAgent", refuse=_DENY),
            "pre-tool-use": Event(
                "BeforeTool", ("write_file|replace|run_shell_command|mcp_.*",), refuse=_DENY
            ),
            "post-tool-use": Event("AfterTool", ("write_file|replace",), tell=_added("AfterTool")),
            "stop": Event("AfterAgent", refuse=_DENY),
        },
        frozenset(_EVENTS.split()),
        second=1000,
        extra={"name": "awos"},
        tools=Tools(
            files={"write_file": ("file_path",), "replace": ("file_path",)},
            shells={"run_shell_command": ("command",)},
            servers="mcp_",
        ),
    ),
    servers=Servers(
        ".gemini/settings.json",
        ("mcpServers",),
        {
            "serena": {
                "command": "serena",
                "args": ["start-mcp-server", "--context=ide", "--project-from-cwd"],
            },
            "context7": {
                # `url` would mean server-sent events.
                "httpUrl": "https://mcp.context7.com/mcp",
                "headers": {"Accept": "application/json, text/event-stream"},
            },
        },
    ),
    instructions="GEMINI.md",
    unsure=(
        "Gemini CLI offers the subagents of a project only after you accept each of them",
        "Gemini CLI lets every tool run where `awos` is missing",
    ),
)
