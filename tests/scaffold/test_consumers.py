"""What is set up, as its readers take it; `benchmarks/consumers.py` asks the agents themselves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from awos_lint.hosts import Host, load_hosts
from tests.support.command import SCRIPTS, awos
from tests.support.repositories import Repository, isolate

ALL = [word for name in load_hosts() for word in ("--agent", name)]
SERVERS = ["--server", "serena", "--server", "context7"]
ASKING = [host for host in load_hosts().values() if host.hooks and host.hooks.shape != "plugin"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new repository with everything that there is to install."""
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    ran = awos(made.root, "init", "--yes", *ALL, *SERVERS, "--pre-commit", "--github")
    assert ran.code == 0, ran.err
    return made.root


def ran(*words: str | Path) -> str:
    """Run a program that must find nothing; return what it printed."""
    done = subprocess.run([*words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_linter_of_others_finds_nothing_in_all_of_it(root: Path) -> None:
    printed = ran(Path(SCRIPTS, "skillsaw"), "lint", "--strict", "--no-plugins", root)
    # It has seen every host that it knows, and not gone by them.
    for kind in ("codex", "copilot", "cursor", "dot-claude", "gemini", "kiro", "opencode", "qwen"):
        assert kind in printed


def test_the_linter_would_find_a_hook_that_never_runs(root: Path) -> None:
    path = root / ".codex/hooks.json"
    path.write_text(path.read_text().replace('"PreToolUse"', '"BeforeToolUse"'))
    words = (str(Path(SCRIPTS, "skillsaw")), "lint", "--strict", "--no-plugins", str(root))
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, "BeforeToolUse" in done.stdout) == (1, True), done.stdout


def test_the_workflow_follows_its_schema_and_asks_for_little(root: Path) -> None:
    workflow = root / ".github/workflows/awos.yml"
    schema = ("--builtin-schema", "vendor.github-workflows")
    ran(sys.executable, "-m", "check_jsonschema", *schema, workflow)
    offline = ("--offline", "--no-config", "--persona=pedantic")
    ran(Path(SCRIPTS, "zizmor"), *offline, workflow)


def test_servers_of_two_hosts_are_written_as_both_read_them(root: Path) -> None:
    # Claude Code 2.1.332 skips a server of type `http` whose `tools` are names, and says so only
    # in `claude mcp list`.
    servers = json.loads((root / ".mcp.json").read_text("utf-8"))["mcpServers"]
    assert set(servers) == {"serena", "context7"}
    assert not any("tools" in server for server in servers.values())


def test_awos_alone_ends_well() -> None:
    # Copilot 1.0.102 runs the hooks of Claude Code without their arguments, and refuses every tool
    # when one of them fails.
    ran(Path(SCRIPTS, "awos"))


@pytest.mark.parametrize("host", ASKING, ids=lambda host: host.name)
def test_a_hook_is_asked_about_every_tool_that_is_known_to_write(host: Host) -> None:
    assert host.hooks
    known = host.hooks.tools
    event = host.hooks.events["pre-tool-use"]
    for tool in (*known.files, *known.shells, *known.patches):
        assert any(re.search(matcher, tool) for matcher in event.matchers or ("",)), tool


def handlers(value: Any) -> list[dict[str, Any]]:
    """Return everything below a value that runs a command."""
    if isinstance(value, dict):
        own = [value] if {"command", "bash"} & value.keys() else []
        return own + [found for inner in value.values() for found in handlers(inner)]
    return (
        [found for inner in value for found in handlers(inner)] if isinstance(value, list) else []
    )


def test_every_event_of_every_host_calls_awos_in_every_shell(root: Path) -> None:
    for host in ASKING:
        assert host.hooks
        read = json.loads((root / host.hooks.path).read_text("utf-8"))["hooks"]
        asked: Counter[str] = Counter()
        for handler in handlers(read):
            shells = {handler[key] for key in ("command", "bash", "powershell") if key in handler}
            (line,) = shells
            words = [*line.split(), *handler.get("args", ())]
            assert words[:2] + words[3:] == ["awos", "hook", "--client", host.name]
            asked[words[2]] += 1
        events = host.hooks.events.items()
        assert asked == {moment: len(event.matchers) or 1 for moment, event in events}
