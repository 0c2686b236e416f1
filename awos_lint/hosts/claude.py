"""Claude Code."""

from awos_lint.hosts import Agents, Event, Hooks, Host, Input, Servers, Tools
from awos_lint.hosts._claude_like import BLOCK, CONTEXT7, SERENA, answer_added, answer_denied
from awos_lint.hosts._forms import SKILL_KEYS, Danger, Form, Key, Server, make_keys, one_of

_EVENTS = """
SessionStart Setup InstructionsLoaded UserPromptSubmit UserPromptExpansion PreToolUse
PermissionRequest PermissionDenied PostToolUse PostToolUseFailure PostToolBatch Notification
MessageDisplay SubagentStart SubagentStop TaskCreated TaskCompleted Stop StopFailure TeammateIdle
ConfigChange CwdChanged DirectoryAdded FileChanged WorktreeCreate WorktreeRemove PreCompact
PostCompact PreModelSwitch PostModelSwitch Elicitation ElicitationResult SessionEnd
PreSkillShellCommand
"""

_RESERVED = """
add-dir advisor agents artifacts autocompact background bashes branch brief btw bug cd clear
color compact config context copy cost daemon desktop diff doctor effort exit
export fast feedback focus fork goal help hooks ide import init insights install keybindings
list-agents login logout mcp memory mobile model output-style permissions plan plugin powerup
project quit radio recap release-notes reload-plugins reload-skills remote-control rename restart
resume review rewind run sandbox security-review session settings skills stats status
statusline stop subtask tasks team-onboarding teleport terminal-setup theme ultraplan ultrareview
update-config upgrade usage version voice workflows
"""
# Skills that it brings along: one of the project takes their place.
_BUNDLED = "batch code-review debug loop simplify verify"


_EFFORT = one_of("low medium high xhigh max")

_SKILL = {
    **SKILL_KEYS,
    "description": Key(longest=1536),
    "when_to_use": Key(longest=1536),
    **make_keys(
        text="model agent",
        switch="disable-model-invocation user-invocable background",
        texts="arguments disallowed-tools paths",
        map="hooks",
        any="argument-hint",
    ),
    "effort": _EFFORT,
    "context": one_of("fork"),
    "shell": one_of("bash powershell"),
}

_AGENT = {
    **make_keys(
        text="name description model initialPrompt",
        switch="background",
        number="maxTurns",
        texts="tools disallowedTools skills",
        map="hooks",
        any="mcpServers",
    ),
    "permissionMode": one_of("default acceptEdits auto dontAsk bypassPermissions plan manual"),
    "memory": one_of("user project local"),
    "effort": _EFFORT,
    "isolation": one_of("worktree"),
    "color": one_of("red blue green yellow purple orange pink cyan"),
}

_TOOLS = """
Agent Task Artifact AskUserQuestion Bash CronCreate CronDelete CronList Edit EndConversation
EnterPlanMode EnterWorktree ExitPlanMode ExitWorktree Glob Grep ListAgents ListMcpResourcesTool LSP
Monitor NotebookEdit PowerShell PushNotification Read ReadMcpResourceTool RemoteTrigger
ReportFindings ScheduleWakeup SendMessage SendUserFile ShareOnboardingGuide Skill TaskCreate TaskGet
TaskList TaskOutput TaskStop TaskUpdate TodoWrite ToolSearch WaitForMcpServers WebFetch WebSearch
Workflow Write
"""

_UNMATCHED = """
UserPromptSubmit PostToolBatch Stop TeammateIdle TaskCreated TaskCompleted WorktreeCreate
WorktreeRemove MessageDisplay CwdChanged
"""

_RUNS = "it runs a command on the machine of everybody who opens the repository"
_LOADS = "it makes every program that is started load what it names"

