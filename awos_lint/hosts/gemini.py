"""Gemini CLI."""

from awos_lint.hosts import TEXT, Agents, Answer, Event, Fact, Hooks, Host, Servers, Tools
from awos_lint.hosts._claude_like import CONTEXT7, SERENA, answer_added
from awos_lint.hosts._forms import SKILL_KEYS, Form, Server, make_keys, one_of

_EVENTS = """
SessionStart SessionEnd BeforeAgent AfterAgent BeforeModel AfterModel BeforeToolSelection
BeforeTool AfterTool PreCompress Notification
"""

_DENY = Answer({"decision": "deny", "reason": TEXT})


_TOOLS = """
glob grep_search list_directory read_file read_many_files run_shell_command write_file replace
google_web_search web_fetch write_todos get_internal_docs activate_skill ask_user enter_plan_mode
exit_plan_mode update_topic complete_task read_mcp_resource list_mcp_resources invoke_agent
tracker_create_task tracker_update_task tracker_get_task tracker_list_tasks tracker_add_dependency
tracker_visualize search_file_content save_memory
"""

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
            "session-start": Event("SessionStart", tell=answer_added("SessionStart")),
            # What the first hook told stands before the prompt, in `<hook_context>`.
            "user-prompt": Event("BeforeAgent", refuse=_DENY),
            "pre-tool-use": Event(
                "BeforeTool", ("write_file|replace|run_shell_command|mcp_.*",), refuse=_DENY
            ),
            "post-tool-use": Event(
                "AfterTool", ("write_file|replace",), tell=answer_added("AfterTool")
            ),
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
            "serena": SERENA,
            "context7": {
                # `url` would mean server-sent events.
                "httpUrl": CONTEXT7,
                "headers": {"Accept": "application/json, text/event-stream"},
            },
        },
    ),
    instructions="GEMINI.md",
    trust=Fact(
        "Gemini CLI, where folder trust is enabled, loads no settings of a project before you trust"
        " its folder; until then no hook runs, so nothing is checked or refused while it works",
        "https://geminicli.com/docs/cli/trusted-folders.md",
        "2026-12-01",
    ),
    ended=Fact(
        "Gemini CLI stopped serving free, Google AI Pro and Ultra accounts on 2026-06-18;"
        " Antigravity CLI succeeds it",
        # The announcement as it is quoted there:
        # https://developers.googleblog.com/an-important-update-transitioning-gemini-cli-to-antigravity-cli/
        "https://github.com/rohitg00/agentmemory/issues/614",
        "2026-12-01",
    ),
    unsure=(
        "Gemini CLI offers the subagents of a project only after you accept each of them",
        "Gemini CLI lets every tool run where `awos` is missing",
    ),
    forms=(
        Form(
            "skill",
            r"\.gemini/skills/(?P<name>[^/]+)/SKILL\.md",
            keys=SKILL_KEYS,
            required=("name", "description"),
            tokens=5000,
        ),
        Form(
            "command",
            r"\.gemini/commands/(?P<name>.+)\.toml",
            syntax="toml",
            keys=make_keys(text="prompt description"),
            required=("prompt",),
            words=("{{args}}", "!{", "@{"),
        ),
        # packages/core/src/agents/agentLoader.ts: a strict schema, in which mcpServers is no key.
        Form(
            "agent",
            r"\.gemini/agents/(?P<name>[^/]+)\.md",
            keys={
                **make_keys(
                    text="name description display_name model",
                    list="tools",
                    number="temperature max_turns timeout_mins",
                    map="mcp_servers",
                    any="agent_card_url agent_card_json auth",
                ),
                "kind": one_of("local remote"),
            },
            required=("name",),
            unknown="refused",
            # Of remote ones.
            several=True,
            instead={
                "mcpServers": "mcp_servers",
                "maxTurns": "max_turns",
                "timeoutMins": "timeout_mins",
                "displayName": "display_name",
            },
            spelled=r"[a-z0-9_-]+",
            calls=("tools",),
        ),
        Form("instructions", r"(?P<name>GEMINI)\.md", words=("@",)),
        Form(
            "settings",
            r"\.gemini/(?P<name>settings)\.json",
            syntax="jsonc",
            hooks=True,
            servers=("mcpServers",),
            server=Server(urls=("httpUrl", "url", "tcp"), instead={"serverUrl": "httpUrl"}),
        ),
    ),
    vocabulary=frozenset(_TOOLS.split()),
    closed=True,
)
