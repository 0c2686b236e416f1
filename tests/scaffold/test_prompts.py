"""What is installed for agents: valid for each host, small, and true to the commands and documents.

Skills are judged by the reference validator and everything by somebody else's linter. Which keys a
host's subagents may have is what the vendors' pages said in November 2026.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from skills_ref import validate  # type: ignore[import-untyped]

from awos_lint.cli.root import awos
from awos_lint.core.commands import COMMANDS
from awos_lint.core.config import Limits
from awos_lint.core.model.document import Data
from awos_lint.core.text import Source
from awos_lint.hosts import Host, load_hosts
from awos_lint.scaffold.prompts import Prompt, load_agents, load_commands, load_standards
from awos_lint.scaffold.prompts.render import (
    call_command,
    name_command,
    render_agent,
    render_command,
    write_instructions,
    write_plugin,
)
from awos_lint.syntax.parse.front import read_front
from awos_lint.syntax.parse.measure import count_tokens
from tests.support.command import SCRIPTS, lay
from tests.support.command import awos as run
from tests.support.repositories import Repository

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "ledgerly"
HOSTS = list(load_hosts().values())
PREFIXES = ("awos-", "", "team-")
EVERY = pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
EACH = pytest.mark.parametrize("prefix", PREFIXES, ids=lambda prefix: prefix or "none")

AGENT_KEYS = {
    "antigravity": {"name", "description", "model"},
    "claude": {"name", "description", "tools"},
    "codex": {"name", "description", "developer_instructions"},
    "copilot": {"name", "description", "tools"},
    "cursor": {"name", "description", "model", "readonly"},
    "gemini": {"name", "description", "tools"},
    "kiro": {"name", "description", "tools"},
    "opencode": {"description", "mode", "permission"},
    "qwen": {"name", "description", "tools"},
}
PRINTED = st.characters(exclude_categories=["Cc", "Cs"])

WRITTEN = {
    "product": "mission.md",
    "roadmap": "roadmap.md",
    "adr": "decisions/0001-the-store-uses-sqlite3.md",
    "shape": "specs/002-list-what-expires/requirements.md",
    "spec": "specs/002-list-what-expires/spec.md",
    "tasks": "specs/002-list-what-expires/tasks.md",
}
"""Where what a command shows belongs."""

TRUE = "other YAML readers see true in `true`"
CODE = {"awos.toml": "", "pyproject.toml": '[project]\nname = "pantry"\n', "src/store/rows.py": ""}


def front(text: str) -> tuple[dict[str, Any], str]:
    """Return what front matter says, and the text below, as YAML and as awos read them."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    found = read_front(Source("x.md", text), Limits())
    # A host's switch is no text, which a document's would be.
    faults = [fault for fault in found.problems if fault.message != TRUE]
    assert (found.broken, faults) == (False, [])
    values = yaml.safe_load(head)
    assert found.fields == as_text(values)
    return values, body.removeprefix("\n")


