"""GitHub Copilot: the command line, the cloud agent and VS Code."""

from awos_lint.hosts import TEXT, Agents, Answer, Event, Hooks, Host, Input, Servers, Tools
from awos_lint.hosts._claude_like import BLOCK, CONTEXT7, SERENA
from awos_lint.hosts._forms import SKILL_KEYS, SKILL_NAME, Form, make_keys, one_of

_EVENTS = """
sessionStart sessionEnd userPromptSubmitted preToolUse postToolUse postToolUseFailure
preMcpToolCall agentStop subagentStart subagentStop errorOccurred preCompact permissionRequest
notification
"""


HOST = Host(
    name="copilot",
    title="GitHub Copilot",
    tier=1,
    source=(
        "https://docs.github.com/en/copilot/reference/hooks-configuration",
        "https://docs.github.com/en/copilot/reference/custom-agents-configuration",
        "https://code.visualstudio.com/docs/copilot/customization/agent-skills",
        "npm @github/copilot 1.0.102, run: benchmarks/consumers.py",
    ),
    as_of="2026-11-26",
    signs=(".github/copilot-instructions.md", ".github/agents", ".github/hooks", ".github/skills"),
    skills=".github/skills",
    reads=(".claude/skills", ".agents/skills"),
    shares=("claude",),
    hint=True,
    agents=Agents(
        ".github/agents",
        suffix=".agent.md",
        tools={
            "read": ("read",),
            "search": ("search",),
            "edit": ("edit",),
            "shell": ("execute",),
        },
    ),
    hooks=Hooks(
        # Every file in the folder is loaded, so this one is awos's own.
        ".github/hooks/awos.json",
        "copilot",
        {
            "session-start": Event("sessionStart", tell=Answer({"additionalContext": TEXT})),
            "user-prompt": Event("userPromptSubmitted", refuse=BLOCK),
            "pre-tool-use": Event(
                "preToolUse",
                # Anchored at both ends. A hook that cannot start refuses the tool, so none is asked
                # about that only reads: without awos, one still can.
                (
                    "create|edit|apply_patch|bash|powershell",
                    ".*-.*(write|edit|replace|insert|create|rename|delete|move|execute|shell).*",
                ),
                # Claude's nested form is ignored here, or an error.
                refuse=Answer({"permissionDecision": "deny", "permissionDecisionReason": TEXT}),
            ),
            "post-tool-use": Event(
                "postToolUse",
                ("create|edit|apply_patch",),
                tell=Answer({"additionalContext": TEXT}),
            ),
            "stop": Event("agentStop", refuse=BLOCK),
        },
        frozenset(_EVENTS.split()),
        # With a capital letter the payload has other names; VS Code has three more of that kind.
        aliases=frozenset(
            {name[0].upper() + name[1:] for name in _EVENTS.split()}
            | {"UserPromptSubmit", "Stop", "PreCompact"}
        ),
        owned=True,
        also=("claude",),
        beside=(".github/copilot/settings.json",),
        input=Input(tool="toolName", arguments="toolArgs", session="sessionId"),
        tools=Tools(
            files={"create": ("path",), "edit": ("path",)},
            shells={"bash": ("command",), "powershell": ("command",)},
            # Models by OpenAI have no other tool that writes. The arguments are the patch itself.
            patches={"apply_patch": ("input",)},
            # Tools are called after their server, which alone says that they are one's.
            servers="serena-",
            old=("old_str",),
            new=("new_str",),
            whole=("file_text",),
        ),
    ),
    servers=Servers(
        # Claude Code reads the same file; without `tools`, all of them may be used.
        ".mcp.json",
        ("mcpServers",),
        {
            "serena": {"type": "stdio", **SERENA},
            "context7": {"type": "http", "url": CONTEXT7},
        },
    ),
    unsure=(
        "Copilot lets a tool run when a hook takes too long",
        "Copilot changes nothing where `awos` is missing: install it in `copilot-setup-steps.yml`",
    ),
    forms=(
        Form(
            "skill",
            r"\.github/skills/(?P<name>[^/]+)/SKILL\.md",
            keys={
                **SKILL_KEYS,
                **make_keys(flag="disable-model-invocation user-invocable", any="argument-hint"),
                "context": one_of("fork"),
            },
            required=("name", "description"),
            # VS Code drops a skill that is called otherwise, and says nothing.
            named="folder",
            spelled=SKILL_NAME,
            tokens=5000,
        ),
        Form(
            "command",
            r"\.github/prompts/(?P<name>.+)\.prompt\.md",
            words=("${input:", "${selection", "${file", "${workspace", "#"),
        ),
        Form(
            "agent",
            r"\.github/agents/(?P<name>[^/]+?)(?:\.agent)?\.md",
            keys={
                **make_keys(
                    text="name description",
                    flag="user-invocable disable-model-invocation",
                    texts="tools model",
                    list="handoffs",
                    any="agents argument-hint mcp-servers metadata hooks",
                ),
                "target": one_of("vscode github-copilot"),
            },
            required=("description",),
            instead={"mcpServers": "mcp-servers", "mcp_servers": "mcp-servers"},
        ),
        Form(
            "rule",
            r"\.github/instructions/(?P<name>.+)\.instructions\.md",
            keys=make_keys(text="description name", any="applyTo excludeAgent"),
        ),
        Form("instructions", r"\.github/(?P<name>copilot-instructions)\.md"),
        Form("settings", r"\.github/hooks/(?P<name>[^/]+)\.json", syntax="jsonc", hooks=True),
        Form("settings", r"\.vscode/(?P<name>mcp)\.json", syntax="jsonc", servers=("servers",)),
        Form("settings", r"\.github/(?P<name>mcp)\.json", syntax="json", servers=("mcpServers",)),
    ),
)
