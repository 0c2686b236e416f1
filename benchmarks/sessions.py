"""Run an agent in a repository that awos has set up, with a made-up model, and see what hooks do.

The model asks to write a file that a hook refuses and one that it allows, to run a command and to
call a tool of an MCP server, both refused. What ``awos`` answers comes from the facts of the host,
so a session that goes as it should has shown the facts to be right. Nothing leaves the machine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from awos_lint.hosts import MOMENTS, Host, Moment
from awos_lint.scaffold.prompts import load_agents, load_commands
from benchmarks.made_up_model import Call, speaking
from benchmarks.stand_in import REFUSE, text

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 180
PROMPT = "Please begin."
SERVER = f"""\
#!{sys.executable}
import json, sys
schema = {{"type": "object"}}
tool = {{"name": "replace_content", "description": "Replaces.", "inputSchema": schema}}
for line in sys.stdin:
    asked = json.loads(line)
    if "id" not in asked:
        continue
    name, result = asked["method"], {{}}
    if name == "initialize":
        result = {{
            "protocolVersion": asked["params"]["protocolVersion"],
            "capabilities": {{"tools": {{}}}},
            "serverInfo": {{"name": "serena", "version": "1"}},
        }}
    elif name == "tools/list":
        result = {{"tools": [tool]}}
    elif name == "tools/call":
        open("called.txt", "w").close()
    print(json.dumps({{"jsonrpc": "2.0", "id": asked["id"], "result": result}}), flush=True)
"""
"""Stands in for Serena, with one tool that writes."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How an agent is started: its words, with the prompt to follow, and what it must find.

    ``calls`` are made by the model; ``files`` lie in the home folder.
    """

    words: tuple[str, ...]
    calls: tuple[Call, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    typed: str = f"/awos-implement {REFUSE}"


@dataclass(slots=True)
class Seen:
    """What came of a session. A hook is a moment, what was recognised, whether it was refused."""

    hooks: list[tuple[str, str, bool]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    printed: str = ""


Make = Callable[[Path, str], Setup]


def claude(root: Path, address: str) -> Setup:
    """Claude Code."""
    return Setup(
        # Print mode runs the hooks of a folder that nobody has trusted.
        (*("--permission-mode", "bypassPermissions"), *("--settings", _TRUSTED), "-p"),
        (
            Call("Write", {"file_path": f"{root}/{REFUSE}.txt", "content": "x"}),
            Call("Write", {"file_path": f"{root}/allowed.txt", "content": "x\n"}),
            Call("Bash", {"command": f"touch {REFUSE}", "description": "x"}),
            Call("mcp__serena__replace_content", {"relative_path": REFUSE}),
        ),
        {
            "ANTHROPIC_BASE_URL": address,
            "ANTHROPIC_API_KEY": "none",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "IS_SANDBOX": "1",
        },
    )


_TRUSTED = json.dumps({"enableAllProjectMcpServers": True})


def _patch(path: str) -> str:
    return f"*** Begin Patch\n*** Add File: {path}\n+x\n*** End Patch\n"


def codex(root: Path, address: str) -> Setup:
    """Codex, with a model that it knows to take patches."""
    settings = f"""\
