"""A step is judged in whatever state a repository is, or the run says what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from awos_lint.report import FORMATS
from tests.support.command import Ran, awos, lay
from tests.support.repositories import Repository, isolate

ONE = "context/decisions/0001-use-files.md"
TWO = "context/decisions/0002-use-sqlite.md"
SPEC = "context/specs/001-cart/spec.md"
TASKS = "context/specs/001-cart/tasks.md"


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def decision(status: str, title: str = "Use files", **front: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    parts = "".join(f"\n## {name}\n\nText.\n" for name in ("Context", "Decision", "Consequences"))
    return f"---\nstatus: {status}\n{lines}---\n\n# {title}\n{parts}"


def tasks(*lines: str) -> str:
    return "---\nstatus: draft\n---\n\n# Tasks\n\n" + "".join(f"{line}\n" for line in lines)


START = {
    "awos.toml": 'select = ["change", "reference"]\n',
    ONE: decision("deprecated"),
    TWO: decision("accepted", "Use SQLite"),
    TASKS: tasks("- [ ] **T-01** Do it", "  - files: `src/cart.py`"),
    "src/cart.py": "A = 1\n",
}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A project on main, and the branch topic checked out."""
    made = Repository.create(tmp_path / "repo")
    commit(made, START)
    made.git("switch", "-q", "-c", "topic")
    return made


def commit(repo: Repository, files: dict[str, str], *gone: str) -> str:
    lay(repo.root, files)
    for path in gone:
        (repo.root / path).unlink()
    return repo.commit()


