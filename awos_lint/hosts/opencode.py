"""opencode, versions 1 and 2."""

from awos_lint.hosts import TEXT, Agents, Answer, Event, Hooks, Host, Servers, Tools
from awos_lint.hosts._claude_like import CONTEXT7
from awos_lint.hosts._forms import SKILL_KEYS, SKILL_NAME, Form, Server, make_keys, one_of

_REFUSED = Answer({"refused": TEXT})
_TOLD = Answer({"told": TEXT})

HOST = Host(
    name="opencode",
    title="opencode",
    tier=2,
    source=(
        "https://opencode.ai/docs/plugins",
        "https://opencode.ai/docs/agents",
        "https://opencode.ai/docs/mcp-servers",
        "https://opencode.ai/docs/migrate-v1",
        "npm opencode-ai 1.18.34, run: benchmarks/consumers.py",
    ),
    as_of="2026-11-26",
    signs=(".opencode", "opencode.json", "opencode.jsonc"),
    skills=".opencode/skills",
    reads=(".claude/skills", ".agents/skills"),
    shares=("claude",),
    agents=Agents(
        ".opencode/agents",
        # A key that it does not know goes to the provider of the model.
        named=False,
        extra={"mode": "subagent"},
        denies={"edit": "edit", "shell": "bash"},
    ),
    hooks=Hooks(
        # A plugin that hands everything to `awos hook`; the answers are made for it alone.
        ".opencode/plugins/awos.js",
        "plugin",
        {
            "session-start": Event("session-start", tell=_TOLD),
            "pre-tool-use": Event("pre-tool-use", refuse=_REFUSED),
            "post-tool-use": Event("post-tool-use", tell=_TOLD),
        },
        frozenset(),
        owned=True,
        tools=Tools(
            # The second version calls the shell `shell`, and a path `path`.
            files=dict.fromkeys(("edit", "write", "multiedit"), ("filePath", "file_path", "path")),
            shells={"bash": ("command",), "shell": ("command",)},
            patches={"apply_patch": ("patchText",), "patch": ("patchText",)},
            old=("oldString",),
            new=("newString",),
            # Tools are called after their server, which alone says that they are one's.
            servers="serena_",
        ),
    ),
    servers=Servers(
        "opencode.json",
        ("mcp",),
        {
            "serena": {
                "type": "local",
                "command": ["serena", "start-mcp-server", "--context=ide", "--project-from-cwd"],
                "enabled": True,
            },
            "context7": {
                "type": "remote",
                "url": CONTEXT7,
                "enabled": True,
            },
        },
    ),
    unsure=(
        "opencode has no hook that can keep an agent from ending",
        "opencode writes a `$schema` of its own into `opencode.json`",
    ),
    forms=(
        Form(
            "skill",
            r"\.opencode/skills?/(?P<name>[^/]+)/SKILL\.md",
            keys=SKILL_KEYS,
            required=("name", "description"),
            named="folder",
            spelled=SKILL_NAME,
            tokens=5000,
        ),
        Form(
            "command",
            r"\.opencode/commands?/(?P<name>.+)\.md",
            keys=make_keys(text="description agent model", switch="subtask"),
            words=("$ARGUMENTS", "$1", "!`", "@"),
        ),
        Form(
            "agent",
            r"\.opencode/agents?/(?P<name>.+)\.md",
            keys={**make_keys(text="description model"), "mode": one_of("primary subagent all")},
            required=("description",),
        ),
        Form(
            "settings",
            r"(?P<name>opencode)\.jsonc?",
            syntax="jsonc",
            servers=("mcp",),
            server=Server(
                "list",
                types=frozenset({"local", "remote"}),
                typed="all",
                instead={"args": "command", "env": "environment", "serverUrl": "url"},
            ),
        ),
    ),
)