model = "gpt-5.5"
model_provider = "made-up"
[model_providers.made-up]
name = "made-up"
base_url = "{address}/v1"
wire_api = "responses"
[projects."{root}"]
trust_level = "trusted"
"""
    free = ("--dangerously-bypass-approvals-and-sandbox", "--dangerously-bypass-hook-trust")
    return Setup(
        ("exec", *free),
        (
            Call("apply_patch", _patch(f"{REFUSE}.txt")),
            Call("apply_patch", _patch("allowed.txt")),
            Call("exec_command", {"cmd": f"touch {REFUSE}"}),
            Call("replace_content", {"relative_path": REFUSE}, "mcp__serena"),
        ),
        files={".codex/config.toml": settings},
        typed=f"$awos-implement {REFUSE}",
    )


def gemini(root: Path, address: str) -> Setup:
    """Gemini CLI."""
    key = {"security": {"auth": {"selectedType": "gemini-api-key"}}}
    return Setup(
        ("-m", "gemini-2.5-pro", "--yolo", "-p"),
        (
            Call("write_file", {"file_path": f"{root}/{REFUSE}.txt", "content": "x"}),
            Call("write_file", {"file_path": f"{root}/allowed.txt", "content": "x\n"}),
            Call("run_shell_command", {"command": f"touch {REFUSE}"}),
            Call("mcp_serena_replace_content", {"relative_path": REFUSE}),
        ),
        {"GEMINI_API_KEY": "none", "GOOGLE_GEMINI_BASE_URL": address},
        {
            ".gemini/trustedFolders.json": json.dumps({str(root): "TRUST_FOLDER"}),
            ".gemini/settings.json": json.dumps(key),
        },
    )


def qwen(root: Path, address: str) -> Setup:
    """Qwen Code."""
    return Setup(
        ("--auth-type", "openai", "--approval-mode", "yolo", "-p"),
        (
            Call("write_file", {"file_path": f"{root}/{REFUSE}.txt", "content": "x"}),
            Call("write_file", {"file_path": f"{root}/allowed.txt", "content": "x\n"}),
            Call("run_shell_command", {"command": f"touch {REFUSE}", "is_background": False}),
            Call("mcp__serena__replace_content", {"relative_path": REFUSE}),
        ),
        {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": f"{address}/v1", "OPENAI_MODEL": "made-up"},
        {".qwen/trustedFolders.json": json.dumps({str(root): "TRUST_FOLDER"})},
    )


_COPILOT = {"COPILOT_OFFLINE": "true", "COPILOT_PROVIDER_API_KEY": "none"}


def copilot(root: Path, address: str) -> Setup:
    """Copilot, with a model that it knows to edit by texts."""
    return Setup(
        ("--allow-all-tools", "--trust-folder", "-p"),
        (
            Call("create", {"path": f"{root}/{REFUSE}.txt", "file_text": "x"}),
            Call("create", {"path": f"{root}/allowed.txt", "file_text": "x\n"}),
            Call("bash", {"command": f"touch {REFUSE}", "description": "x"}),
            Call("serena-replace_content", {"relative_path": REFUSE}),
        ),
        {
            **_COPILOT,
            "COPILOT_PROVIDER_BASE_URL": f"{address}/v1",
            "COPILOT_MODEL": "claude-sonnet-4",
        },
    )


def copilot_patches(root: Path, address: str) -> Setup:
    """Copilot, with a model that it knows to take patches."""
    made = copilot(root, address)
    patches = tuple(Call("apply_patch", _patch(path)) for path in (f"{REFUSE}.txt", "allowed.txt"))
    return Setup(
        made.words,
        (*patches, *made.calls[2:]),
        {
            **made.environment,
            "COPILOT_PROVIDER_WIRE_API": "responses",
            "COPILOT_MODEL": "gpt-5.4",
        },
    )


def opencode(root: Path, address: str) -> Setup:
    """Return how opencode is started; its first version."""
    model = {"name": "made-up", "tool_call": True, "limit": {"context": 99_999, "output": 999}}
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "options": {"baseURL": f"{address}/v1", "apiKey": "none"},
        "models": {"made-up": model},
    }
    settings = {"provider": {"made-up": provider}, "autoupdate": False, "share": "disabled"}
    return Setup(
        ("run", "-m", "made-up/made-up"),
        (
            Call("write", {"filePath": f"{root}/{REFUSE}.txt", "content": "x"}),
            Call("write", {"filePath": f"{root}/allowed.txt", "content": "x\n"}),
            Call("bash", {"command": f"touch {REFUSE}", "description": "x"}),
            Call("serena_replace_content", {"relative_path": REFUSE}),
        ),
        files={".config/opencode/opencode.json": json.dumps(settings)},
    )


def environment(folder: Path) -> dict[str, str]:
    """Return an environment with a home of its own, without keys and proxies of who runs this."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    node = os.path.dirname(shutil.which("node") or "/usr/bin/node")
    path = (str(folder / "bin"), node, "/usr/local/bin", "/usr/bin", "/bin")
    return {"HOME": str(home), "PATH": os.pathsep.join(path), "TERM": "dumb", "NO_COLOR": "1"}