def judged(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """Return the exit code and the rules that found something."""
    ran = awos(folder, "check", "--format", "json", *arguments)
    found = json.loads(ran.out)["findings"] if ran.out else []
    return ran.code, {finding["rule"] for finding in found}


REVERSED = (1, {"change-status-reversed"})
CLEAN: tuple[int, set[str]] = (0, set())


# Where a step ends.


def test_a_step_between_commits(repo: Repository) -> None:
    commit(repo, {ONE: decision("accepted")})
    assert judged(repo.root) == CLEAN
    assert judged(repo.root, "--diff", "main...HEAD") == REVERSED
    assert judged(repo.root, "--diff", "main..topic") == REVERSED
    assert judged(repo.root, "--diff=main...") == REVERSED
    assert judged(repo.root, "--since", "main") == REVERSED
    assert judged(repo.root, "--diff", "HEAD..HEAD") == CLEAN


def test_a_step_that_ends_on_the_disk_or_in_the_index(repo: Repository) -> None:
    lay(repo.root, {ONE: decision("accepted")})
    assert judged(repo.root, "--since", "main") == REVERSED
    assert judged(repo.root, "--since", "main", "--staged") == CLEAN
    repo.git("add", "-A")
    lay(repo.root, {ONE: decision("deprecated")})
    assert judged(repo.root, "--since", "main", "--staged") == REVERSED
    assert judged(repo.root, "--since", "main") == CLEAN


def test_a_step_that_ends_in_a_commit_that_is_not_checked_out(repo: Repository) -> None:
    head = commit(repo, {ONE: decision("accepted")})
    repo.git("switch", "-q", "main")
    lay(repo.root, {"junk.md": "---\nkind: adr\n---\n"})
    assert judged(repo.root, "--at", head, "--since", "main") == REVERSED
    assert judged(repo.root, "--diff", f"main...{head}") == REVERSED


def test_files_on_the_disk_count_as_changed_by_what_they_hold(repo: Repository) -> None:
    ticked = tasks("- [x] **T-01** Do it", "  - files: `src/cart.py`")
    lay(repo.root, {TASKS: ticked})
    assert judged(repo.root, "--since", "main") == (1, {"change-task-without-files"})
    (repo.root / "src/cart.py").touch()
    assert judged(repo.root, "--since", "main") == (1, {"change-task-without-files"})
    lay(repo.root, {"src/cart.py": "A = 2\n"})
    assert judged(repo.root, "--since", "main") == CLEAN
    (repo.root / "src/cart.py").unlink()
    assert judged(repo.root, "--since", "main") == CLEAN


def test_new_files_that_git_does_not_know_yet_are_in_the_step(repo: Repository) -> None:
    ticked = tasks("- [x] **T-01** Do it", "  - files: `src/new.py`")
    lay(repo.root, {TASKS: ticked, "src/new.py": ""})
    assert judged(repo.root, "--since", "main") == CLEAN


def test_line_endings_that_git_converts_are_no_change(repo: Repository) -> None:
    ticked = tasks("- [x] **T-01** Do it", "  - files: `src/cart.py`")
    lay(repo.root, {TASKS: ticked, "src/cart.py": "A = 1\r\n"})
    assert judged(repo.root, "--since", "main") == (1, {"change-task-without-files"})


# Shapes of history.


def test_a_renamed_document_is_the_same_one(repo: Repository) -> None:
    repo.git("switch", "-q", "main")
    commit(repo, {ONE: decision("deprecated", id="ADR-0001")})
    repo.git("switch", "-q", "-c", "rename")
    moved = "context/decisions/0001-keep-files.md"
    commit(repo, {moved: decision("accepted", "Keep files", id="ADR-0001")}, ONE)
    assert judged(repo.root, "--diff", "main...HEAD") == REVERSED


def test_a_merge_of_the_base_brings_nothing_into_the_step(repo: Repository) -> None:
    commit(repo, {SPEC: "# Cart\n"})
    repo.git("switch", "-q", "main")
    commit(repo, {ONE: decision("accepted")})
    repo.git("switch", "-q", "topic")
    repo.git("merge", "-q", "-m", "merge", "main")
    assert judged(repo.root, "--diff", "main...HEAD") == CLEAN


def test_an_evil_merge_is_in_the_step(repo: Repository) -> None:
    commit(repo, {SPEC: "# Cart\n"})
    repo.git("switch", "-q", "main")
    commit(repo, {"src/other.py": ""})
    repo.git("switch", "-q", "topic")
    repo.git("merge", "-q", "--no-commit", "main")
    commit(repo, {ONE: decision("accepted")})
    assert judged(repo.root, "--diff", "main...HEAD") == REVERSED


def test_an_octopus_merge_is_one_step(repo: Repository) -> None:
    for name, path in (("a", ONE), ("b", "src/b.py"), ("c", "src/c.py")):
        repo.git("switch", "-q", "-c", name, "main")
        commit(repo, {path: decision("accepted")})
    repo.git("switch", "-q", "topic")
    commit(repo, {"src/own.py": ""})
    repo.git("merge", "-q", "-m", "octopus", "a", "b", "c")
    assert judged(repo.root, "--diff", "main...HEAD") == REVERSED


def test_a_revert_of_a_supersession_is_no_reversal(repo: Repository) -> None:
    repo.git("switch", "-q", "main")
    accepted = {ONE: decision("accepted"), TWO: decision("proposed", "Use SQLite")}
    commit(repo, accepted)
    commit(
        repo,
        {
            ONE: decision("superseded", superseded_by="[ADR-0002]"),
            TWO: decision("accepted", "Use SQLite", supersedes="[ADR-0001]"),
        },
    )
    repo.git("switch", "-q", "-c", "back")
    repo.git("revert", "--no-edit", "HEAD")
    assert judged(repo.root, "--diff", "main...HEAD") == CLEAN


def test_crosswise_merges_are_said(repo: Repository) -> None:
    first = commit(repo, {SPEC: "# Cart\n"})
    repo.git("switch", "-q", "main")
    commit(repo, {"src/other.py": ""})
    second = repo.git("rev-parse", "HEAD")
    repo.git("merge", "-q", "-m", "one", first)
    repo.git("switch", "-q", "topic")
    repo.git("merge", "-q", "-m", "other", second)
    ran = awos(repo.root, "check", "--diff", "main...HEAD")
    assert ran.code == 3
    assert "crosswise" in ran.err
    assert judged(repo.root, "--diff", "main..HEAD") == CLEAN


def test_a_detached_head_and_a_linked_work_tree(repo: Repository, tmp_path: Path) -> None:
    head = commit(repo, {ONE: decision("accepted")})
    repo.git("switch", "-q", "main")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"), head)
    assert judged(tmp_path / "linked", "--diff", "main...HEAD") == REVERSED
    assert judged(tmp_path / "linked" / "context", "--since", "main") == REVERSED


def test_a_submodule_is_a_change_like_any_other(repo: Repository, tmp_path: Path) -> None:
    inner = Repository.create(tmp_path / "inner")
    inner.commit(x="x\n")
    add = ("-c", "protocol.file.allow=always", "submodule", "add", "-q")
    repo.git(*add, str(inner.root), "src/inner")
    ticked = tasks("- [x] **T-01** Do it", "  - files: `src/inner`")
    commit(repo, {TASKS: ticked})
    assert judged(repo.root, "--diff", "main...HEAD") == CLEAN
    assert judged(repo.root, "--since", "main")[0] == 0


def test_a_sparse_checkout_has_deleted_nothing(repo: Repository) -> None:
    repo.git("sparse-checkout", "set", "--no-cone", "/src/", "/awos.toml")
    assert not (repo.root / ONE).exists()
    assert judged(repo.root, "--since", "main") == CLEAN
    assert judged(repo.root, "--since", "main", "--staged") == CLEAN


def test_replaced_commits_are_not_believed(repo: Repository) -> None:
    head = commit(repo, {ONE: decision("accepted")})
    repo.git("replace", repo.git("rev-parse", "main"), head)
    (repo.root / ".git/info/grafts").write_text(f"{head}\n")
    assert judged(repo.root, "--diff", "main...topic") == REVERSED


# What is not there.


def clone(repo: Repository, to: Path, *options: str) -> Path:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "-q", *options, f"file://{repo.root}", str(to))
    return to


