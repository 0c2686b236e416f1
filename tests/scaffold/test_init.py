"""``awos init`` in repositories as they are: no byte is lost, and refusals are clear."""

from __future__ import annotations

import errno
import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from awos_lint.actions.install import Site
from awos_lint.files import DiskError, Reader, Unread
from awos_lint.files.read import Folder
from awos_lint.hosts import load_hosts
from awos_lint.scaffold.lock import PATH, pristine_path
from awos_lint.syntax.edit import json_text
from tests.support.command import Ran, awos, lay
from tests.support.repositories import Repository, isolate

ALL = [word for name in load_hosts() for word in ("--agent", name)]
BOTH = ["--server", "serena", "--server", "context7"]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch, tmp_path)
    return Repository.create(tmp_path / "repo")


def files(root: Path) -> dict[str, bytes]:
    """Every file below a folder, what git keeps left out."""
    found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    named = ((path.relative_to(root).as_posix(), path.read_bytes()) for path in found)
    return {path: data for path, data in named if not path.startswith(".git/")}


def init(root: Path, *arguments: str) -> Ran:
    """Install, and see that what was there is there still: each file, or each line of it."""
    before = files(root)
    ran = awos(root, "init", "--yes", *arguments)
    after = files(root)
    for path, data in before.items():
        kept = after[path].split(b"\n")
        assert after[path] == data or all(_there(line, kept) for line in data.split(b"\n")), path
    return ran


def _there(line: bytes, kept: list[bytes]) -> bool:
    """A line of JSON may get a comma at its end, or what opens on it more to hold."""
    bare = line.rstrip(b",{}[] \r")
    return any(other.startswith(bare) for other in kept)


