"""Codex CLI."""

from awos_lint.hosts import Agents, Event, Fact, Hooks, Host, Servers, Tools
from awos_lint.hosts._claude_like import BLOCK, CONTEXT7, answer_added, answer_denied
from awos_lint.hosts._forms import Danger, Form, Server, make_keys

_EVENTS = """
SessionStart SessionEnd SubagentStart SubagentStop UserPromptSubmit PreToolUse PermissionRequest
PostToolUse PreCompact PostCompact Stop Interrupt
"""


HOST = Host(
    name="codex",
    title="Codex",
    tier=1,
    source=(
        "https://developers.openai.com/codex/hooks",
        "https://developers.openai.com/codex/skills",
        "https://developers.openai.com/codex/subagents",
        "https://developers.openai.com/codex/mcp",
        "https://json.schemastore.org/codex-hooks.json",
        "npm @openai/codex 0.171.0, run: benchmarks/consumers.py",
    ),
    as_of="2026-11-26",
    signs=(".codex",),
    skills=".agents/skills",
    call="${}",
    # No `sandbox_mode`: 0.171.0 gives a subagent the sandbox of the session and ignores its own.
    agents=Agents(".codex/agents", suffix=".toml", format="toml"),
    hooks=Hooks(
        # Not config.toml: a mistake there, and Codex does not start in the repository.
        ".codex/hooks.json",
        "grouped",
        {
            "session-start": Event("SessionStart", tell=answer_added("SessionStart")),
            "user-prompt": Event("UserPromptSubmit", refuse=BLOCK),
            "pre-tool-use": Event(
                "PreToolUse",
                ("^(apply_patch|Edit|Write|Bash)$", "^mcp__"),
                # `ask` and `allow` mark the hook as failed, and the tool runs.
                refuse=answer_denied("PreToolUse"),
            ),
            "post-tool-use": Event(
                "PostToolUse", ("^(apply_patch|Edit|Write)$",), tell=answer_added("PostToolUse")
            ),
            "stop": Event("Stop", refuse=BLOCK),
        },
        frozenset(_EVENTS.split()),
        beside=(".codex/config.toml",),
        tools=Tools(
            files={"Edit": ("file_path",), "Write": ("file_path",)},
            shells={"Bash": ("command",)},
            patches={"apply_patch": ("command", "input", "patch")},
            servers="mcp__",
        ),
        unmatched=frozenset({"UserPromptSubmit", "Stop", "Interrupt"}),
        idle=frozenset({"prompt", "agent"}),
        root=frozenset({"description", "hooks"}),
        all=True,
    ),
    servers=Servers(
        ".codex/config.toml",
        ("mcp_servers",),
        {
            "serena": {
                "command": "serena",
                "args": ["start-mcp-server", "--context=codex", "--project-from-cwd"],
                "startup_timeout_sec": 15,
            },
            "context7": {"url": CONTEXT7},
        },
        format="toml",
    ),
    trust=Fact(
        "Codex runs the hooks of a project only in a trusted folder, and each one only after you"
        " trust it in `/hooks`; until then nothing is checked or refused while it works",
        "https://developers.openai.com/codex/hooks",
        "2026-11-20",
    ),
    unsure=(
        "Codex gives subagents that should only read the sandbox of the session that starts them",
        "Codex lets every tool run where `awos` is missing",
    ),
    dangers=(
        Danger(("sandbox_mode",), "nothing keeps a command in its place", "danger-full-access"),
    ),
    forms=(
        # The whole chain of these files is cut at this size.
        Form("instructions", r"(?P<name>AGENTS(?:\.override)?)\.md", bytes=32_768),
        Form(
            "agent",
            r"\.codex/agents/(?P<name>[^/]+)\.toml",
            syntax="toml",
            keys=make_keys(
                text="name description developer_instructions model model_reasoning_effort"
                " sandbox_mode",
                list="nickname_candidates",
                any="mcp_servers",
            ),
            # Its name and description may stand in config.toml, which then names the file.
            required=("developer_instructions",),
        ),
        Form("settings", r"\.codex/(?P<name>hooks)\.json", syntax="json", hooks=True),
        Form(
            "settings",
            r"\.codex/(?P<name>config)\.toml",
            syntax="toml",
            hooks=True,
            servers=("mcp_servers",),
            server=Server(
                instead={"headers": "http_headers", "serverUrl": "url", "httpUrl": "url"}
            ),
        ),
    ),
)