def run(
    program: Sequence[str], words: Sequence[str], where: Path, settings: Mapping[str, str]
) -> tuple[int, str]:
    """Run a program and what it starts; return its exit code and what it printed."""
    child = subprocess.Popen(
        [*program, *words],
        cwd=where,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        printed, _ = child.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        return 1, f"no end after {SECONDS} seconds"
    return child.returncode, printed.decode("utf-8", "replace")


def session(make: Make, program: Sequence[str], fresh: Path, folder: Path, refuse: bool) -> Seen:
    """Run one session in a copy of a fresh repository; ``refuse`` types what a hook refuses."""
    root, log = folder / "repo", folder / "log"
    shutil.copytree(fresh, root, symlinks=True)
    settings = environment(folder)
    _program(folder / "bin/awos", f'{sys.executable} -P "{ROOT}/benchmarks/stand_in.py" "{log}"')
    (folder / "bin/serena").write_text(SERVER)
    (folder / "bin/serena").chmod(0o755)
    before = set(os.listdir(root))
    with speaking() as model:
        setup = make(root, model.address)
        model.calls = setup.calls
        for path, content in setup.files.items():
            (folder / "home" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "home" / path).write_text(content)
        words = (*setup.words, setup.typed if refuse else PROMPT)
        _, printed = run(program, words, root, {**settings, **setup.environment})
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    hooks = [(line[1], line[2], line[3]) for line in map(json.loads, lines)]
    return Seen(hooks, model.requests, set(os.listdir(root)) - before, printed)


def _program(path: Path, command: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec {command} "$@"\n')
    path.chmod(0o755)


TELLING = ("claude", "copilot", "opencode", "qwen")
"""The hosts that tell every model of their subagents, without being asked."""


def faults(host: Host, seen: Seen) -> Iterator[str]:
    """Yield what a session did not do that it should have done."""
    assert host.hooks
    sent = "\n".join(seen.requests)
    for moment in MOMENTS:
        if moment in host.hooks.events and moment != "user-prompt" and text(moment) not in sent:
            yield f"the model was not told what awos says at {moment}"
    for name in sorted(seen.files & {f"{REFUSE}.txt", REFUSE, "called.txt"}):
        yield f"{name} was made, which was refused"
    if "allowed.txt" not in seen.files:
        yield "allowed.txt was not made"
    asked = {what for moment, what, refused in seen.hooks if refused and moment == "pre-tool-use"}
    for expected in ({"file", "patch"}, {"shell"}, {"server"}):
        if not asked & expected:
            yield f"no {' or '.join(sorted(expected))} was refused"
    told = (*load_commands(), *(load_agents() if host.name in TELLING else ()))
    yield from (f"the model is not told of {p.name}" for p in told if p.description not in sent)
    yield from re.findall(r".*Agent loading error.*", seen.printed)
    ends = [refused for moment, _, refused in seen.hooks if moment == "stop"]
    if "stop" in host.hooks.events and ends != [True, False]:
        yield f"the end was asked about {len(ends)} times and refused {sum(ends)} times"


def unrefused(host: Host, seen: Seen) -> Iterator[str]:
    """Yield what is wrong when a prompt is refused; nothing for a host that cannot."""
    moment: Moment = "user-prompt"
    assert host.hooks
    if moment not in host.hooks.events:
        return
    if not any(refused for name, _, refused in seen.hooks if name == moment):
        yield "a typed command was not refused"
    if any(f'implement {REFUSE}"' in request for request in seen.requests):
        yield "a refused command reached the model"


MAKES: Mapping[str, tuple[Make, ...]] = {
    "claude": (claude,),
    "codex": (codex,),
    "copilot": (copilot, copilot_patches),
    "gemini": (gemini,),
    "opencode": (opencode,),
    "qwen": (qwen,),
}
"""How a session of each host is made, for each way in which it edits."""


def try_sessions(
    host: Host, program: Sequence[str], fresh: Path, folder: Path
) -> Iterator[tuple[str, list[str], Any]]:
    """Yield the name of each session, what was wrong with it, and what was seen."""
    for make in MAKES[host.name]:
        name = make.__name__.replace("_", " ")
        seen = session(make, program, fresh, folder / make.__name__, refuse=False)
        yield name, list(faults(host, seen)), seen
    assert host.hooks
    if "user-prompt" in host.hooks.events:
        seen = session(MAKES[host.name][0], program, fresh, folder / "refused", refuse=True)
        yield f"{host.name} refused", list(unrefused(host, seen)), seen