def settings(root: Path, path: str = ".claude/settings.json") -> dict[str, Any]:
    found = json_text.read_json_text((root / path).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


# One: an empty repository.


def test_an_empty_repository_gets_the_whole_workflow(repo: Repository) -> None:
    ran = init(repo.root)
    assert ran.code == 0
    made = files(repo.root)
    assert {
        "awos.toml",
        "context/mission.md",
        "context/roadmap.md",
        "CLAUDE.md",
        ".claude/settings.json",
        ".claude/skills/awos-implement/SKILL.md",
        ".claude/agents/developer.md",
        ".pre-commit-config.yaml",
        ".github/workflows/awos.yml",
        ".awos/lock.json",
    } <= made.keys()
    assert "`awos init --undo`" in ran.out
    assert "context/mission.md: " in ran.out
    assert tomllib.loads(made["awos.toml"].decode())["governed"] == {"paths": ["src/**"]}
    for file in json.loads(made[".awos/lock.json"])["files"]:
        assert made[file["path"]] == made[pristine_path(file["path"])]


def test_a_check_finds_only_what_a_person_must_write(repo: Repository) -> None:
    init(repo.root, *ALL, *BOTH)
    ran = awos(repo.root, "check", "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, report["skipped"]) == (0, [])
    said = {(f["severity"], f["rule"], f["path"]) for f in report["findings"]}
    assert said == {("notice", "document-empty-section", "context/mission.md")}


def test_a_spec_that_was_just_begun_does_not_fail(repo: Repository) -> None:
    init(repo.root)
    roadmap = repo.root / "context/roadmap.md"
    roadmap.write_text(f"{roadmap.read_text('utf-8')}\n- [ ] **F-01** Bake bread\n", "utf-8")
    assert awos(repo.root, "new", "spec", "F-01").code == 0
    ran = awos(repo.root, "check", "--format", "concise")
    assert ran.code == 0
    assert "the section `Out of scope` of SPEC-001 is empty" in ran.out


def test_it_does_the_same_again_and_nothing_twice(repo: Repository) -> None:
    init(repo.root, *ALL, *BOTH)
    made = files(repo.root)
    ran = init(repo.root)
    assert (ran.code, files(repo.root)) == (0, made)
    assert "everything is there" in ran.out
    assert awos(repo.root, "upgrade").code == 0
    assert files(repo.root) == made


def test_every_file_reads_in_its_format(repo: Repository) -> None:
    init(repo.root, *ALL, *BOTH)
    endings = set()
    for path, data in files(repo.root).items():
        endings.add(path.rpartition(".")[2])
        if path.endswith(".json"):
            json.loads(data)
        elif path.endswith(".toml"):
            tomllib.loads(data.decode())
        elif path.endswith((".yml", ".yaml")):
            assert yaml.safe_load(data)
    assert endings == {"json", "js", "md", "toml", "txt", "yml", "yaml"}


def test_a_plan_writes_nothing(repo: Repository) -> None:
    for option in ("--dry-run", "--diff"):
        ran = awos(repo.root, "init", option)
        assert (ran.code, files(repo.root)) == (0, {})
    assert "+++ b/.claude/settings.json" in ran.out
    plan = json.loads(awos(repo.root, "init", "--dry-run", "--format", "json").out)
    assert {"path": "awos.toml", "action": "create", "name": "", "why": ""} in plan["steps"]
    assert files(repo.root) == {}


def test_nobody_is_asked_where_there_is_nobody(repo: Repository) -> None:
    ran = awos(repo.root, "init")
    assert (ran.code, files(repo.root)) == (2, {})
    assert "pass --yes" in ran.err


def test_flags_are_the_answers(repo: Repository) -> None:
    repo.write("lib/code.py", "1\n")
    init(
        repo.root,
        *("--agent", "codex", "--documents", "docs/plan", "--no-pre-commit", "--no-github"),
        *("--prefix", "", "--server", "context7"),
    )
    made = files(repo.root)
    assert "docs/plan/mission.md" in made
    assert ".agents/skills/spec/SKILL.md" in made
    assert not [path for path in made if path.startswith((".claude", ".github", ".pre-commit"))]
    config = tomllib.loads(made["awos.toml"].decode())
    assert config == {"documents": "docs/plan"}
    assert tomllib.loads(made[".codex/config.toml"].decode())["mcp_servers"].keys() == {"context7"}


def test_a_prefix_must_begin_a_name(repo: Repository) -> None:
    ran = awos(repo.root, "init", "--yes", "--prefix", "Foo!")
    assert (ran.code, "cannot begin the name of a skill" in ran.err) == (2, True)
    assert files(repo.root) == {}


def test_another_folder_of_documents_than_the_configured_one_is_refused(repo: Repository) -> None:
    repo.write("awos.toml", 'documents = "plan"\n')
    ran = awos(repo.root, "init", "--yes", "--documents", "docs")
    assert (ran.code, "awos.toml names `plan` as the folder of documents" in ran.err) == (2, True)
    assert list(files(repo.root)) == ["awos.toml"]


def test_bare_names_are_the_same_for_all_agents(repo: Repository, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    init(tmp_path / "alone", "--agent", "codex", "--prefix", "")
    assert (tmp_path / "alone/.agents/skills/tasks/SKILL.md").is_file()
    init(repo.root, *ALL, "--prefix", "")
    report = awos(repo.root, "check", "--select", "prompt", "--format", "concise")
    assert "prompt-drift" not in report.out


def test_bare_names_keep_clear_of_those_a_host_has_taken(repo: Repository) -> None:
    init(repo.root, "--agent", "claude", "--prefix", "")
    skills = {path.split("/")[2] for path in files(repo.root) if path.startswith(".claude/skills/")}
    assert {"spec", "implement", "awos-tasks", "awos-verify"} <= skills
    assert not {"tasks", "verify"} & skills


def test_one_file_of_instructions_serves_those_that_can_share_it(repo: Repository) -> None:
    init(repo.root, "--agent", "claude")
    alone = (repo.root / "CLAUDE.md").read_text("utf-8")
    awos(repo.root, "init", "--yes", "--agent", "codex")
    assert (repo.root / "AGENTS.md").read_text("utf-8") == alone
    shared = "<!-- begin awos -->\n@AGENTS.md\n<!-- end awos -->\n"
    assert (repo.root / "CLAUDE.md").read_text("utf-8") == shared


# Two: a team's own `.claude/`.

OWN = {
    ".claude/settings.json": '{\n  "model": "opus",\n  "hooks": {\n    "PreToolUse": [\n      '
    '{"matcher": "Bash", "hooks": [{"type": "command", "command": "./check.sh"}]}\n    ]\n  }\n}\n',
    ".claude/skills/awos-spec/SKILL.md": "---\nname: awos-spec\ndescription: Ours.\n---\nOurs.\n",
    ".claude/agents/developer.md": "---\nname: developer\ndescription: Ours.\n---\nOurs.\n",
    ".mcp.json": '{"mcpServers": {"context7": {"command": "ours"}}}\n',
    "CLAUDE.md": "# Ours\n\nRead this.",
    ".pre-commit-config.yaml": "repos:\n  - repo: https://example.org/a  # ours\n    rev: v1\n"
    "    hooks:\n      - id: a\n",
    ".github/workflows/awos.yml": "name: ours\n",
    "awos.toml": 'documents = "plan"\n',
}


def test_what_a_team_has_is_added_to_or_left_alone(repo: Repository) -> None:
    lay(repo.root, OWN)
    ran = init(repo.root, *BOTH)
    assert ran.code == 0
    made = {path: data.decode() for path, data in files(repo.root).items()}
    for path in (".claude/skills/awos-spec/SKILL.md", ".claude/agents/developer.md", "awos.toml"):
        assert made[path] == OWN[path]
        assert f"yours     {path}" in ran.out
    hooks = settings(repo.root)["hooks"]["PreToolUse"]
    assert hooks[0]["matcher"] == "Bash"
    assert len(hooks) == 3
    servers = settings(repo.root, ".mcp.json")["mcpServers"]
    assert servers["context7"] == {"command": "ours"}
    assert "serena" in servers
    assert made["CLAUDE.md"].startswith(OWN["CLAUDE.md"] + "\n\n<!-- begin awos -->\n")
    assert len(yaml.safe_load(made[".pre-commit-config.yaml"])["repos"]) == 2
    assert "plan/mission.md" in made


# Three and four: other frameworks.

PROVECTUS = {
    ".awos/commands/spec.md": "# Spec\n",
    ".awos/.migration-version": "3\n",
    ".claude/commands/awos/spec.md": "Refer to .awos/commands/spec.md\n",
    "context/product/product-definition.md": "# Product Definition: Bakery\n\nBread.\n",
    "context/product/roadmap.md": "# Product Roadmap\n\n### Phase 1\n\n- [ ] **Bake** Bread\n",
    "context/spec/001-bake/functional-spec.md": "# Functional Specification: Bake\n\nBread.\n",
    "context/spec/001-bake/tasks.md": "# Tasks: Bake\n\n- [ ] **Slice 1: Bake**\n",
}
SPEC_KIT = {
    ".specify/memory/constitution.md": "# Bakery Constitution\n\n## Core Principles\n",
    ".specify/templates/spec-template.md": "# Feature Specification: [FEATURE NAME]\n",
    ".claude/skills/speckit-specify/SKILL.md": "---\nname: speckit-specify\n---\nx\n",
    "specs/001-bake/spec.md": "# Feature Specification: Bake\n\n- **FR-001**: System MUST bake.\n",
    "specs/001-bake/tasks.md": "# Tasks: Bake\n\n- [ ] T001 Heat the oven in src/oven.py\n",
}


@pytest.mark.parametrize(
    ("world", "layout"),
    [(PROVECTUS, "provectus"), (SPEC_KIT, "spec-kit")],
    ids=["awos", "spec-kit"],
)
def test_documents_of_another_framework_stay_the_only_ones(
    repo: Repository, world: dict[str, str], layout: str
) -> None:
    lay(repo.root, world)
    ran = init(repo.root)
    assert ran.code == 0
    assert f"documents of {layout} are here and are read as they are" in ran.err
    assert "awos import" in ran.err
    made = files(repo.root)
    assert not {"context/mission.md", "context/roadmap.md"} & made.keys()
    assert not [path for path in made if path.startswith("context/templates/")]
    for path, text in world.items():
        assert made[path] == text.encode()
    assert json.loads(awos(repo.root, "layout", "--format", "json").out)


# Five: an installation of an older, a later, or a broken awos.


def test_an_older_installation_is_upgraded_and_a_later_one_is_not(repo: Repository) -> None:
    init(repo.root)
    lock = repo.root / ".awos/lock.json"
    text = lock.read_text("utf-8")
    lock.write_text(text.replace('"awos": "0.2.0"', '"awos": "0.0.9"'))
    ran = init(repo.root)
    assert (ran.code, "awos 0.0.9 is installed here: `awos upgrade` first" in ran.err) == (2, True)
    assert awos(repo.root, "upgrade").code == 0
    assert lock.read_text("utf-8") == text
    lock.write_text(text.replace('"awos": "0.2.0"', '"awos": "9.0.0"'))
    for command in ("init", "upgrade", "doctor"):
        ran = awos(repo.root, command)
        assert (ran.code, "awos 9.0.0 was installed here; this is 0.2.0" in ran.err) == (2, True)
    lock.write_text('{"version": 7}')
    ran = init(repo.root)
    assert (ran.code, ".awos/lock.json cannot be used" in ran.err) == (2, True)


# Six: what cannot be written.


def test_a_read_only_file_keeps_everything_as_it_was(repo: Repository) -> None:
    lay(repo.root, {".claude/settings.json": "{}\n", "CLAUDE.md": "Ours.\n"})
    (repo.root / ".claude/settings.json").chmod(0o444)
    before = files(repo.root)
    ran = init(repo.root)
    assert (ran.code, files(repo.root)) == (2, before)
    assert ".claude/settings.json was not changed: it is read-only" in ran.err


def test_a_read_only_disk_ends_in_a_sentence(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(repo.root, {"CLAUDE.md": "Ours.\n"})

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    before = files(repo.root)
    monkeypatch.setattr(Folder, "make_folder", refuse)
    monkeypatch.setattr("awos_lint.files.write._fill_file", refuse)
    ran = init(repo.root)
    assert (ran.code, files(repo.root)) == (2, before)
    assert ".awos/lock.json was not written: " in ran.err
    assert "ead-only file system" in ran.err


# Seven: no git.


def test_without_git_everything_is_written_and_said(tmp_path: Path) -> None:
    ran = init(tmp_path)
    assert ran.code == 0
    assert "`git init` first, or nothing can be undone" in ran.out
    assert (tmp_path / "context/mission.md").is_file()


# Eight: below the top.


def test_in_a_subdirectory_the_top_of_the_repository_is_meant(repo: Repository) -> None:
    lay(repo.root, {"packages/api/main.py": "1\n"})
    ran = init(repo.root / "packages/api")
    assert ran.code == 0
    assert "at the top of the repository" in ran.err
    assert (repo.root / ".claude/settings.json").is_file()
    assert (repo.root / "context/mission.md").is_file()
    assert list(files(repo.root / "packages")) == ["api/main.py"]
    outside = awos(repo.root / "packages/api", "init", "--yes", "--documents", "../../../x")
    assert (outside.code, "lies outside" in outside.err) == (2, True)


# Nine: settings with comments.


def test_comments_in_settings_are_kept(repo: Repository) -> None:
    text = '{\n\t// ours\n\t"model": "x", // why\n\t/* later */\n}\n'
    lay(repo.root, {"opencode.json": text, ".gemini/settings.json": f"\ufeff{text}"})
    ran = init(repo.root, "--agent", "opencode", "--agent", "gemini", *BOTH)
    assert ran.code == 0
    for path in (".gemini/settings.json", "opencode.json"):
        written = (repo.root / path).read_text("utf-8")
        assert all(part in written for part in ("\t// ours\n", " // why\n", "/* later */"))
    assert settings(repo.root, "opencode.json")["mcp"].keys() == {"serena", "context7"}
    assert settings(repo.root, ".gemini/settings.json")["hooks"].keys() >= {"BeforeTool"}
    assert (repo.root / ".gemini/settings.json").read_bytes().startswith(b"\xef\xbb\xbf{")


def test_settings_that_their_agent_does_not_read_are_refused(repo: Repository) -> None:
    # Claude Code 2.1.332 says "Invalid or malformed JSON" and heeds nothing of such a file.
    text = '{\n  // ours\n  "model": "x"\n}\n'
    lay(repo.root, {".claude/settings.json": text})
    ran = init(repo.root, "--agent", "claude")
    assert (ran.code, files(repo.root)[".claude/settings.json"]) == (1, text.encode())
    assert "its agent reads nothing of it" in ran.out
    assert awos(repo.root, "doctor").code == 1


def test_settings_that_cannot_be_read_are_named_and_kept(repo: Repository) -> None:
    broken: dict[str, str | bytes] = {
        ".claude/settings.json": '{"hooks": {"Stop": "no list"}}',
        ".mcp.json": "{",
        "CLAUDE.md": b"\xff\xfe",
    }
    lay(repo.root, broken)
    ran = init(repo.root, *BOTH)
    assert ran.code == 1
    assert "refused   .claude/settings.json  hooks.Stop: `hooks.Stop` is not a list" in ran.out
    assert "refused   CLAUDE.md  awos: it is not UTF-8" in ran.out
    added = ran.out.partition("To add by hand:\n")[2].partition("\nTo know")[0]
    assert '    "mcpServers": {\n        "serena": {' in added
    assert '"args": ["hook", "stop", "--client", "claude"]' in added
    for path in (".mcp.json", "CLAUDE.md"):
        assert files(repo.root)[path] == lay(repo.root, broken).joinpath(path).read_bytes()


# Ten: names that are one where letter case is ignored, and links.


def test_names_that_differ_in_letter_case_alone_are_refused(repo: Repository) -> None:
    lay(repo.root, {"agents.md": "Ours.\n", ".Codex/notes.md": "Ours.\n"})
    repo.commit()
    ran = init(repo.root, "--agent", "codex")
    assert ran.code == 1
    assert "refused   AGENTS.md  awos: agents.md is there, which is the same" in ran.out
    assert "refused   .codex/hooks.json" in ran.out
    made = files(repo.root)
    assert not [path for path in made if path == "AGENTS.md" or path.startswith(".codex")]


def test_links_are_not_followed(repo: Repository, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (repo.root / ".claude").symlink_to(away)
    lay(repo.root, {"AGENTS.md": "Ours.\n"})
    (repo.root / "CLAUDE.md").symlink_to("AGENTS.md")
    ran = init(repo.root, "--agent", "claude")
    assert ran.code == 1
    assert "yours     CLAUDE.md  awos: it is a link, and what it leads to is read" in ran.out
    assert list(away.iterdir()) == []
    assert (repo.root / "AGENTS.md").read_text() == "Ours.\n"


@pytest.mark.parametrize("folder", ['do"cs', "do\\cs", "d\u200bocs"])
def test_folders_with_odd_names_do_not_break_the_configuration(
    repo: Repository, folder: str
) -> None:
    ran = awos(repo.root, "init", "--yes", "--documents", folder)
    if ran.code == 0:
        assert tomllib.loads((repo.root / "awos.toml").read_text("utf-8"))["documents"] == folder
        assert awos(repo.root, "status").code == 0
    else:
        assert (ran.code, files(repo.root)) == (2, {})


@pytest.mark.parametrize("folder", [".git", ".awos/x", ".GIT"])
def test_documents_do_not_live_where_git_or_awos_keep_theirs(repo: Repository, folder: str) -> None:
    ran = awos(repo.root, "init", "--yes", "--documents", folder)
    assert (ran.code, "documents cannot live in" in ran.err) == (2, True)


def test_a_file_where_a_folder_must_be_is_named(repo: Repository) -> None:
    lay(repo.root, {".claude": "ours\n", "context": "ours\n"})
    ran = init(repo.root, "--agent", "claude")
    assert ran.code == 1
    assert ".claude is a file, and a folder is needed there" in ran.out
    assert "context is a file, and a folder is needed there" in ran.out


# Undone, asked, warned.

BAKERY = {
    "CLAUDE.md": "# Bakery\n\nBake at dawn.\n",
    ".claude/settings.json": '{"permissions": {"allow": ["Bash(ls)"]}}\n',
    ".codex/config.toml": 'model = "x"\n',
    ".pre-commit-config.yaml": (
        "repos:\n- repo: local\n  hooks:\n    - id: bake\n      name: bake\n"
        "      entry: bake\n      language: system\n"
    ),
}
FLAGS = ("--agent", "claude", "--agent", "codex", "--documents", "docs", "--server", "serena")
CLOSED = (*FLAGS, "--no-github", "--pre-commit")


def test_undo_restores_every_file_that_was_there(repo: Repository) -> None:
    lay(repo.root, BAKERY)
    repo.commit()
    repo.write("CLAUDE.md", BAKERY["CLAUDE.md"] + "Not committed.\n")
    before = files(repo.root)
    init(repo.root, *ALL, *BOTH)
    assert awos(repo.root, "init", "--undo", "--dry-run").code == 0
    assert len(files(repo.root)) > len(before)
    ran = awos(repo.root, "init", "--undo", "--yes")
    assert ran.code == 0
    assert "  restore   CLAUDE.md\n" in ran.out
    assert files(repo.root) == before
    assert awos(repo.root, "init", "--undo", "--yes").code == 2


def test_undo_keeps_what_was_edited_and_says_so(repo: Repository) -> None:
    init(repo.root)
    repo.write("context/mission.md", "# Ours\n")
    repo.write("CLAUDE.md", (repo.root / "CLAUDE.md").read_text("utf-8") + "Ours.\n")
    skill = ".claude/skills/awos-spec/SKILL.md"
    repo.write(skill, "---\nname: awos-spec\n---\nOurs.\n")
    ran = awos(repo.root, "init", "--undo", "--yes")
    assert ran.code == 0
    assert "  keep      context/mission.md: you edited it\n" in ran.out
    left = files(repo.root)
    assert left.keys() == {"CLAUDE.md", "context/mission.md", skill}
    assert left["CLAUDE.md"].strip() == b"Ours."


def test_undo_by_a_lock_of_0_1_0_names_what_it_cannot_tell(repo: Repository) -> None:
    init(repo.root, "--server", "serena")
    path = repo.root / ".awos/lock.json"
    lock = json.loads(path.read_text("utf-8"))
    del lock["drafts"]
    for piece in lock["pieces"]:
        piece.pop("created", None)
    path.write_text(json.dumps(lock), "utf-8")
    ran = awos(repo.root, "init", "--undo", "--yes")
    assert ran.code == 0
    assert "  keep      .mcp.json: nothing is left in it; " in ran.out
    assert "  keep      awos.toml: it may be yours; " in ran.out
    assert "  keep      context/: its documents may be yours; " in ran.out
    left = files(repo.root)
    assert (left[".mcp.json"], "context/mission.md" in left) == (b"{}\n", True)
    assert not [name for name in left if name.startswith((".awos/", ".claude/skills/"))]


def test_undo_keeps_an_entry_that_was_there_before(repo: Repository) -> None:
    init(repo.root, "--server", "serena")
    entry = (repo.root / ".mcp.json").read_bytes()
    awos(repo.root, "init", "--undo", "--yes")
    repo.write(".mcp.json", entry)
    init(repo.root, "--server", "serena")
    awos(repo.root, "init", "--undo", "--yes")
    assert files(repo.root) == {".mcp.json": entry}


def test_with_every_answer_no_terminal_is_needed(repo: Repository) -> None:
    ran = awos(repo.root, "init", *FLAGS)
    assert (ran.code, files(repo.root)) == (2, {})
    assert "pass --yes, or --pre-commit or --no-pre-commit, --github or --no-github" in ran.err
    assert awos(repo.root, "init", *CLOSED).code == 0


def test_uncommitted_work_is_named(repo: Repository) -> None:
    lay(repo.root, BAKERY)
    repo.commit()
    assert "uncommitted" not in init(repo.root, "--dry-run").err
    repo.write("CLAUDE.md", "Not committed.\n")
    repo.write("notes.txt", "")
    repo.write("src/bake.py", "bake()\n")
    repo.git("add", "src/bake.py")
    warning = "warning: uncommitted changes in CLAUDE.md, notes.txt, src/bake.py\n"
    assert warning in init(repo.root, "--agent", "codex").err


def test_a_changed_file_that_nothing_is_added_to_is_named_too(repo: Repository) -> None:
    lay(repo.root, {"src/bake.py": "bake()\n", "src/eat.py": "eat()\n", "lines.txt": "a\nb\n"})
    repo.commit()
    repo.write("src/bake.py", "bake(2)\n")
    (repo.root / "src/eat.py").unlink()
    (repo.root / "lines.txt").write_bytes(b"a\r\nb\r\n")
    assert "uncommitted changes in src/bake.py, src/eat.py\n" in init(repo.root).err


def test_a_file_that_cannot_be_read_stops_it_before_it_writes(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(repo.root, BAKERY)
    before, real = files(repo.root), Reader.read

    def read(self: Reader, path: str, limit: int) -> bytes | Unread:
        broken = Unread("it cannot be read: input/output error", failed=True)
        return broken if path == "CLAUDE.md" else real(self, path, limit)

    monkeypatch.setattr(Reader, "read", read)
    ran = awos(repo.root, "init", "--yes")
    assert (ran.code, files(repo.root)) == (3, before)
    assert "CLAUDE.md: it cannot be read: input/output error; make it readable" in ran.err


def test_a_change_that_the_disk_did_not_confirm_is_taken_back(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(repo.root, BAKERY)
    before, failing = files(repo.root), ["CLAUDE.md"]

    def confirm(_folder: Folder, path: str) -> None:
        if path in failing:
            failing.remove(path)
            raise DiskError(f"{path} was changed, but the disk did not confirm it")

    monkeypatch.setattr("awos_lint.files.write.sync_folder", confirm)
    ran = awos(repo.root, "init", "--yes")
    assert (ran.code, files(repo.root)) == (2, before)
    init(repo.root)
    assert awos(repo.root, "init", "--undo", "--yes").code == 0
    assert files(repo.root) == before


@pytest.mark.parametrize("folder", [".claude", ".agents/docs", ".github", ".Codex"])
def test_a_folder_of_an_agent_holds_no_documents(repo: Repository, folder: str) -> None:
    ran = awos(repo.root, "init", "--yes", "--documents", folder)
    assert (ran.code, files(repo.root)) == (2, {})
    assert f"documents cannot live in {folder}: " in ran.err


def test_a_baseline_is_named_where_init_left_the_configuration(repo: Repository) -> None:
    init(repo.root)
    repo.write("context/roadmap.md", "# Roadmap\n\n- [ ] **F-01** Bake\n  - after: F-09\n")
    written = awos(repo.root, "check", "--baseline", "base.json", "--write-baseline")
    assert "awos.toml names it" in written.err
    settings_ = tomllib.loads((repo.root / "awos.toml").read_text("utf-8"))
    assert (settings_["baseline"], settings_["governed"]) == ("base.json", {"paths": ["src/**"]})
    assert awos(repo.root, "check").code == 0


SHARED = [
    ("CLAUDE.md", "# Bakery\n\nNo line break at the end"),
    ("CLAUDE.md", "# Bakery\r\n\r\nTwo characters end a line.\r\n"),
    ("CLAUDE.md", ""),
    ("AGENTS.md", "# Bakery\n\n\n\n"),
    (".claude/settings.json", '{"model":"x"}'),
    (".claude/settings.json", '{ "hooks": {} }\n'),
    (
        ".claude/settings.json",
        '{"hooks":{"PreToolUse":[{"matcher":"x","hooks":[]}],"Stop":[]},"b":2}',
    ),
    (".mcp.json", '{"mcpServers":{}}\n'),
    (".codex/config.toml", 'model = "x"'),
    (".codex/config.toml", ""),
    (".pre-commit-config.yaml", "repos:\n  - repo: local\n    hooks:\n      - id: bake"),
]


@pytest.mark.parametrize(("path", "text"), SHARED)
def test_undo_restores_every_byte_of_a_shared_file(repo: Repository, path: str, text: str) -> None:
    (repo.root / path).parent.mkdir(exist_ok=True)
    (repo.root / path).write_bytes(text.encode())
    assert awos(repo.root, "init", "--yes", "--agent", "claude", *BOTH).code == 0
    # A second installation adds to what the first one wrote.
    assert awos(repo.root, "init", "--yes", "--agent", "codex").code == 0
    assert files(repo.root)[path] != text.encode()
    assert awos(repo.root, "init", "--undo", "--yes").code == 0
    assert files(repo.root) == {path: text.encode()}


def test_undo_after_a_second_installation_was_killed(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(repo.root, BAKERY)
    before, real = files(repo.root), Site._record_pristine
    init(repo.root)

    def stop(self: Site, path: str, text: str) -> None:
        if path != PATH:
            raise KeyboardInterrupt
        real(self, path, text)

    monkeypatch.setattr(Site, "_record_pristine", stop)
    assert awos(repo.root, "init", "--yes", "--agent", "codex", *BOTH).code == 130
    assert ".codex/hooks.json" in files(repo.root)
    assert awos(repo.root, "init", "--undo", "--yes").code == 0
    assert files(repo.root) == before


def test_undo_of_a_shared_file_keeps_what_was_added_since(repo: Repository) -> None:
    repo.write("CLAUDE.md", "# Bakery\n")
    init(repo.root)
    installed = (repo.root / "CLAUDE.md").read_text("utf-8")
    repo.write("CLAUDE.md", f"Ours.\n{installed}")
    # What the file held before is not known any more, and is not made up.
    assert awos(repo.root, "init", "--yes", "--agent", "codex").code == 0
    assert awos(repo.root, "init", "--undo", "--yes").code == 0
    assert files(repo.root) == {"CLAUDE.md": b"Ours.\n# Bakery\n"}


def test_a_lock_holds_nothing_of_a_shared_file_but_what_was_replaced(repo: Repository) -> None:
    repo.write(".mcp.json", '{"mcpServers": {"a": {"env": {"KEY": "hidden"}}}}')
    repo.write("CLAUDE.md", "A secret.\n")
    init(repo.root, *BOTH)
    lock = (repo.root / ".awos/lock.json").read_text("utf-8")
    assert '"shared"' in lock
    assert "hidden" not in lock
    assert "secret" not in lock
