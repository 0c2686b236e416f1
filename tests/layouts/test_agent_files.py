"""What coding agents read: which files it is, that nothing in them stops a run, what it changes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.agentfiles.fences import blank_fences
from awos_lint.agentfiles.secrets import find_secrets
from awos_lint.core.config import Config
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import KINDS, PAGE
from awos_lint.core.text import Source
from awos_lint.hosts import load_hosts
from awos_lint.layouts.agents import LAYOUT, find_candidates
from awos_lint.syntax.parse.json_text import read_json, without_comments
from tests.support.command import CLEAN, awos, lay
from tests.support.repositories import Repository, isolate
from tests.support.worlds import judged, loaded

CONFIG = Config()

READ = {
    ".claude/skills/ship/SKILL.md": ("claude", "skill", "ship"),
    ".claude/commands/team/ship.md": ("claude", "command", "team/ship"),
    ".claude/agents/team/tester.md": ("claude", "agent", "tester"),
    ".claude/rules/python.md": ("claude", "rule", "python"),
    ".claude/settings.local.json": ("claude", "settings", "settings.local"),
    ".claude/CLAUDE.md": ("claude", "instructions", "CLAUDE"),
    "packages/api/CLAUDE.md": ("claude", "instructions", "CLAUDE"),
    ".mcp.json": ("claude", "settings", "mcp"),
    "AGENTS.md": ("codex", "instructions", "AGENTS"),
    "AGENTS.override.md": ("codex", "instructions", "AGENTS.override"),
    ".codex/agents/tester.toml": ("codex", "agent", "tester"),
    ".codex/hooks.json": ("codex", "settings", "hooks"),
    ".codex/config.toml": ("codex", "settings", "config"),
    ".github/skills/ship/SKILL.md": ("copilot", "skill", "ship"),
    ".github/prompts/ship.prompt.md": ("copilot", "command", "ship"),
    ".github/agents/tester.agent.md": ("copilot", "agent", "tester"),
    ".github/agents/tester.md": ("copilot", "agent", "tester"),
    ".github/instructions/python.instructions.md": ("copilot", "rule", "python"),
    ".github/copilot-instructions.md": ("copilot", "instructions", "copilot-instructions"),
    ".github/hooks/gate.json": ("copilot", "settings", "gate"),
    ".github/mcp.json": ("copilot", "settings", "mcp"),
    ".vscode/mcp.json": ("copilot", "settings", "mcp"),
    ".cursor/skills/ship/SKILL.md": ("cursor", "skill", "ship"),
    ".cursor/commands/ship.md": ("cursor", "command", "ship"),
    ".cursor/agents/tester.md": ("cursor", "agent", "tester"),
    ".cursor/rules/python.mdc": ("cursor", "rule", "python"),
    ".cursor/hooks.json": ("cursor", "settings", "hooks"),
    ".cursor/mcp.json": ("cursor", "settings", "mcp"),
    ".gemini/skills/ship/SKILL.md": ("gemini", "skill", "ship"),
    ".gemini/commands/team/ship.toml": ("gemini", "command", "team/ship"),
    ".gemini/agents/tester.md": ("gemini", "agent", "tester"),
    ".gemini/settings.json": ("gemini", "settings", "settings"),
    "GEMINI.md": ("gemini", "instructions", "GEMINI"),
    ".qwen/skills/ship/SKILL.md": ("qwen", "skill", "ship"),
    ".qwen/commands/ship.md": ("qwen", "command", "ship"),
    ".qwen/agents/tester.md": ("qwen", "agent", "tester"),
    ".qwen/settings.json": ("qwen", "settings", "settings"),
    "QWEN.md": ("qwen", "instructions", "QWEN"),
    ".opencode/skill/ship/SKILL.md": ("opencode", "skill", "ship"),
    ".opencode/commands/ship.md": ("opencode", "command", "ship"),
    ".opencode/agent/tester.md": ("opencode", "agent", "tester"),
    "opencode.jsonc": ("opencode", "settings", "opencode"),
    ".kiro/skills/ship/SKILL.md": ("kiro", "skill", "ship"),
    ".kiro/prompts/ship.md": ("kiro", "command", "ship"),
    ".kiro/agents/tester.md": ("kiro", "agent", "tester"),
    ".kiro/hooks/gate.json": ("kiro", "settings", "gate"),
    ".kiro/settings/mcp.json": ("kiro", "settings", "mcp"),
    ".agents/skills/ship/SKILL.md": ("agents", "skill", "ship"),
    ".agents/agents/tester.md": ("antigravity", "agent", "tester"),
    ".agents/hooks.json": ("antigravity", "settings", "hooks"),
    ".agents/mcp_config.json": ("antigravity", "settings", "mcp_config"),
    ".agent/workflows/ship.md": ("antigravity", "command", "ship"),
    ".agents/rules/python.md": ("antigravity", "rule", "python"),
}

LEFT = (
    ".claude/agents/README.md",
    ".claude/commands/team/INDEX.md",
    "README.md",
    "docs/agents.md",
    ".claude/skills/ship/notes.md",
    ".claude/skills/ship/scripts/a.py",
    ".claude/statusline.sh",
    ".github/workflows/ci.yml",
    ".vscode/settings.json",
    ".awos/pristine/.claude/agents/a.md",
    "awos_lint/scaffold/CLAUDE.md",
    "node_modules/x/AGENTS.md",
    "tests/fixtures/CLAUDE.md",
    "my.claude/agents/a.md",
    "NOTAGENTS.md",
)


@pytest.mark.parametrize("path", READ)
def test_which_file_is_whose(path: str) -> None:
    (claim,) = find_candidates([path], CONFIG, KINDS)
    said = claim.implied
    assert (said["host"], said["role"], said["name"]) == READ[path]


def test_every_form_has_a_path_above() -> None:
    forms = {(host.name, form.path) for host in load_hosts().values() for form in host.forms}
    found = {
        (
            claim.implied["host"],
            load_hosts()[claim.implied["host"]].forms[int(claim.implied["form"])].path,
        )
        for claim in find_candidates(list(READ), CONFIG, KINDS)
    }
    assert forms == found


@pytest.mark.parametrize("path", LEFT)
def test_what_no_agent_reads(path: str) -> None:
    assert list(find_candidates([path], CONFIG, KINDS)) == []


def test_the_facts_of_a_host_agree_with_one_another() -> None:
    for host in load_hosts().values():
        for form in host.forms:
            re.compile(form.spelled)
            if form.syntax == "markdown" or form.keys:
                assert set(form.required) <= form.keys.keys(), (host.name, form.path)
                assert set(form.instead.values()) <= form.keys.keys(), (host.name, form.path)
                assert set(form.calls) <= form.keys.keys(), (host.name, form.path)
                assert form.keys.keys().isdisjoint(form.instead), (host.name, form.path)
            assert not (form.hooks and host.hooks is None and host.name != "antigravity")
        if host.hooks:
            assert host.hooks.unmatched <= host.hooks.known
            used = {event.name for event in host.hooks.events.values()}
            assert host.hooks.shape == "plugin" or used <= host.hooks.known
        assert host.vocabulary.isdisjoint(host.gone)


PIECES = (
    *("---\n", "name: a\n", "tools: [a, 'b(c, d)']\n", "hooks: {Stop: [{hooks: [{}]}]}\n"),
    *('{"hooks": ', '{"mcpServers": ', '{"a": ', "[", "]", "}", ",", "1", '"', "// x\n"),
    *("[[hooks.Stop]]\n", "[mcp_servers.a]\n", 'a = "b"\n', "```\n", "@a/b.md ", "curl | sh\n"),
    *("subagent_type 'x' ", "mcp__a__b ", "$ARGUMENTS", "\U000e0041", "\u202e", "{{args}}"),
)
TEXTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(PIECES), max_size=30).map(lambda parts: "".join(parts).encode()),
)


@given(st.sampled_from(sorted(READ)), TEXTS)
def test_whatever_a_file_holds_it_is_read_and_judged(path: str, data: bytes) -> None:
    (claim,) = find_candidates([path], CONFIG, KINDS)
    # A page below the folder of the subagents is none of them.
    for document in LAYOUT.read(claim, data, CONFIG, KINDS):
        size = len(document.source.text)
        for mark in document.marks.values():
            assert 0 <= mark.value.start <= mark.value.end <= size
    other = ".claude/agents/other.md"
    judged({path: data, other: "---\nname: other\ndescription: x\n---\n"})


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_json_without_comments_stays_what_it_is(value: object) -> None:
    text = json.dumps({"a": value}, ensure_ascii=False)
    assert without_comments(text) == text


@given(st.text(alphabet='{}[],:"/*\\\n a1', max_size=60))
def test_comments_leave_every_place_where_it_was(text: str) -> None:
    found = without_comments(text)
    assert len(found) == len(text)
    assert [i for i, c in enumerate(found) if c == "\n"] == [
        i for i, c in enumerate(text) if c == "\n"
    ]


def test_comments_and_final_commas_are_blanks() -> None:
    text = '{"a//": "/*b*/", // c\n "d": [1, /* , */ ], }'
    value = read_json(without_comments(text), 10).value
    assert value is not None
    assert value.get_member("a//") is not None
    entries = value.get_member("d")
    assert entries is not None
    assert [entry.text for entry in entries.entries] == ["1"]


@given(st.text(alphabet="`~ab \n>", max_size=80))
def test_what_stands_outside_of_fences_stays_in_its_place(text: str) -> None:
    found = blank_fences(Document(Source("a.md", text), PAGE, layout="agents"))
    assert len(found) == len(text)
    assert all(here in (there, " ") for here, there in zip(found, text, strict=True))


NUMBERS = [str(number) for number in range(20_000)]
HOOKS: dict[str, object] = {f"Stop{number}": [] for number in NUMBERS} | {"Stop": 1}
SCRIPTS = [
    {"hooks": [{"type": "command", "command": "bash a/b.sh " * times}]} for times in (1, 30_000)
]
LONG = "a: " + "b" * 4000 + "\n"
DEEP = "[" * 50_000
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    ".claude/settings.json": (f'{{"hooks": {DEEP}', "limits.nesting"),
    ".cursor/mcp.json": ('{"a": "' + "x" * 600_000, "it has more than 524288 bytes"),
    ".gemini/settings.json": ("/*" * 100_000, "document-data"),
    ".codex/config.toml": ("a" + ".a" * 20_000 + " = 1\n", "document-data"),
    ".codex/agents/deep.toml": (f"a = {'[' * 20_000}", "document-data"),
    ".gemini/commands/large.toml": ('prompt = """' + "x" * 70_000 + '"""', "limits.front-bytes"),
    ".claude/agents/latin.md": ("---\nname: ü\n---\n".encode("latin-1"), "document-encoding"),
    ".claude/agents/bomb.md": (f"---\n{LONG * 20}---\n", "limits.front-bytes"),
    ".claude/agents/tag.md": ("---\nname: x\ndescription: [\n---\n", "prompt-front-matter"),
    ".claude/skills/wide/SKILL.md": ("x" * 70_000, "limits.line-length"),
    "CLAUDE.md": ("> " * 3000 + "x\n", "limits.nesting"),
    "GEMINI.md": (b"\0\xff\xfe" * 100, "document-encoding"),
    "AGENTS.md": ("\x1b[2Jx\n", "document-control-character"),
    # What would take for ever where a search looks back, or each name is compared with all others.
    ".claude/skills/curl/SKILL.md": (f"```\n{'curl ' * 13_000}\n{'| sh' * 9}\n```\n" * 7, ""),
    ".claude/commands/many.md": (
        "subagent_type 'a" + "' subagent_type 'a".join(NUMBERS) + "'\n",
        "",
    ),
    ".claude/skills/blob/SKILL.md": (f"```\ncurl https://x\nX={'/' * 60_000}\n```\n", ""),
    ".vscode/mcp.json": ("{" + "/* " * 60_000, "document-data"),
    ".claude/settings.local.json": (json.dumps({"hooks": HOOKS}), "prompt-hook-shape"),
    ".qwen/settings.json": (json.dumps({"hooks": {"Stop": SCRIPTS}}), "prompt-hook-script"),
    ".gemini/agents/many.md": (
        f"---\nname: x\ntools: [{', '.join(NUMBERS[:2000])}]\n---\n",
        "prompt-",
    ),
}


def test_each_hostile_file_ends_in_a_finding_or_is_named() -> None:
    report = judged({**CLEAN, **{path: content for path, (content, _) in HOSTILE.items()}})
    for path, (_, expected) in HOSTILE.items():
        found = [d.rule for d in report.diagnostics if d.at.path == path]
        named = [skip.why for skip in report.skipped if skip.what == path]
        assert any(expected in said for said in (*found, *named)), (path, found, named)


AGENT = "---\nname: tester\ndescription: Writes tests\n---\n"


def test_they_are_no_documents_of_the_flow(tmp_path: Path) -> None:
    lay(tmp_path, CLEAN)
    before = [awos(tmp_path, *command) for command in (["status"], ["graph"], ["approvals"])]
    lay(tmp_path, {".claude/agents/tester.md": AGENT, "CLAUDE.md": "# Rules\n"})
    after = [awos(tmp_path, *command) for command in (["status"], ["graph"], ["approvals"])]
    assert [ran.out for ran in before] == [ran.out for ran in after]
    assert "in 2 documents and 2 files of agents" in awos(tmp_path, "check").out


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    lay(tmp_path, {**CLEAN, ".claude/commands/CLAUDE.md/inner.txt": "x\n", "AGENTS.md/x": "x\n"})
    (tmp_path / ".claude/agents").mkdir()
    os.mkfifo(tmp_path / ".claude/agents/tester.md")
    ran = awos(tmp_path, "check")
    assert ran.code == 3
    assert "not checked: .claude/agents/tester.md: it is a named pipe" in ran.err
    assert "not checked: AGENTS.md: it is a folder" in ran.err


def test_the_layout_counts_them_by_what_they_are(tmp_path: Path) -> None:
    lay(
        tmp_path, {**CLEAN, ".claude/agents/a.md": AGENT, "api/AGENTS.md": "x\n", ".mcp.json": "{}"}
    )
    lines = awos(tmp_path, "layout").out.splitlines()
    assert lines[:2] == ["agents in the root of the repository", "  documents: agent 1, settings 1"]
    assert lines[3:5] == ["agents in api", "  documents: instructions 1"]


def test_the_report_can_be_narrowed_to_one_of_them(tmp_path: Path) -> None:
    lay(tmp_path, {**CLEAN, ".claude/agents/a.md": "x\n", ".claude/agents/b.md": "x\n"})
    ran = awos(tmp_path, "check", "--format", "json", ".claude/agents/a.md")
    assert [found["path"] for found in json.loads(ran.out)["findings"]] == [".claude/agents/a.md"]


@pytest.mark.parametrize("config", ["", 'layouts = ["agents"]\n'])
def test_alone_they_are_what_there_is_to_check(tmp_path: Path, config: str) -> None:
    lay(tmp_path, {".claude/agents/tester.md": AGENT, "awos.toml": config})
    ran = awos(tmp_path, "check")
    assert (ran.code, ran.err) == (0, "")
    lay(tmp_path, {".claude/agents/second.md": "Test.\n"})
    ran = awos(tmp_path, "check")
    assert (ran.code, ran.err) == (1, "")


def test_a_link_to_another_file_is_no_file_of_its_own(tmp_path: Path) -> None:
    lay(tmp_path, {**CLEAN, "AGENTS.md": "Work in small steps.\n"})
    (tmp_path / "CLAUDE.md").symlink_to("AGENTS.md")
    ran = awos(tmp_path, "check")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("manifest", ["plugin.json", ".github/plugin/plugin.json"])
def test_the_servers_of_a_copilot_plugin_are_judged_as_copilot_reads_them(manifest: str) -> None:
    files = {
        "ropes/.mcp.json": '{"mcpServers": {"knots": {"url": "https://knots.example/mcp"}}}',
        f"ropes/{manifest}": '{"name": "ropes"}',
    }
    assert judged(files).diagnostics == ()
    files["ropes/.mcp.json"] = '{"servers": {"knots": {"command": "knots"}}}'
    (found,) = judged(files).diagnostics
    assert (found.rule, "Copilot reads `mcpServers`" in found.message) == (
        "prompt-server-shape",
        True,
    )


def test_the_servers_of_a_plugin_for_claude_code_too_are_judged_as_it_reads_them() -> None:
    files = {
        "ropes/.mcp.json": '{"mcpServers": {"knots": {"url": "https://knots.example/mcp"}}}',
        "ropes/plugin.json": '{"name": "ropes"}',
        "ropes/.claude-plugin/plugin.json": '{"name": "ropes"}',
    }
    (found,) = judged(files).diagnostics
    assert "Claude Code needs the `type`" in found.message


def test_a_link_that_is_named_is_there(tmp_path: Path) -> None:
    text = "Read [ropes](ropes/CLAUDE.md), [oil](shed/oil.md) and [tar](tar.md).\n"
    lay(
        tmp_path,
        {**CLEAN, "AGENTS.md": text, "ropes/AGENTS.md": "Tie.\n", "yard/oil.md": "# Oil\n"},
    )
    (tmp_path / "ropes/CLAUDE.md").symlink_to("AGENTS.md")
    (tmp_path / "shed").symlink_to("yard")
    ran = awos(tmp_path, "check", "--format", "concise")
    assert [line.partition(" ")[2] for line in ran.out.splitlines() if "is not there" in line] == [
        "warning[prompt-missing-file] `tar.md` is not there"
    ]


def test_what_is_a_document_elsewhere_stays_one() -> None:
    config = '[kinds.helper]\npath = ".claude/agents/*.md"\n'
    project = loaded({**CLEAN, "awos.toml": config, ".claude/agents/a.md": "# A\n"}).project
    assert [document.kind for document in project.documents if document.title == "A"] == ["helper"]
    assert project.prompts == ()


def test_a_suppression_with_a_reason_silences_and_an_unused_one_is_said() -> None:
    comment = "<!-- awos: ignore[prompt-placeholder] it is spoken of -->"
    files = {**CLEAN, ".claude/commands/a.md": f"{comment}\nWrite {{{{args}}}} there.\n"}
    assert [d.rule for d in judged(files).diagnostics] == []
    files[".claude/commands/a.md"] = f"{comment}\nWrite nothing.\n"
    assert [d.rule for d in judged(files).diagnostics] == ["suppression-unused"]


def test_a_step_says_what_a_removed_file_breaks_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    repo = Repository.create(tmp_path / "repo")
    caller = "---\nname: lead\ndescription: Leads\ntools: Agent(tester)\n---\n"
    lay(
        repo.root,
        {**CLEAN, ".claude/agents/tester.md": AGENT, ".claude/agents/lead.md": caller},
    )
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "all")
    assert awos(repo.root, "check", "--since", "HEAD").code == 0
    (repo.root / ".claude/agents/tester.md").unlink()
    repo.git("add", "-A")
    ran = awos(repo.root, "check", "--since", "HEAD", "--format", "concise")
    assert ".claude/agents/lead.md:4:8: warning[prompt-unknown-agent]" in ran.out


SECRET = "ghp_x7Kd92LmQpZ4vB8nT1yRcW5eHs0aUoJfG3iN"


def test_no_message_repeats_a_secret() -> None:
    report = judged({**CLEAN, "CLAUDE.md": f"Use {SECRET}.\n"})
    (found,) = report.diagnostics
    said = (found.message, found.help, *found.notes)
    assert found.rule == "safety-secret"
    assert not any(SECRET[4:12] in text for text in said)


@given(st.sampled_from(["ghp_", "sk-proj-", "glpat-", "AIza", "npm_", ""]), st.text(max_size=90))
def test_what_holds_no_digit_is_no_secret(begins: str, text: str) -> None:
    plain = "".join(char for char in text if not char.isdigit())
    assert list(find_secrets(Document(Source("a.md", begins + plain), PAGE))) == []