_WORDS = ("$ARGUMENTS", "$0", "$1", "${CLAUDE_", "!`", "@")

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
    bundled=frozenset(_BUNDLED.split()),
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
            "session-start": Event("SessionStart", tell=answer_added("SessionStart")),
            # A typed `/name` never comes as a call of the tool Skill.
            "user-prompt": Event("UserPromptExpansion", refuse=BLOCK),
            "pre-tool-use": Event(
                "PreToolUse",
                # One string of both would be read as a regular expression that is not anchored.
                (
                    "Edit|Write|NotebookEdit|Bash|PowerShell",
                    "^mcp__.*(write|edit|replace|insert|create|rename|delete|move|execute|shell)",
                ),
                refuse=answer_denied("PreToolUse"),
            ),
            "post-tool-use": Event(
                "PostToolUse", ("Edit|Write",), tell=answer_added("PostToolUse")
            ),
            "stop": Event("Stop", refuse=BLOCK),
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
                "MultiEdit": ("file_path",),
                "Write": ("file_path",),
                "NotebookEdit": ("notebook_path",),
            },
            shells={"Bash": ("command",), "PowerShell": ("command",)},
            servers="mcp__",
        ),
        unmatched=frozenset(_UNMATCHED.split()),
        listed=True,
    ),
    servers=Servers(
        ".mcp.json",
        ("mcpServers",),
        {
            # Copilot reads the file too, and wants another context than Claude Code. It needs no
            # `tools`: Claude Code skips a server of type `http` that lists them by name.
            "serena": {"type": "stdio", **SERENA},
            "context7": {"type": "http", "url": CONTEXT7},
        },
    ),
    instructions="CLAUDE.md",
    imports="@{}",
    unsure=("Claude Code refuses every edit and command where `awos` is missing",),
    forms=(
        Form(
            "skill",
            r"\.claude/skills/(?P<name>[^/]+)/SKILL\.md",
            keys=_SKILL,
            instead={"tools": "allowed-tools", "argument_hint": "argument-hint"},
            calls=("allowed-tools", "disallowed-tools"),
            words=_WORDS,
            tokens=5000,
        ),
        Form(
            "command",
            r"\.claude/commands/(?P<name>.+)\.md",
            keys=_SKILL,
            instead={"tools": "allowed-tools"},
            calls=("allowed-tools", "disallowed-tools"),
            words=_WORDS,
            tokens=5000,
        ),
        Form(
            "agent",
            r"\.claude/agents/(?:.+/)?(?P<name>[^/]+)\.md",
            keys=_AGENT,
            required=("name", "description"),
            instead={"allowed-tools": "tools", "disallowed-tools": "disallowedTools"},
            spelled=r"[^:-][^:]*",
            calls=("tools", "disallowedTools"),
        ),
        Form(
            "rule",
            r"\.claude/rules/(?P<name>.+)\.md",
            keys=make_keys(texts="paths", text="name description"),
        ),
        Form("instructions", r"(?:\.claude/)?(?P<name>CLAUDE(?:\.local)?)\.md", words=("@",)),
        Form(
            "settings", r"\.claude/(?P<name>settings(?:\.local)?)\.json", syntax="json", hooks=True
        ),
        Form(
            "settings",
            r"\.(?P<name>mcp)\.json",
            syntax="json",
            servers=("mcpServers",),
            server=Server(
                # Copilot reads the file too, and calls `stdio` `local`.
                types=frozenset({"stdio", "http", "streamable-http", "sse", "ws", "local"}),
                typed="url",
                instead={"serverUrl": "url", "httpUrl": "url", "transport": "type"},
            ),
        ),
    ),
    vocabulary=frozenset(_TOOLS.split()),
    dangers=(
        Danger(("disableAllHooks",), "no hook runs, and nothing says so", value="true"),
        Danger(("apiKeyHelper",), _RUNS),
        Danger(("awsAuthRefresh",), _RUNS),
        Danger(("awsCredentialExport",), _RUNS),
        Danger(("gcpAuthRefresh",), _RUNS),
        Danger(("otelHeadersHelper",), _RUNS),
        Danger(
            ("env", "ANTHROPIC_BASE_URL"),
            "it sends every prompt, and the key, to the address that it names",
            ours="https://api.anthropic.com",
        ),
        Danger(("env", "LD_PRELOAD"), _LOADS),
        Danger(("env", "DYLD_INSERT_LIBRARIES"), _LOADS),
        Danger(("env", "NODE_OPTIONS"), _LOADS, ours="--max-old-space-size"),
        Danger(("env", "BASH_ENV"), _LOADS),
        Danger(("env", "GIT_SSH_COMMAND"), _RUNS),
        Danger(
            ("enableAllProjectMcpServers",),
            "it starts every MCP server of the repository and asks nobody",
            value="true",
        ),
        Danger(
            ("permissions", "defaultMode"),
            "nobody is asked before a tool runs",
            value="bypassPermissions",
        ),
    ),
    gone={"MultiEdit": "Edit", "LS": "Glob", "NotebookRead": "Read", "KillShell": "TaskStop"},
)