def test_a_shallow_clone_is_incomplete(repo: Repository, tmp_path: Path) -> None:
    commit(repo, {"src/more.py": ""})
    commit(repo, {ONE: decision("accepted")})
    shallow = clone(repo, tmp_path / "shallow", "--depth=1", "--no-single-branch")
    for arguments in (["--diff", "origin/main...HEAD"], ["--since", "origin/main"]):
        ran = awos(shallow, "check", *arguments)
        assert (ran.code, ran.out) == (3, "")
        assert "fetch-depth: 0" in ran.err
    assert judged(shallow, "--diff", "origin/main..HEAD") == REVERSED


MACHINES = sorted(set(FORMATS) - {"full", "concise"})


@pytest.mark.parametrize("name", MACHINES)
def test_an_incomplete_step_says_why_in_the_format_asked_for(
    repo: Repository, tmp_path: Path, name: str
) -> None:
    commit(repo, {ONE: decision("accepted")})
    repo.git("switch", "-q", "--orphan", "alone")
    repo.commit()
    repo.git("switch", "-q", "topic")
    shallow = clone(repo, tmp_path / "shallow", "--depth=1", "--no-single-branch")
    broken = Repository.create(tmp_path / "broken")
    broken.write(".git/index", b"DIRC" + bytes(100))
    for root, arguments, code, why in (
        (shallow, ["--since", "origin/main"], 3, "fetch-depth: 0"),
        (repo.root, ["--since", "gone"], 2, "names no commit here"),
        (repo.root, ["--diff", "gone...HEAD"], 2, "names no commit here"),
        (repo.root, ["--at", "gone"], 2, "names no commit here"),
        (repo.root, ["--diff", "alone...HEAD"], 3, "have no commit in common"),
        (broken.root, [], 3, "git fsck"),
        (repo.root / ".git", [], 3, "run awos in a work tree"),
    ):
        ran = awos(root, "check", *arguments, "--format", name)
        assert (ran.code, why in ran.out, why in ran.err) == (code, True, True), (root, arguments)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_an_earlier_run_is_replaced(
    repo: Repository, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "report"
    out.write_text("all is well")
    ran = awos(repo.root, "check", "--since", "gone", "--format", name, "-o", str(out))
    assert (ran.code, ran.out) == (2, "")
    assert "not checked" in out.read_text() or "names no commit here" in out.read_text()


def test_a_base_whose_documents_were_not_fetched_is_incomplete(
    repo: Repository, tmp_path: Path
) -> None:
    commit(repo, {ONE: decision("accepted")})
    partial = clone(repo, tmp_path / "partial", "--filter=blob:none", "--branch=topic")
    ran = awos(partial, "check", "--diff", "origin/main...HEAD")
    assert ran.code == 3
    assert f"{ONE} at " in ran.err
    assert "git fetch --refetch" in ran.err


def test_a_clone_without_trees_is_incomplete(repo: Repository, tmp_path: Path) -> None:
    commit(repo, {ONE: decision("accepted")})
    partial = clone(repo, tmp_path / "partial", "--filter=tree:0", "--branch=topic")
    ran = awos(partial, "check", "--diff", "origin/main...HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert "git fetch --refetch" in ran.err


def test_commits_that_are_missing_matter_only_to_those_who_ask(
    repo: Repository, tmp_path: Path
) -> None:
    repo.git("switch", "-q", "main")
    strict = 'select = ["change"]\n[changes]\nseparate-commits = true\n'
    commit(repo, {"awos.toml": strict})
    repo.git("switch", "-q", "-c", "approve")
    commit(repo, {SPEC: "# Cart\n"})
    record = f"[{{by: Mara, at: 2026-01-02, digest: 'sha256:v1:{'a' * 64}'}}]"
    front = f"---\nstatus: approved\napprovals: {record}\n---\n"
    commit(repo, {SPEC: f"{front}\n# The cart\n"})
    found = {"change-approval-with-edit", "change-outdated-record"}
    assert judged(repo.root, "--diff", "main...HEAD") == (1, found)
    shallow = clone(repo, tmp_path / "shallow", "--depth=1", "--no-single-branch")
    ran = awos(shallow, "check", "--diff", "origin/main..HEAD")
    assert ran.code == 3
    assert "how SPEC-001 was approved: not all commits" in ran.err


# What is reported.


def test_only_what_the_step_may_have_caused_is_reported(repo: Repository) -> None:
    repo.git("switch", "-q", "main")
    commit(repo, {TWO: decision("accepted", "Use SQLite", depends_on="[ADR-0099]")})
    repo.git("switch", "-q", "-c", "more")
    commit(repo, {SPEC: "---\ndecisions: [ADR-0098]\n---\n# Cart\n"})
    whole, step = awos(repo.root, "check", "--whole"), awos(repo.root, "check", "--since", "main")
    assert ("ADR-0099" in whole.out, "ADR-0098" in whole.out) == (True, True)
    assert ("ADR-0099" in step.out, "ADR-0098" in step.out) == (False, True)
    assert "ADR-0098" not in awos(repo.root, "check", "--since", "HEAD").out


def test_documents_that_depend_on_a_deleted_one_are_reported(repo: Repository) -> None:
    repo.git("switch", "-q", "main")
    linked = f"# Cart\n\nSee [the decision](../../{TWO.removeprefix('context/')}).\n"
    commit(repo, {SPEC: f"---\ndecisions: [ADR-0002]\n---\n{linked}"})
    repo.git("switch", "-q", "-c", "delete")
    commit(repo, {}, TWO)
    code, found = judged(repo.root, "--since", "main")
    assert (code, found) == (1, {"reference-dangling", "reference-broken-link"})


def test_paths_narrow_the_report_further(repo: Repository) -> None:
    commit(repo, {ONE: decision("accepted")})
    assert judged(repo.root, "--since", "main", "context/specs") == CLEAN
    assert judged(repo.root, "--since", "main", "context/decisions") == REVERSED


def test_an_approved_text_that_is_edited_is_one_finding(repo: Repository) -> None:
    (repo.root / "awos.toml").unlink()
    lay(repo.root, {SPEC: "---\nstatus: draft\n---\n# Cart\n"})
    assert awos(repo.root, "approve", "--as", "Mara", "--yes", "ADR-0002").code == 0
    base = repo.commit()
    text = (repo.root / TWO).read_text()
    commit(repo, {TWO: text.replace("Text.", "Other text.", 1)})
    ran = awos(repo.root, "check", "--format", "json", "--diff", f"{base}..HEAD")
    found = [f["rule"] for f in json.loads(ran.out)["findings"] if f["path"] == TWO]
    assert found == ["approval-void"]


# Whose configuration decides.


def test_a_step_does_not_silence_what_judges_it(repo: Repository) -> None:
    loose = 'select = ["change"]\nignore = ["change"]\n[severity]\nchange = "off"\n'
    commit(repo, {ONE: decision("accepted"), "awos.toml": loose})
    code, found = judged(repo.root, "--since", "main")
    assert (code, found) == (1, {"change-status-reversed", "change-policy-loosened"})
    assert judged(repo.root, "--since", "main", "--ignore", "change") == CLEAN


def test_a_base_whose_configuration_is_broken_can_be_mended(repo: Repository) -> None:
    repo.git("switch", "-q", "main")
    for broken in (
        "select = [",
        'ignore = ["no-such-rule"]\n[rules.change-status-reversed]\nx=1\n',
    ):
        commit(repo, {"awos.toml": broken})
        base = repo.git("rev-parse", "HEAD")
        commit(repo, {"awos.toml": START["awos.toml"], ONE: decision("accepted")})
        code, found = judged(repo.root, "--diff", f"{base}..HEAD")
        assert code == 1
        assert "change-status-reversed" in found
        commit(repo, {ONE: START[ONE]})


def test_a_base_without_documents_is_judged_by_the_head_with_a_notice(repo: Repository) -> None:
    repo.git("switch", "-q", "--orphan", "empty")
    repo.git("commit", "-q", "--allow-empty", "-m", "empty")
    base = repo.git("rev-parse", "HEAD")
    commit(repo, START)
    assert judged(repo.root, "--diff", f"{base}..HEAD") == (0, {"change-policy-loosened"})


def test_a_number_that_the_base_branch_has_given_out_meanwhile(repo: Repository) -> None:
    commit(repo, {"context/decisions/0003-cents.md": decision("proposed", "Whole cents")})
    repo.git("switch", "-q", "main")
    commit(repo, {"context/decisions/0003-dates.md": decision("proposed", "Dates")})
    ran = awos(repo.root, "check", "--diff", "main...topic")
    assert ran.code == 1
    assert "ADR-0003 is taken on the base branch" in ran.out
    assert "awos renumber ADR-0003 ADR-0004" in ran.out


# The command line.


def test_diff_alone_still_shows_what_would_be_fixed(repo: Repository) -> None:
    lay(repo.root, {SPEC: "---\ndecisions: [ADR-0002, ADR-0002]\n---\n# Cart\n"})
    shown = awos(repo.root, "check", "--diff")
    assert (shown.code, "-decisions: [ADR-0002, ADR-0002]" in shown.out) == (1, True)
    assert awos(repo.root, "check", "--diff", "context/specs").out == shown.out
    assert awos(repo.root, "check", "--diff", "context/decisions").out == ""
    lay(repo.root, {"src/x": ""})
    assert awos(repo.root / "src", "check", "--diff", "../context").out == shown.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--diff", "main...HEAD", "--since", "main"],
        ["--since", "main", "--whole"],
        ["--since", "main", "--fix"],
        ["--diff", "main...HEAD", "--write-baseline"],
        ["--diff", "main...HEAD", "--staged"],
        ["--diff", "main...nope"],
        ["--since", "-x"],
        ["--since", ""],
    ],
)
def test_what_cannot_be_meant_is_refused(repo: Repository, arguments: list[str]) -> None:
    assert awos(repo.root, "check", *arguments).code == 2


def test_a_pull_request_is_judged_by_itself(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = commit(repo, {ONE: decision("accepted")})
    event = {
        "pull_request": {"base": {"sha": repo.git("rev-parse", "main")}, "head": {"sha": head}}
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    assert judged(repo.root) == REVERSED
    assert judged(repo.root, "--whole") == CLEAN
    assert judged(repo.root, "--staged") == CLEAN
    assert fixed(repo) == 0


def fixed(repo: Repository) -> int:
    ran: Ran = awos(repo.root, "check", "--fix")
    return ran.code
