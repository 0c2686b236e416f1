"""Claude Code."""

from awos_lint.hosts import TEXT, Agents, Answer, Event, Hooks, Host, Input, Servers, Tools

_EVENTS = """
SessionStart Setup InstructionsLoaded UserPromptSubmit UserPromptExpansion PreToolUse
PermissionRequest PermissionDenied PostToolUse PostToolUseFailure PostToolBatch Notification
MessageDisplay SubagentStart SubagentStop TaskCreated TaskCompleted Stop StopFailure TeammateIdle
ConfigChange CwdChanged DirectoryAdded FileChanged WorktreeCreate WorktreeRemove PreCompact
PostCompact PreModelSwitch PostModelSwitch Elicitation ElicitationResult SessionEnd
"""

_RESERVED = """
agents bashes clear compact config context cost doctor exit export fast goal help hooks ide init
login logout mcp memory model permissions plan plugin resume review run sandbox skills status tasks
usage verify workflows
"""

_BLOCK = Answer({"decision": "block", "reason": TEXT})


def _added(event: str) -> Answer:
    return Answer({"hookSpecificOutput": {"hookEventName": event, "additionalContext": TEXT}})


HOST = Host(
    name="claude",
    title="Claude Code",
    tier=1,
    source=(
        "https://code.claude.com/docs/en/hooks",
        "https://code.claude.com/docs/en/skills",
        "https://code.claude.com/docs/en/sub-agents",
        "https://code.claude.com/docs/en/mcp",
    ),
    as_of="2026-11-20",
    signs=(".claude", "CLAUDE.md"),
    skills=".claude/skills",
    hint=True,
    reserved=frozenset(_RESERVED.split()),
    agents=Agents(
        ".claude/agents",
        tools={
            "read": ("Read",),
            "search": ("Glob", "Grep"),
            "edit": ("Edit", "Write"),
            "shell": ("Bash",),
        },
        listed="comma",
    ),
    hooks=Hooks(
        ".claude/settings.json",
        "grouped",
        {
            # After a compaction too, which forgets what was said at the start.
            "session-start": Event("SessionStart", tell=_added("SessionStart")),
            # A typed `/name` never comes as a call of the tool Skill.
            "user-prompt": Event("UserPromptExpansion", refuse=_BLOCK),
            "pre-tool-use": Event(
                "PreToolUse",
                # One string of both would be read as a regular expression that is not anchored.
                (
                    "Edit|Write|NotebookEdit|Bash|PowerShell",
                    "^mcp__.*(write|edit|replace|insert|create|rename|delete|move|execute|shell)",
                ),
                refuse=Answer(
                    {
                        "hookSpecificOutput": {
                            "hookEventName": "PreToolUse",
                            "permissionDecision": "deny",
                            "permissionDecisionReason": TEXT,
                        }
                    }
                ),
            ),
            "post-tool-use": Event("PostToolUse", ("Edit|Write",), tell=_added("PostToolUse")),
            "stop": Event("Stop", refuse=_BLOCK),
        },
        frozenset(_EVENTS.split()),
        exec_form=True,
        # Since 2.1.295; an older one ignores it.
        closed={"onFailure": "block"},
        beside=(".claude/settings.local.json",),
        input=Input(command=("command_name", "command_args")),
        tools=Tools(
            files={
                "Edit": ("file_path",),
                "Write": ("file_path",),
                "NotebookEdit": ("notebook_path",),
            },
            shells={"Bash": ("command",), "PowerShell": ("command",)},
            servers="mcp__",
        ),
    ),
    servers=Servers(
        ".mcp.json",
        ("mcpServers",),
        {
            # One file for Claude Code and Copilot, which want different contexts.
            "serena": {
                "type": "stdio",
                "command": "serena",
                "args": ["start-mcp-server", "--context=ide", "--project-from-cwd"],
                "tools": ["*"],
            },
            "context7": {
                "type": "http",
                "url": "https://mcp.context7.com/mcp",
                "tools": ["*"],
            },
        },
    ),
    instructions="CLAUDE.md",
)
