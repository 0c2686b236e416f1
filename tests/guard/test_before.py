"""What a coding agent may write: governed code, documents, hooks and the policy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.files.tree import OverlayTree, WorkTree
from awos_lint.guard.governed import explain_closed
from awos_lint.project.load import load_project
from awos_lint.project.partial_load import load_active_part
from awos_lint.project.settings import find_settings
from awos_lint.workflow.view import view_of
from tests.support.command import awos, lay
from tests.support.hooks import (
    GOVERNED,
    OPEN,
    SPEC,
    TASKS,
    UNAPPROVED,
    UNKNOWN,
    WAITING,
    ask,
    denied,
    edit,
    example,
    fed,
    shell,
    write,
)
from tests.support.profiles import scale_examples
from tests.support.repositories import Repository, isolate


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return example(tmp_path_factory.mktemp("guard") / "ledgerly")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def before(repository: Repository, given: object) -> str:
    return denied(ask(repository.root, "pre-tool-use", given))


def test_a_file_of_a_task_in_progress_may_be_edited(repository: Repository) -> None:
    assert before(repository, edit(OPEN)) == ""
    assert before(repository, shell(f"echo x >> {OPEN}")) == ""


def test_what_a_task_waits_for_comes_first(repository: Repository) -> None:
    assert before(repository, edit(WAITING)) == (
        "no task in progress covers src/ledgerly/payments.py, which `src/**` governs:"
        " SPEC-003/T-01 must wait: SPEC-002 is not implemented and F-03 is in progress"
    )


def test_a_task_must_be_started_first(tmp_path: Path) -> None:
    repository = example(tmp_path / "start")
    tasks = repository.root / TASKS
    tasks.write_text(tasks.read_text().replace("- [-] **T-03**", "- [ ] **T-03**", 1))
    assert before(repository, edit(OPEN)) == (
        "no task in progress covers src/ledgerly/invoices.py, which `src/**` governs:"
        " `awos next task`, then `awos task start SPEC-002/T-03`"
    )
    # The task that names the file is proposed, and it waits for the one before.
    assert "SPEC-002/T-05 must wait: T-03 is open" in before(
        repository, edit("src/ledgerly/cli.py")
    )


def test_a_person_must_approve_first(repository: Repository) -> None:
    assert before(repository, write(UNAPPROVED, "x")) == (
        "no task in progress covers src/ledgerly/vat.py, which `src/**` governs:"
        " SPEC-005 is in-review, so a person must read it and run `awos approve SPEC-005`"
    )


def test_a_spec_must_cover_the_file(repository: Repository) -> None:
    assert before(repository, edit(UNKNOWN)) == (
        "src/ledgerly/other.py is governed by `src/**`, and no spec covers it: name it in `touches`"
        " of a spec or in `files` of one of its tasks, and have a person approve that"
    )


def test_a_spec_that_was_changed_since_its_approval_opens_nothing(tmp_path: Path) -> None:
    repository = example(tmp_path / "changed")
    spec = repository.root / "context/specs/002-issue-invoices/spec.md"
    spec.write_text(spec.read_text().replace("drafts an invoice", "writes an invoice", 1))
    assert before(repository, edit(OPEN)) == (
        "no task in progress covers src/ledgerly/invoices.py, which `src/**` governs: SPEC-002 was"
        " changed since its approval, so a person must read it and run `awos approve SPEC-002`"
    )


def test_a_second_document_with_the_id_opens_nothing(tmp_path: Path) -> None:
    repository = example(tmp_path / "twins")
    spec = repository.root / "context/specs/002-issue-invoices/spec.md"
    repository.write("context/specs/009-copy/spec.md", spec.read_bytes())
    assert "SPEC-002 is the id of several documents" in before(repository, edit(OPEN))


def test_what_is_not_governed_is_free(repository: Repository) -> None:
    assert before(repository, edit("tests/cli/test_check.py")) == ""
    assert before(repository, edit("README.md")) == ""
    assert before(repository, shell("echo x > notes.txt; rm -rf build")) == ""


def test_tools_that_write_nothing_are_free(repository: Repository) -> None:
    for name in ("Read", "Grep", "WebFetch", "mcp__serena__find_symbol", ""):
        given = {"tool_name": name, "tool_input": {"file_path": UNKNOWN, "relative_path": UNKNOWN}}
        assert before(repository, given) == ""


def test_servers_write_too(repository: Repository) -> None:
    arguments = {"relative_path": UNKNOWN, "body": "x"}
    given = {"tool_name": "mcp__serena__replace_symbol_body", "tool_input": arguments}
    assert "no spec covers it" in before(repository, given)
    given = {
        "tool_name": "mcp__serena__execute_shell_command",
        "tool_input": {"command": "awos approve SPEC-005"},
    }
    assert "only a person" in before(repository, given)


@pytest.mark.parametrize(
    "arguments",
    [{"path": UNKNOWN}, {"uri": UNKNOWN}, {"uri": "file://{root}/src%2Fledgerly/other.py"}],
)
def test_servers_name_files_by_path_or_uri(
    repository: Repository, arguments: dict[str, str]
) -> None:
    given = {key: value.replace("{root}", str(repository.root)) for key, value in arguments.items()}
    call = {"tool_name": "mcp__files__write_file", "tool_input": given}
    assert "no spec covers it" in before(repository, call)


def test_an_older_tool_for_many_edits_does_not_approve(repository: Repository) -> None:
    edits = [{"old_string": "status: in-review", "new_string": "status: approved"}]
    given = {"tool_name": "MultiEdit", "tool_input": {"file_path": SPEC, "edits": edits}}
    assert "leave the status" in before(repository, given)


@pytest.mark.parametrize("option", ["--check", "--stat", "--numstat", "--summary"])
def test_a_patch_that_is_only_looked_at_writes_nothing(
    repository: Repository, tmp_path: Path, option: str
) -> None:
    patch = tmp_path / "fix.patch"
    patch.write_text(f"--- a/{UNKNOWN}\n+++ b/{UNKNOWN}\n@@ -0,0 +1 @@\n+x\n")
    assert before(repository, shell(f"git apply {option} {patch}")) == ""
    assert "no spec covers it" in before(repository, shell(f"git apply {patch}"))


@pytest.mark.parametrize(
    "command",
    [
        f"echo x > {UNKNOWN}",
        "cd src/ledgerly && echo x > other.py",
        "rm -rf src",
        "rm src/ledgerly/*.py",
        "sed -i s/a/b/ src/ledgerly/store.py",
        "mv src/ledgerly/store.py /tmp/",
        "cp README.md src/ledgerly/",
        "git checkout HEAD -- src",
        "git mv src/ledgerly/store.py src/ledgerly/stores.py",
        "cat > src/ledgerly/other.py <<'E'\nx\nE",
    ],
)
def test_shells_write_too(repository: Repository, command: str) -> None:
    assert "governed by" in before(repository, shell(command)) or "governs" in before(
        repository, shell(command)
    )


def test_a_patch_in_a_file_is_read(repository: Repository, tmp_path: Path) -> None:
    patch = tmp_path / "fix.patch"
    patch.write_text(f"--- a/{UNKNOWN}\n+++ b/{UNKNOWN}\n@@ -0,0 +1 @@\n+x\n")
    for command in (f"git apply {patch}", f"git apply < {patch}", f"patch -p1 < {patch}"):
        assert "no spec covers it" in before(repository, shell(command))
    assert before(repository, shell("git apply nowhere.patch")) == ""
    os.mkfifo(tmp_path / "pipe")
    assert before(repository, shell(f"git apply {tmp_path / 'pipe'}")) == ""


def test_what_lies_outside_is_nobodys_business(repository: Repository, tmp_path: Path) -> None:
    assert before(repository, edit(str(tmp_path / "src/ledgerly/other.py"))) == ""
    assert before(repository, edit("../src/other.py")) == ""
    assert before(repository, edit(str(tmp_path / ".claude/settings.json"))) == ""


def test_another_work_tree_is_judged_by_itself(tmp_path: Path) -> None:
    repository = example(tmp_path / "main")
    repository.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "main" / "trees" / "x"))
    inside = f"{repository.root}/trees/x/{UNKNOWN}"
    assert "no spec covers it" in before(repository, edit(inside))


def test_a_repository_within_takes_nothing_out(tmp_path: Path) -> None:
    repository = example(tmp_path / "outer")
    repository.git("init", "-q", "src")
    assert "no spec covers it" in before(repository, edit(UNKNOWN))
    assert before(repository, edit(OPEN)) == ""
    (repository.root / "tests" / ".git").mkdir()
    assert before(repository, edit("tests/cli/test_check.py")) == ""


def test_the_nearest_configuration_applies(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "mono")
    lay(
        repository.root,
        {"awos.toml": "", "pkg/awos.toml": GOVERNED, "pkg/src/a.py": "", "src/a.py": ""},
    )
    repository.commit()
    assert before(repository, edit("src/a.py")) == ""
    assert "governed by `pkg/src/**`" in before(repository, edit("pkg/src/a.py"))


def test_without_git_paths_are_from_where_awos_runs(tmp_path: Path) -> None:
    lay(tmp_path, {"awos.toml": GOVERNED, "src/a.py": ""})
    assert "no spec covers it" in denied(ask(tmp_path, "pre-tool-use", edit("src/a.py")))
    assert denied(ask(tmp_path, "pre-tool-use", edit("lib/a.py"))) == ""


NAMES = ("src", "ledgerly", "other.py")
LEFT = st.sampled_from(
    ["", "./", "././/", "context/../", "src/../", "nowhere/../", "src/ledgerly/../../"]
)
BETWEEN = st.sampled_from(["/", "//", "/./", "/x/../"])


@settings(max_examples=scale_examples(30), deadline=None)
@given(LEFT, BETWEEN, BETWEEN, st.sampled_from(["", "root", "link", "folder"]))
def test_any_spelling_of_a_governed_file_is_denied(
    repository: Repository, left: str, one: str, other: str, form: str
) -> None:
    path = f"{left}{NAMES[0]}{one}{NAMES[1]}{other}{NAMES[2]}"
    given = edit(path)
    link = repository.root.parent / "link"
    if not link.is_symlink():
        link.symlink_to(repository.root)
    if form in ("root", "link"):
        given = edit(os.path.join(repository.root if form == "root" else link, path))
    elif form == "folder":
        given = edit(f"../{path}") | {"cwd": str(repository.root / "context")}
    assert "no spec covers it" in before(repository, given)


def test_a_link_to_a_governed_file_is_that_file(tmp_path: Path) -> None:
    repository = example(tmp_path / "links")
    (repository.root / "free.py").symlink_to(OPEN.replace("invoices", "store"))
    (repository.root / "door").symlink_to("src")
    assert "governs" in before(repository, edit("free.py"))
    assert "no spec covers it" in before(repository, edit("door/ledgerly/other.py"))


# Approvals.


RECORD = "approvals:\n  - by: Ada <ada@example.org>\n    at: 2026-11-01\n    digest: sha256:v1:00\n"


def test_no_edit_approves(repository: Repository) -> None:
    asks = "only a person approves SPEC-005: leave the status at `in-review`, and ask for"
    assert asks in before(repository, edit(SPEC, "status: in-review", "status: approved"))
    assert asks in before(repository, edit(SPEC, "in-review", "implemented"))
    text = (repository.root / SPEC).read_text()
    assert asks in before(repository, write(SPEC, text.replace("in-review", "approved")))
    assert "leave `approvals` as it is" in before(
        repository, edit(SPEC, "owners:", f"{RECORD}owners:")
    )


def test_no_edit_changes_a_record(repository: Repository) -> None:
    spec = "context/specs/002-issue-invoices/spec.md"
    assert "leave `approvals`" in before(repository, edit(spec, "Mara Lindqvist <m", "Ada <m"))
    assert "leave `approvals`" in before(repository, edit(spec, "at: 2026-09-01", "at: 2026-09-02"))
    assert before(repository, edit(spec, "# Issue invoices", "# Issue many invoices")) == ""


def test_no_new_document_is_approved(repository: Repository) -> None:
    path = "context/decisions/0099-use-x.md"
    text = "---\nid: ADR-0099\nstatus: {}\n---\n# Use X\n"
    assert "leave the status" in before(repository, write(path, text.format("accepted")))
    assert before(repository, write(path, text.format("proposed"))) == ""
    assert "only a person" in before(repository, shell(f"echo accepted > {path}"))


def test_what_rests_on_an_approval_may_go_on(repository: Repository) -> None:
    assert before(repository, edit(TASKS, "status: approved", "status: done")) == ""
    assert before(repository, edit(TASKS, "- [-] **T-03**", "- [x] **T-03**")) == ""
    assert before(repository, edit(SPEC, "status: in-review", "status: draft")) == ""


def test_prose_may_speak_of_approvals(repository: Repository) -> None:
    assert before(repository, edit(SPEC, "# VAT summary", "# Approved VAT summary")) == ""
    assert before(repository, shell("echo approved > notes.md")) == ""
    assert "with your tool for edits" in before(
        repository, shell(f"sed -i s/in-review/approved/ {SPEC}")
    )


def test_a_patch_does_not_approve(repository: Repository) -> None:
    def patch(*lines: str) -> dict[str, object]:
        text = "\n".join(["*** Begin Patch", f"*** Update File: {SPEC}", *lines, "*** End Patch"])
        return {"tool_name": "apply_patch", "tool_input": {"command": text}}

    def asked(given: object) -> str:
        return denied(ask(repository.root, "pre-tool-use", given, "codex"))

    hunk = ("@@", " id: SPEC-005", "-status: in-review", "+status: approved", " feature: F-06")
    assert "leave the status at `in-review`" in asked(patch(*hunk))
    assert asked(patch("@@", "-# VAT summary", "+# Summary of the VAT")) == ""
    # It does not fit, so that nobody can tell what it does.
    assert "with your tool for edits" in asked(patch("@@", "-nowhere", "+status: approved"))


@pytest.mark.parametrize(("old", "new"), [("in-review", "approved"), ("review", "nothing")])
def test_many_edits_at_once(repository: Repository, old: str, new: str) -> None:
    edits = [
        {"old_string": "# VAT summary", "new_string": "# VAT"},
        {"old_string": old, "new_string": new},
    ]
    given = {"tool_name": "Edit", "tool_input": {"file_path": SPEC, "edits": edits}}
    assert bool(before(repository, given)) == (new == "approved")


# Hooks and policy.


@pytest.mark.parametrize(
    "path",
    [
        ".claude/settings.json",
        ".claude/settings.local.json",
        ".Claude/Settings.json",
        ".codex/hooks.json",
        ".codex/config.toml",
        ".github/hooks/awos.json",
        ".cursor/hooks.json",
        ".gemini/settings.json",
        ".qwen/settings.json",
        ".kiro/hooks/awos.json",
        ".opencode/plugins/awos.js",
        "web/.claude/settings.json",
        ".git/hooks/pre-commit",
        ".git/config",
        ".awos/lock.json",
        ".awos/pristine/x.md",
        "awos.toml",
        "context/../awos.toml",
        "pkg/.awos.toml",
        "CODEOWNERS",
        ".github/CODEOWNERS",
        "allowed_signers",
    ],
)
def test_only_a_person_changes_hooks_and_policy(repository: Repository, path: str) -> None:
    assert " person " in before(repository, write(path, "{}"))
    assert " person " in before(repository, shell(f"echo '{{}}' > {path}"))


def test_other_settings_of_hosts_are_free(repository: Repository) -> None:
    for path in (".claude/skills/x/SKILL.md", ".mcp.json", ".github/workflows/ci.yml"):
        assert before(repository, write(path, "{}")) == ""


def test_a_project_file_is_policy_as_far_as_it_is(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "project")
    text = '[project]\nname = "a"\n\n[tool.awos.governed]\npaths = ["src/**"]\n'
    repository.write("pyproject.toml", text)
    repository.commit()
    assert before(repository, edit("pyproject.toml", 'name = "a"', 'name = "b"')) == ""
    assert "who may approve" in before(repository, edit("pyproject.toml", "src/**", "lib/**"))
    assert "who may approve" in before(repository, write("pyproject.toml", "[project]\n"))
    assert "who may approve" in before(repository, write("pyproject.toml", f"{text}]]"))
    assert "your tool for edits" in before(repository, shell("echo x >> pyproject.toml"))


def test_a_project_file_without_policy_gets_none(repository: Repository) -> None:
    assert before(repository, edit("pyproject.toml", "ledgerly", "books")) == ""
    assert before(repository, shell("sed -i s/1/2/ pyproject.toml")) == ""
    added = write("pyproject.toml", '[tool.awos]\ndocuments = "elsewhere"\n')
    assert "who may approve" in before(repository, added)


# What cannot be judged.


def test_a_configuration_that_cannot_be_used_keeps_governed_code_closed(tmp_path: Path) -> None:
    repository = example(tmp_path / "broken")
    repository.write("awos.toml", f"nonsense = 1\n{GOVERNED}")
    assert "awos cannot tell whether it may be edited: awos.toml: nonsense" in before(
        repository, edit(OPEN)
    )
    assert before(repository, edit("lib/x.py")) == ""
    repository.write("awos.toml", f"{GOVERNED}]")
    assert "not valid TOML" in before(repository, edit("lib/x.py"))
    repository.write("awos.toml", "]")
    assert before(repository, edit("lib/x.py")) == ""


def test_documents_that_cannot_be_read_keep_governed_code_closed(tmp_path: Path) -> None:
    repository = example(tmp_path / "unread")
    repository.write("context/specs/002-issue-invoices/spec.md", b"\xff\xfe\x00---\n")
    assert "no task in progress covers" in before(repository, edit(OPEN)) or "no spec" in before(
        repository, edit(OPEN)
    )


def test_without_an_answer_of_git_governed_code_stays_closed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support.repositories import first_on_path, install_git

    install_git(
        tmp_path / "bin", "echo fatal: detected dubious ownership in repository >&2; exit 128"
    )
    first_on_path(monkeypatch, tmp_path / "bin")
    assert "awos cannot tell" in before(repository, edit(OPEN))
    assert before(repository, edit("lib/x.py")) == ""


def test_a_bug_keeps_governed_code_closed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(*_: object) -> str:
        raise RuntimeError("a bug")

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("awos_lint.actions.answer_hook.Guard.find_refusal", fails)
    ran = ask(repository.root, "pre-tool-use", edit(OPEN))
    assert "awos has a bug" in denied(ran)
    assert "this is a bug in awos" in ran.err
    assert "Traceback" not in ran.err
    assert denied(ask(repository.root, "pre-tool-use", edit("lib/x.py"))) == ""


def test_the_task_that_is_started_opens_its_files(tmp_path: Path) -> None:
    repository = example(tmp_path / "walk")
    tasks = repository.root / "context/specs/003-record-payments/tasks.md"
    assert "SPEC-003/T-01 must wait" in before(repository, edit(WAITING))
    tasks.write_text(tasks.read_text().replace("- [ ] **T-01**", "- [-] **T-01**", 1))
    assert before(repository, edit(WAITING)) == ""
    tasks.write_text(tasks.read_text().replace("- [-] **T-01**", "- [x] **T-01**", 1))
    assert "SPEC-003/T-02 must wait" in before(repository, edit(WAITING))
    assert awos(repository.root, "check").code in (0, 1)


SPECS = ("002-issue-invoices", "003-record-payments", "005-vat-summary")
CHANGES = [
    (f"context/specs/{SPECS[0]}/tasks.md", "[-] **T-03**", "[ ] **T-03**"),
    (f"context/specs/{SPECS[0]}/tasks.md", "status: approved", "status: draft"),
    (f"context/specs/{SPECS[0]}/tasks.md", "spec: SPEC-002", "spec: SPEC-003"),
    (f"context/specs/{SPECS[0]}/spec.md", "id: SPEC-002", "id: SPEC-001"),
    (f"context/specs/{SPECS[0]}/spec.md", "status: approved", "status: retired"),
    (f"context/specs/{SPECS[0]}/spec.md", "# Issue invoices", "# Issue more"),
    (f"context/specs/{SPECS[0]}/spec.md", "src/ledgerly/invoices.py", "src/**"),
    (f"context/specs/{SPECS[1]}/tasks.md", "[ ] **T-01**", "[-] **T-01**"),
    (f"context/specs/{SPECS[1]}/tasks.md", "spec: SPEC-003", "spec: [SPEC-003"),
    (f"context/specs/{SPECS[2]}/tasks.md", "[ ] **T-01**", "[-] **T-01**"),
    ("context/roadmap.md", "status: approved", "status: draft"),
    ("context/decisions/0003-amounts-are-whole-cents.md", "id: ADR-0003", "id: SPEC-002"),
    ("context/decisions/0003-amounts-are-whole-cents.md", "---\n\n#", "---\n\nx #"),
]


@settings(max_examples=scale_examples(30), deadline=None)
@given(st.sets(st.sampled_from(range(len(CHANGES))), max_size=5))
def test_the_few_documents_say_what_all_of_them_say(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, chosen: set[int]
) -> None:
    files = {path: (repository.root / path).read_text("utf-8") for path, _, _ in CHANGES}
    for number in chosen:
        path, old, new = CHANGES[number]
        files[path] = files[path].replace(old, new, 1)
    tree = OverlayTree(WorkTree(str(repository.root)), files)
    found = find_settings(tree)
    few, whole = load_active_part(tree, found), load_project(tree, found)
    for path in (OPEN, WAITING, UNAPPROVED, UNKNOWN, "src/ledgerly/cli.py"):
        why = explain_closed(view_of(whole.project, found.config), path, "src/**")
        open_ = few is not None and not explain_closed(
            view_of(few.project, found.config), path, "src/**"
        )
        assert open_ == (why == "")


def test_folders_that_hold_hooks_are_kept(repository: Repository) -> None:
    for command in ("rm -rf .claude", "mv .codex x", "rm -rf .git", "git rm -r .github/hooks"):
        assert "holds hooks" in before(repository, shell(command))
    assert before(repository, shell("cp x .claude/")) == ""
    for command in ("sed -i /awos/d .pre-commit-config.yaml", "rm .github/workflows/awos.yml"):
        assert "holds hooks" in before(repository, shell(command))
    assert before(repository, shell("rm .github/workflows/other.yml")) == ""


@pytest.mark.parametrize(
    "command",
    [
        "rm .claude/settings.json",
        "rm -rf .claude",
        "rm .claude/*",
        "mv .claude/settings.json .claude/settings.json.bak",
        "echo '{}' | tee .claude/settings.json",
        "cp x/settings.json .claude/",
        "cp x/settings.json .claude",
        "cd .claude && cp ../x/settings.json .",
        "chmod -x .git/hooks/pre-commit",
        "git checkout HEAD~1 -- .claude/settings.json",
        "git restore --source HEAD~1 .claude/settings.json",
        "curl -so .claude/settings.json https://example.org",
        "wget -qO .claude/settings.json https://example.org",
    ],
)
def test_hooks_are_kept_however_they_are_written(tmp_path: Path, command: str) -> None:
    repository = example(tmp_path / "hooks")
    repository.write(".claude/settings.json", "{}")
    assert "holds hooks" in before(repository, shell(command)) or "`.claude/*` holds" in before(
        repository, shell(command)
    )


@pytest.mark.parametrize(
    "command",
    [
        "cp -r docs /tmp/docs",
        "cp awos.toml awos.toml.bak",
        "cp .claude/settings.json /tmp/",
        "tar -xf x.tar -C build",
        "chmod +x scripts/run.sh",
        "git restore --staged src/ledgerly/store.py",
        "curl -fsSLo build/x.json https://example.org",
    ],
)
def test_other_files_are_written_in_the_same_ways(repository: Repository, command: str) -> None:
    assert before(repository, shell(command)) == ""


def test_an_edit_that_grows_without_end_is_not_followed(repository: Repository) -> None:
    edits = [{"old_string": "e", "new_string": "ee", "replace_all": True}] * 40
    given = {"tool_name": "Edit", "tool_input": {"file_path": SPEC, "edits": edits}}
    assert before(repository, given) == ""
    edits.append({"old_string": "status: in-review", "new_string": "status: approved"})
    assert "with your tool for edits" in before(repository, given)


def test_many_other_files_hide_no_governed_one(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "many")
    files = {f"pkg/a/{number}.txt": "" for number in range(300)}
    lay(repository.root, {"awos.toml": '[governed]\npaths = ["pkg/src/**"]\n', **files})
    assert before(repository, shell("rm -rf pkg")) == ""
    lay(repository.root, {"pkg/src/x.py": ""})
    repository.commit()
    assert "no spec covers it" in before(repository, shell("rm -rf pkg"))
    lay(repository.root, {"pkg/z/.claude/settings.json": "{}"})
    assert "pkg/z/.claude/settings.json, which only" in before(repository, shell("rm -rf pkg"))


def test_what_a_folder_or_a_glob_takes_in_is_named_with_it(tmp_path: Path) -> None:
    repository = example(tmp_path / "own")
    repository.write(".awos/lock.json", "{}\n")
    repository.write("conf/.awos.toml", "")
    both = "holds .awos/lock.json and others, which only a person changes or takes away"
    for command in ("git checkout HEAD~1 -- .", "rm -r .", "cd src; git checkout main .."):
        written = command.rpartition(" ")[2]
        why = before(repository, shell(command))
        assert f"{written}` {both}: name the files that you mean, without them" in why
        assert "awos upgrade" not in why
    why = before(repository, shell("rm -r conf"))
    assert "`conf` holds conf/.awos.toml, which only a person changes" in why
    assert why.endswith("name the files that you mean, without it")


def test_what_is_moved_away_is_named_before_where_it_goes(repository: Repository) -> None:
    for command in ("mv awos.toml x", "mv -t x awos.toml", "mv -f awos.toml x/"):
        why = before(repository, shell(command))
        assert why.startswith("awos.toml decides which rules apply")
    why = before(repository, shell("mv src/ledgerly/store.py x"))
    assert "src/ledgerly/store.py" in why


def test_where_the_folder_is_gone_absolute_paths_are_judged(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with fed(edit(f"{repository.root}/{UNKNOWN}")):
        ran = awos(Path(), "hook", "pre-tool-use", "--client", "claude")
    monkeypatch.chdir(tmp_path)
    assert "no spec covers it" in denied(ran)


def test_many_files_at_once(repository: Repository) -> None:
    text = "\n".join(f"*** Add File: lib/{number}.py\n+x" for number in range(501))
    given = {"tool_name": "apply_patch", "tool_input": {"command": text}}
    ran = ask(repository.root, "pre-tool-use", given, "codex")
    assert "more than 500 files" in denied(ran)
    names = " ".join(f"d{number}/x.md" for number in range(2_000))
    assert "more than 200 files" in before(repository, shell(f"touch {names}"))