def as_text(value: object) -> Data:
    if isinstance(value, dict):
        return {str(key): as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def tree(host: Host, prefix: str) -> dict[str, str]:
    """Return every file for a host."""
    files = dict(render_command(prompt, host, prefix) for prompt in load_commands())
    files |= dict(filter(None, (render_agent(prompt, host, prefix) for prompt in load_agents())))
    files[host.instructions] = f"# Guide\n\n{write_instructions(host, prefix)}"
    if host.hooks and host.hooks.shape == "plugin":
        files[host.hooks.path] = write_plugin()
    return files


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that an agent reads, as the first host has it."""
    host = HOSTS[0]
    for prompt in load_commands():
        yield prompt.name, render_command(prompt, host, "awos-")[1]
    for prompt in load_agents():
        rendered = render_agent(prompt, host, "awos-")
        assert rendered
        yield prompt.name, rendered[1]
    yield "instructions", write_instructions(host, "awos-")


TEXTS = list(texts())
TEXT = pytest.mark.parametrize("text", [text for _, text in TEXTS], ids=[name for name, _ in TEXTS])


def test_there_are_the_commands_of_the_flow_and_its_subagents() -> None:
    flow = "product roadmap adr shape spec tasks implement orchestrate verify"
    assert [prompt.name for prompt in load_commands()] == flow.split()
    assert {prompt.name for prompt in load_agents()} == {
        *("git-workflow", "file-system", "shell", "context-fetcher"),
        *("architect", "developer", "tester"),
    }


@EACH
def test_what_two_hosts_read_from_one_path_is_the_same(prefix: str) -> None:
    seen: dict[str, str] = {}
    for host in HOSTS:
        for path, text in tree(host, prefix).items():
            assert seen.setdefault(path, text) == text, (host.name, path)


@EACH
@EVERY
def test_every_skill_is_valid(host: Host, prefix: str, tmp_path: Path) -> None:
    for prompt in load_commands():
        path, text = render_command(prompt, host, prefix)
        folder = lay(tmp_path, {path: text}) / Path(path).parent
        told, body = front(text)
        hint = {"argument-hint"} if host.hint else set()
        assert set(told) == {"name", "description", *hint}
        assert (told["name"], folder.name) == (
            name_command(prompt.name, host, prefix),
            told["name"],
        )
        assert folder.parent == tmp_path / host.skills
        assert len(told["description"]) <= 1024
        assert ". Use " in told["description"]
        assert [fault for fault in validate(folder) if "argument-hint" not in fault] == []
        assert body.startswith("# ")


@EVERY
def test_a_prefix_is_left_out_where_the_name_is_free(host: Host) -> None:
    for prompt in load_commands():
        bare = name_command(prompt.name, host, "")
        assert bare == (
            f"awos-{prompt.name}" if prompt.name in host.reserved | host.bundled else prompt.name
        )
        assert bare not in host.reserved | host.bundled
    assert (
        call_command("spec", host, "awos-") == ("$" if host.name == "codex" else "/") + "awos-spec"
    )


def test_taken_names_keep_the_prefix_in_the_texts_too() -> None:
    claude = load_hosts()["claude"]
    assert call_command("verify", claude, "") == "/awos-verify"
    assert call_command("roadmap", claude, "") == "/roadmap"
    spec = next(prompt for prompt in load_commands() if prompt.name == "product")
    assert "`roadmap`" in render_command(spec, claude, "")[1]
    assert "`awos-tasks`" in write_instructions(claude, "")


@EACH
@EVERY
def test_every_subagent_is_what_its_host_reads(host: Host, prefix: str) -> None:
    for prompt in load_agents():
        rendered = render_agent(prompt, host, prefix)
        if host.agents is None or rendered is None:
            assert (host.name, rendered) == ("agents", None)
            continue
        path, text = rendered
        assert path == f"{host.agents.folder}/{prompt.name}{host.agents.suffix}"
        if host.agents.format == "toml":
            told = tomllib.loads(text)
            body = told["developer_instructions"]
        else:
            told, body = front(text)
        assert set(told) <= AGENT_KEYS[host.name]
        assert told.get("name", prompt.name) == prompt.name
        assert told["description"] == prompt.description
        assert ". Use " in prompt.description
        assert "{" not in body.replace("{{", "")
        assert body.count("\n") == prompt.body.count("\n")


def test_a_subagent_has_the_tools_that_it_needs_and_no_more() -> None:
    found = {name: told(name) for name in load_hosts() if load_hosts()[name].agents}
    assert found["claude"]["developer"]["tools"] == "Read, Glob, Grep, Edit, Write, Bash"
    assert found["claude"]["context-fetcher"]["tools"] == "Read, Bash"
    assert found["claude"]["shell"]["tools"] == "Bash"
    assert found["copilot"]["git-workflow"]["tools"] == ["read", "execute"]
    assert found["opencode"]["git-workflow"]["permission"] == {"edit": "deny"}
    assert "permission" not in found["opencode"]["developer"]
    assert found["cursor"]["context-fetcher"]["readonly"] is True
    # It writes no file by a tool, but a commit is a change.
    assert "readonly" not in found["cursor"]["git-workflow"]


def told(name: str) -> dict[str, dict[str, Any]]:
    host = load_hosts()[name]
    found = {}
    for prompt in load_agents():
        rendered = render_agent(prompt, host, "awos-")
        assert rendered
        toml = rendered[0].endswith(".toml")
        found[prompt.name] = tomllib.loads(rendered[1]) if toml else front(rendered[1])[0]
    return found


@given(st.text(PRINTED), st.text(PRINTED | st.just("\n")))
def test_any_words_survive_the_quoting_of_every_host(words: str, body: str) -> None:
    prompt = Prompt("x", words, words, body, frozenset({"read"}), reads=True)
    for host in HOSTS:
        assert front(render_command(prompt, host, "")[1])[0]["description"] == words
        rendered = render_agent(prompt, host, "")
        if rendered and rendered[0].endswith(".toml"):
            read = tomllib.loads(rendered[1])
            assert read["description"] == words
            assert read["developer_instructions"] == body
        elif rendered:
            assert front(rendered[1])[0]["description"] == words


@EVERY
def test_every_text_is_small(host: Host) -> None:
    sizes = {path: count_tokens(text) for path, text in tree(host, "awos-").items()}
    guide = sizes.pop(host.instructions)
    if host.hooks and host.hooks.shape == "plugin":
        sizes.pop(host.hooks.path)
    assert max(sizes.values()) < 1_500
    assert sum(sizes.values()) < 12_000
    assert guide < 300


@TEXT
def test_the_texts_name_only_commands_that_there_are(text: str) -> None:
    spans = re.findall(r"`awos ([a-z][^`]*)`", " ".join(text.split()))
    assert spans
    for span in spans:
        first, *rest = span.split()
        assert first in COMMANDS, span
        command = awos.get_command(click.Context(awos), first)
        if isinstance(command, click.Group) and rest:
            command = command.get_command(click.Context(command), rest[0])
        assert command, span
        options = {option for found in command.params for option in found.opts}
        assert {word for word in rest if word.startswith("--")} <= options, span


MEANT = {
    "ID": "SPEC-002/T-03",
    "TASK": "SPEC-002/T-03",
    "SPEC": "SPEC-002",
    "FEATURE": "F-03",
    "PATH": "src/ledgerly/cli.py",
    "NAME": "task-vague",
    "TOKENS": "9000",
    "BASE": "HEAD",
}
"""What the words in capital letters could stand for in the example."""

ANSWERING = {"check", "context", "matrix", "next", "plan", "rule", "status", "summary", "trace"}


def test_the_commands_that_answer_do_so_for_what_the_texts_give_them(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "ledgerly")
    shutil.copytree(EXAMPLE, repo.root, dirs_exist_ok=True)
    repo.commit()
    spans = {span for _, text in TEXTS for span in re.findall(r"`awos ([a-z][^`]*)`", text)}
    # A command that is only mentioned is not one to run.
    asked = sorted(spans - {"context", "plan"})
    asked = [span for span in asked if span.split()[0] in ANSWERING]
    assert len(asked) > 12
    for span in asked:
        words = [MEANT.get(word, word) for word in span.split()]
        ran = run(repo.root, *words)
        assert (ran.code, ran.err) == (0, ""), (span, ran.err)


@TEXT
def test_the_texts_fit_every_host_and_every_project(text: str) -> None:
    # A placeholder is replaced by one host and shown by another.
    assert not re.search(r"\$ARGUMENTS|\$\d|\{\{|\$\{|^!`|@\w+/", text, re.MULTILINE)
    assert not re.search(r"\{[a-z]+\}", text)
    # Ids of another project's documents would lead nowhere.
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert not re.search(r"\b(SPEC|ADR|REQ|TASKS|STD|F|T|FR)-\d", prose)


@TEXT
def test_no_text_asks_an_agent_to_approve(text: str) -> None:
    words = " ".join(text.split())
    person = r"awos (?:approve|ack|revoke|adr review)"
    assert not re.search(rf"(?<!Never )(?<!never )\b[Rr]un `{person}", words)


def test_every_agent_that_is_named_is_installed() -> None:
    names = {prompt.name for prompt in load_agents()}
    for _, text in TEXTS:
        assert set(re.findall(r"agent: ([a-z-]+)", text)) <= names
        assert set(re.findall(r"`([a-z]+-(?:workflow|fetcher|system))`", text)) <= names


def test_documents_written_as_the_commands_show_are_clean(tmp_path: Path) -> None:
    shown = {prompt.name: blocks(prompt.body) for prompt in load_commands()}
    assert {name for name, found in shown.items() if found} == set(WRITTEN)
    files = {f"context/{path}": shown[name][0] for name, path in WRITTEN.items()}
    files |= {f"context/standards/{name}": text for name, text in load_standards().items()}
    ran = run(lay(tmp_path, {**CODE, **files}), "check")
    assert (ran.code, ran.out) == (0, f"No findings in {len(files)} documents.\n"), ran.out


def blocks(text: str) -> list[str]:
    return re.findall(r"^```markdown\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_standards_are_found_by_their_globs(tmp_path: Path) -> None:
    shown = {prompt.name: blocks(prompt.body) for prompt in load_commands()}
    files = {f"context/{path}": shown[name][0] for name, path in WRITTEN.items()}
    files |= {f"context/standards/{name}": text for name, text in load_standards().items()}
    folder = lay(tmp_path, {**CODE, **files})
    ran = run(folder, "context", "SPEC-002/T-01")
    assert ran.code == 0
    assert "STD-code" in ran.out
    assert "STD-tests" in ran.out
    assert "STD-interfaces" not in ran.out


@EACH
@EVERY
def test_a_linter_of_others_finds_nothing(host: Host, prefix: str, tmp_path: Path) -> None:
    lay(tmp_path, tree(host, prefix))
    lint = [str(Path(SCRIPTS, "skillsaw")), "lint", "--fail-on", "info", "-v", "--no-plugins"]
    ran = subprocess.run([*lint, str(tmp_path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_the_linter_would_find_something(tmp_path: Path) -> None:
    prompt = replace(load_commands()[0], description="x")
    path, text = render_command(prompt, load_hosts()["claude"], "awos-")
    lay(tmp_path, {path: text.replace("description: x", "color: [")})
    lint = [str(Path(SCRIPTS, "skillsaw")), "lint", "--no-plugins", str(tmp_path)]
    assert subprocess.run(lint, capture_output=True, check=False).returncode == 1
