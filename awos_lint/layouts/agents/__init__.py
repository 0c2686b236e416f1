"""What coding agents read: skills, commands, subagents, rules, instructions, hooks and servers.

Which files these are, `awos_lint.hosts` says, a file for each host. They are no documents of the
flow: they lie beside the graph and are judged with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from awos_lint.core.config import Config
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim, Layout, make_reader
from awos_lint.layouts.dialect.roots import is_foreign

if TYPE_CHECKING:
    from awos_lint.hosts._forms import Form

# One search for each path, so that a repository without agents pays for nothing else.
_NEAR = re.compile(
    r"(?:^|/)(?=\.(?:agents?|claude|codex|cursor|gemini|github|kiro|opencode|qwen|vscode)/"
    r"|(?:AGENTS|AGENTS\.override|CLAUDE|CLAUDE\.local|GEMINI|QWEN)\.md\Z"
    r"|\.mcp\.json\Z|opencode\.jsonc?\Z)"
)
_SERVERS = ".mcp.json"
_CLAUDE_PLUGIN = ".claude-plugin/plugin.json"
_MANIFEST = re.compile(r"(?:(?<=/)|\A)(?:\.(?:claude-plugin|github/plugin)/)?plugin\.json\Z")
"""What makes a plugin of a folder; Copilot reads all of them, and Claude Code its own."""

_NAMED = frozenset({"agent", "command", "rule"})
"""What is named by its file, so that `README.md` and `INDEX.md` are about the others."""

_FLAT = 2
"""Slashes in the path of a subagent that lies in the folder itself: `.claude/agents/a.md`."""

_OURS = frozenset({".awos", "awos_lint"})
"""Folders of pristine copies and of templates, which no agent reads."""


def find_candidates(
    paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the files that some host reads, with the host and the number of its form."""
    plugins = _copilot_plugins(paths)
    for path in paths:
        near = _NEAR.search(path)
        if near and path.removesuffix(_SERVERS) in plugins and path.endswith(_SERVERS):
            yield _plugin_servers(path)
        elif near and (found := _match_host(path, near.end())):
            yield found


def _copilot_plugins(paths: Sequence[str]) -> frozenset[str]:
    """Return the folders of plugins that Copilot alone reads, each as a path begins in it."""
    whose: dict[str, set[str]] = {}
    for path in paths:
        if path.endswith("plugin.json") and (match := _MANIFEST.search(path)):
            whose.setdefault(path[: match.start()], set()).add(match[0])
    return frozenset(folder for folder, ends in whose.items() if _CLAUDE_PLUGIN not in ends)


def _plugin_servers(path: str) -> Claim:
    """Return the claim of a plugin's servers, which Copilot reads as its own."""
    host, number, form = next(
        (host, number, form)
        for host, number, form, _ in _compile_patterns()
        if host == "copilot" and form.servers == ("mcpServers",)
    )
    root = path.removesuffix(_SERVERS).rstrip("/")
    return Claim(path, PAGE, implied=_describe_file(root, host, number, form, "mcp"), root=root)


def _match_host(path: str, start: int) -> Claim | None:
    root = path[:start].rstrip("/")
    if is_foreign(root) or not _OURS.isdisjoint(root.split("/")):
        return None
    for host, number, form, pattern in _compile_patterns():
        if match := pattern.fullmatch(path, start):
            about = form.role in _NAMED and match["name"].rpartition("/")[2].isupper()
            said = _describe_file(root, host, number, form, match["name"])
            if form.role == "agent" and path.count("/", start) > _FLAT:
                said["below"] = "yes"
            return None if about else Claim(path, PAGE, implied=said, root=root)
        if form.role == "skill" and (match := _compile_stray(form.path).fullmatch(path, start)):
            said = _describe_file(root, host, number, form, match["name"])
            # Only its text tells whether it was meant for a skill.
            return Claim(path, implied={**said, "stray": "yes"})
    return None


def _describe_file(root: str, host: str, number: int, form: Form, name: str) -> dict[str, str]:
    """Return what a path says of the file: whose it is, and what it is to them."""
    return {"host": host, "form": str(number), "role": form.role, "name": name, "root": root}


@cache
def _compile_patterns() -> list[tuple[str, int, Form, re.Pattern[str]]]:
    from awos_lint.hosts import load_hosts

    return [
        (host.name, number, form, re.compile(form.path))
        for host in load_hosts().values()
        for number, form in enumerate(host.forms)
    ]


@cache
def _compile_stray(path: str) -> re.Pattern[str]:
    """Return the pattern of what lies in the folder of the skills without one of its own."""
    return re.compile(path.replace(r"(?P<name>[^/]+)/SKILL\.md", r"(?P<name>[^/]+)\.md"))


LAYOUT = Layout(
    "agents",
    find_candidates,
    make_reader("agents"),
    frozenset({"data-files"}),
    kinds=frozenset(),
    beside=True,
)
