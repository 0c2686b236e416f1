"""Show a freshly set up repository to those who read it: agents, linters of their files, schemas.

    python -m benchmarks.consumers [NAME...] [--install] [--cache DIR]

``--install`` fetches the newest release of each consumer from npm or PyPI into the cache, without
running its scripts; without it, what lies there is used. Nothing else needs the network. An agent
reads its configuration, then runs in sessions with a made-up model (``benchmarks/sessions.py``).
The result is 1 when a consumer found a fault; what could not be had is listed and is none.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from awos_lint.hosts import load_hosts
from awos_lint.scaffold.prompts import load_agents, load_commands
from benchmarks.sessions import MAKES, environment, run, try_sessions

ROOT = Path(__file__).resolve().parent.parent
SERVERS = ("serena", "context7")
SKILLS = tuple(f"awos-{prompt.name}" for prompt in load_commands())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a consumer runs: its program, the repository, and a folder with its home."""

    program: tuple[str, ...]
    root: Path
    folder: Path

    def run(self, *words: str, **settings: str) -> tuple[int, str]:
        """Run the program in the repository."""
        made = {**environment(self.folder), **settings}
        return run(self.program, words, self.root, made)


Read = Callable[[Place], Iterator[str]]
"""Yields what a consumer finds wrong with what it reads."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """A consumer: its package, where its program lies in the cache, and how it is asked.

    ``host`` has sessions of its own besides.
    """

    name: str
    package: str
    programs: tuple[str, ...]
    read: Read
    host: str = ""
    npm: bool = True


def missing(names: Iterable[str], text: str, what: str) -> Iterator[str]:
    """Yield each name that a text does not hold."""
    yield from (f"{what} {name} is not read" for name in names if name not in text)


def failed(done: tuple[int, str]) -> Iterator[str]:
    """Yield the end of what a program printed that did not end well."""
    if done[0]:
        yield f"exit {done[0]}: {' '.join(done[1].split())[-300:]}"


def claude(place: Place) -> Iterator[str]:
    """Let Claude Code validate its folder, and read the servers."""
    yield from failed(place.run("plugin", "validate", ".claude", "--strict"))
    _, printed = place.run("mcp", "list")
    yield from missing(SERVERS, printed, "the server")
    yield from re.findall(r"\[(?:Warning|Error)\].*", printed)


def codex(place: Place) -> Iterator[str]:
    """Ask Codex, as an editor would, which hooks and skills it has read."""
    settings = f'[projects."{place.root}"]\ntrust_level = "trusted"\n'
    home = place.folder / "home/.codex"
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(settings)
    done = place.run("mcp", "list")
    yield from failed(done)
    yield from missing(SERVERS, done[1], "the server")
    folders = {"cwds": [str(place.root)]}
    hooks, skills = _asked(place, ("hooks/list", folders), ("skills/list", folders))
    (found,) = hooks["data"]
    yield from map(str, (*found["warnings"], *found["errors"]))
    written = json.loads((place.root / ".codex/hooks.json").read_text("utf-8"))["hooks"]
    entries = [
        entry for group in written.values() for matched in group for entry in matched["hooks"]
    ]
    if len(found["hooks"]) != len(entries):
        yield f"{len(found['hooks'])} of {len(entries)} hooks are read"
    yield from missing(SKILLS, json.dumps(skills), "the skill")


def _asked(place: Place, *asked: tuple[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what the server of Codex answers."""
    client = {"clientInfo": {"name": "awos", "version": "1"}}
    with subprocess.Popen(
        [*place.program, "app-server"],
        cwd=place.root,
        env=environment(place.folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdin
        assert server.stdout
        answers: list[dict[str, Any]] = []
        for number, (method, params) in enumerate((("initialize", client), *asked)):
            message = {"id": number, "method": method, "params": params}
            server.stdin.write(json.dumps(message) + "\n")
            server.stdin.flush()
            lines = (json.loads(line) for line in server.stdout)
            found = (line["result"] for line in lines if line.get("id") == number)
            answers.append(next(found, {}))
        server.stdin.close()
        server.terminate()
    return answers[1:]


def copilot(place: Place) -> Iterator[str]:
    """Ask Copilot which skills and servers it has read."""
    home = place.folder / "home/.copilot"
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.json").write_text(json.dumps({"trustedFolders": [str(place.root)]}))
    yield from missing(SKILLS, place.run("skill", "list")[1], "the skill")
    yield from missing(SERVERS, place.run("mcp", "list", "--json")[1], "the server")


def opencode(place: Place) -> Iterator[str]:
    """Ask opencode for its configuration, its agents and its skills."""
    done = place.run("debug", "config")
    yield from failed(done)
    yield from missing((*SERVERS, "plugins/awos.js"), done[1], "the entry")
    names = (prompt.name for prompt in load_agents())
    yield from missing(names, place.run("agent", "list")[1], "the subagent")
    yield from missing(SKILLS, place.run("debug", "skill")[1], "the skill")


def version(place: Place) -> Iterator[str]:
    """Ask only whether the program starts: what it reads is seen in its sessions."""
    yield from failed(place.run("--version"))


def skills_ref(place: Place) -> Iterator[str]:
    """Validate every skill that holds the keys of the standard."""
    for folder in sorted((place.root / ".agents/skills").iterdir()):
        yield from failed(place.run("validate", str(folder)))


def skillsaw(place: Place) -> Iterator[str]:
    """Lint all files; that a skill stands in two folders is only a remark, and meant so."""
    yield from failed(place.run("lint", "--strict", "--no-plugins", str(place.root)))


REFUTED = {
    "agnix": {
        "CC-AG-009": "it takes the subagents of Qwen Code, Gemini CLI and Kiro for Claude Code's",
    },
    "skilllint": {
        "FM001": "opencode's subagents are called as their files",
        "FM007": "Gemini CLI takes no string of tools",
    },
    "claudelint": {
        "agent-tools": "Claude Code's documentation writes the tools as a string",
        "skill-body-missing-usage-section": "the description says what a skill is for",
    },
}
"""Findings that decision 0010 does not follow, and why."""


def agnix(place: Place) -> Iterator[str]:
    """Lint all files with agnix, but for the copies that upgrades are merged with."""
    _, printed = place.run("--format", "json", ".")
    for found in json.loads(printed[printed.index("{") :])["diagnostics"]:
        told = found["level"] != "info" and ".awos/" not in found["file"]
        if told and found["rule"] not in REFUTED["agnix"]:
            yield f"{found['file']}: {found['rule']} {found['message']}"


def skilllint(place: Place) -> Iterator[str]:
    """Lint all files with skilllint."""
    _, printed = place.run("check", ".", COLUMNS="300")
    for rule, message in re.findall(r"\[([A-Z]{2}\d{3})\]\s+(.*)", printed):
        if rule not in REFUTED["skilllint"]:
            yield f"{rule} {message}"


def check_jsonschema(place: Place) -> Iterator[str]:
    """Hold the workflow to its schema."""
    workflow = ("--builtin-schema", "vendor.github-workflows", ".github/workflows/awos.yml")
    yield from failed(place.run(*workflow))


def zizmor(place: Place) -> Iterator[str]:
    """Audit the workflow."""
    words = ("--offline", "--no-config", "--persona=pedantic", ".github/workflows/awos.yml")
    yield from failed(place.run(*words))


CONSUMERS = (
    Consumer(
        "claude",
        "@anthropic-ai/claude-code",
        ("node_modules/@anthropic-ai/claude-code-*/claude*",),
        claude,
        "claude",
    ),
    Consumer("codex", "@openai/codex", ("node_modules/.bin/codex",), codex, "codex"),
    Consumer("copilot", "@github/copilot", ("node_modules/.bin/copilot",), copilot, "copilot"),
    Consumer(
        "opencode",
        "opencode-ai",
        ("node_modules/opencode-*-*/bin/opencode*",),
        opencode,
        "opencode",
    ),
    Consumer("gemini", "@google/gemini-cli", ("node_modules/.bin/gemini",), version, "gemini"),
    Consumer("qwen", "@qwen-code/qwen-code", ("node_modules/.bin/qwen",), version, "qwen"),
    Consumer("skills-ref", "skills-ref", ("bin/agentskills",), skills_ref, npm=False),
    Consumer("skillsaw", "skillsaw", ("bin/skillsaw",), skillsaw, npm=False),
    Consumer("agnix", "agnix", ("bin/agnix",), agnix, npm=False),
    Consumer("skilllint", "skilllint", ("bin/skilllint",), skilllint, npm=False),
    Consumer(
        "check-jsonschema",
        "check-jsonschema",
        ("bin/check-jsonschema",),
        check_jsonschema,
        npm=False,
    ),
    Consumer("zizmor", "zizmor", ("bin/zizmor",), zizmor, npm=False),
)


def install(consumer: Consumer, folder: Path) -> str:
    """Fetch a consumer's newest release; return why it cannot be had, or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    if consumer.npm:
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        steps = [["npm", "install", *quiet, "--prefix", str(folder), f"{consumer.package}@latest"]]
    else:
        pip = ("-m", "pip", "install", "--quiet", "--upgrade", consumer.package)
        steps = [[sys.executable, "-m", "venv", str(folder)], [str(folder / "bin/python"), *pip]]
    for words in steps:
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return f"{words[0]} is not here"
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["it cannot be installed"])[-1]
    return ""


def found(consumer: Consumer, folder: Path) -> tuple[str, ...] | None:
    """Return the program of a consumer in the cache that runs on this machine."""
    for pattern in consumer.programs:
        for path in sorted(folder.glob(pattern)):
            if os.access(path, os.X_OK) and path.is_file():
                return (str(path),)
    return None


def release(consumer: Consumer, folder: Path) -> str:
    """Return the release that lies in the cache."""
    if consumer.npm:
        told = folder / "node_modules" / consumer.package / "package.json"
        return str(json.loads(told.read_text("utf-8"))["version"])
    name = consumer.package.replace("-", "_")
    (told,) = folder.glob(f"lib/python*/site-packages/{name}-*.dist-info")
    return told.name.removesuffix(".dist-info").rpartition("-")[2]


def set_up(root: Path) -> None:
    """Make a repository in which awos has installed everything that it can."""
    root.mkdir()
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    chosen = [word for name in load_hosts() for word in ("--agent", name)]
    chosen += [word for name in SERVERS for word in ("--server", name)]
    words = [sys.executable, "-P", "-m", "awos_lint", "init", "--yes", *chosen]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*words, "--pre-commit", "--github"],
        cwd=root,
        env=settings,
        check=True,
        capture_output=True,
    )


def judged(
    consumer: Consumer, program: tuple[str, ...], fresh: Path, folder: Path
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what a consumer was asked, with the faults that it found."""
    try:
        yield "read", list(consumer.read(Place(program, fresh, folder)))
    except (OSError, ValueError, LookupError) as error:
        yield "read", [f"its answer cannot be read: {error!r}"]
    if consumer.host in MAKES:
        sessions = try_sessions(load_hosts()[consumer.host], program, fresh, folder)
        yield from ((f"session of {name}", faults) for name, faults, _ in sessions)


def show(consumer: Consumer, cache: Path, fresh: Path, folder: Path, why: str) -> bool:
    """Print the lines of a consumer in the table; return whether it found no fault."""
    home = cache / consumer.name
    program = found(consumer, home)
    if why or program is None:
        print(f"{consumer.name:<17} {'':<9} not here: {why or 'run with --install'}")
        return True
    sound = True
    for asked, faults in judged(consumer, program, fresh, folder):
        line = f"{consumer.name:<17} {release(consumer, home):<9} {asked:<27}"
        print(f"{line} {'faults' if faults else 'passed'}", flush=True)
        for fault in faults:
            print(f"    {fault}")
        sound = sound and not faults
    return sound


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    names = [consumer.name for consumer in CONSUMERS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--install", action="store_true", help="fetch them first")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir(), "awos-consumers"))
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no such consumer: {', '.join(sorted(unknown))}")
    sound = True
    with tempfile.TemporaryDirectory() as directory:
        fresh = Path(directory, "fresh")
        set_up(fresh)
        for consumer in CONSUMERS:
            if options.names and consumer.name not in options.names:
                continue
            why = install(consumer, options.cache / consumer.name) if options.install else ""
            folder = Path(directory, consumer.name)
            folder.mkdir()
            sound = show(consumer, options.cache, fresh, folder, why) and sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
