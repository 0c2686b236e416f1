"""Claude Code."""

from awos_lint.hosts import TEXT, Agents, Answer, Event, Hooks, Host, Input, Servers, Tools

_EVENTS = """
SessionStart Setup InstructionsLoaded UserPromptSubmit UserPromptExpansion PreToolUse
PermissionRequest PermissionDenied PostToolUse PostToolUseFailure PostToolBatch Notification
MessageDisplay SubagentStart SubagentStop TaskCreated TaskCompleted Stop StopFailure TeammateIdle
ConfigChange CwdChanged DirectoryAdded FileChanged WorktreeCreate WorktreeRemove PreCompact
PostCompact PreModelSwitch PostModelSwitch Elicitation ElicitationResult SessionEnd
PreSkillShellCommand
"""

_RESERVED = """
add-dir advisor agents artifacts autocompact background bashes batch branch brief btw bug cd clear
code-review color compact config context copy cost daemon debug desktop diff doctor effort exit
export fast feedback focus fork goal help hooks ide import init insights install keybindings
list-agents login logout loop mcp memory mobile model output-style permissions plan plugin powerup
project quit radio recap release-notes reload-plugins reload-skills remote-control rename restart
resume review rewind run sandbox security-review session settings simplify skills stats status
statusline stop subtask tasks team-onboarding teleport terminal-setup theme ultraplan ultrareview
update-config upgrade usage verify version voice workflows
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
        "npm @anthropic-ai/claude-code 2.1.332, run: benchmarks/consumers.py",
    ),
    as_of="2026-11-26",
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
        # No shell: without Git Bash, Windows has none. Copilot reads the file too, but not `args`,
        # so `awos` alone must end with 0, or Copilot would refuse every tool.
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
            # Copilot reads the file too, and wants another context than Claude Code. It needs no
            # `tools`: Claude Code skips a server of type `http` that lists them by name.
            "serena": {
                "type": "stdio",
                "command": "serena",
                "args": ["start-mcp-server", "--context=ide", "--project-from-cwd"],
            },
            "context7": {"type": "http", "url": "https://mcp.context7.com/mcp"},
        },
    ),
    instructions="CLAUDE.md",
    imports="@{}",
)
