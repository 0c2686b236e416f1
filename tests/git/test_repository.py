"""What git says reaches awos whole, bounded and checked, or as a sentence about what to do."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from awos_lint.git import (
    CommandFailedError,
    DubiousOwnershipError,
    GitError,
    GitMissingError,
    NotARepositoryError,
    UnknownRevisionError,
    open_repository,
    process,
)
from tests.support.repositories import GIT, Repository, first_on_path, install_git, opened

SHA = "a" * 40


def root_of(start: Path) -> str:
    return opened(start).root


# Opening.


def test_a_folder_outside_every_repository_has_none(tmp_path: Path) -> None:
    assert open_repository(str(tmp_path)) is None


@pytest.mark.parametrize("start", [".", "deep/er", "deep/er/x.md", "deep/gone/y.md"])
def test_the_top_is_found_from_anything_below_it(repo: Repository, start: str) -> None:
    repo.write("deep/er/x.md", "x")
    assert root_of(repo.root / start) == str(repo.root)


def test_a_relative_start_counts_from_the_current_folder(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("deep/x.md", "x")
    monkeypatch.chdir(repo.root)
    assert opened(Path("deep")).root == str(repo.root)


def test_a_current_folder_that_is_gone_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(NotARepositoryError, match="the current folder was removed"):
        open_repository(".")


def test_a_root_with_a_line_break_in_its_name_is_kept_whole(tmp_path: Path) -> None:
    made = Repository.create(tmp_path / "two\nlines\n")
    assert root_of(made.root) == str(made.root)


def test_a_nested_repository_and_a_linked_work_tree_are_their_own(
    repo: Repository, tmp_path: Path
) -> None:
    nested = Repository.create(repo.root / "nested")
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    assert root_of(nested.root) == str(nested.root)
    assert root_of(tmp_path / "linked") == str(tmp_path / "linked")


def test_a_bare_repository_and_the_inside_of_git_are_refused(
    repo: Repository, tmp_path: Path
) -> None:
    Repository.create(tmp_path / "bare", "--bare")
    for start in (tmp_path / "bare", repo.root / ".git"):
        with pytest.raises(NotARepositoryError, match="run awos in a work tree"):
            open_repository(str(start))


@pytest.mark.parametrize("content", ["gitdir: /nowhere\n", "nonsense\n"])
def test_a_broken_git_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").write_text(content)
    with pytest.raises(NotARepositoryError, match="repair its"):
        open_repository(str(tmp_path))


def test_a_configuration_that_moves_the_work_tree_elsewhere_is_refused(
    repo: Repository, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    repo.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    with pytest.raises(NotARepositoryError):
        open_repository(str(repo.root))


def test_a_broken_configuration_is_quoted(repo: Repository) -> None:
    with (repo.root / ".git/config").open("a") as config:
        config.write("[broken\n")
    with pytest.raises(CommandFailedError, match="bad config line"):
        open_repository(str(repo.root))


def test_dubious_ownership_says_which_setting_trusts_it(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {GIT} "$@"'
    install_git(tmp_path / "bin", script)
    first_on_path(monkeypatch, tmp_path / "bin")
    hint = f"git config --global --add safe.directory {repo.root}`"
    with pytest.raises(DubiousOwnershipError) as caught:
        open_repository(str(repo.root))
    assert hint in str(caught.value)


def test_ownership_is_recognised_in_the_words_of_git_2_35(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "fatal: unsafe repository ('/a b' is owned by someone else)"
    install_git(tmp_path / "bin", f"echo {shlex.quote(said)} >&2; exit 128")
    first_on_path(monkeypatch, tmp_path / "bin")
    with pytest.raises(DubiousOwnershipError, match=r"safe\.directory '/a b'"):
        open_repository(str(repo.root))


def test_shallow_clones_and_object_formats_are_known(repo: Repository, tmp_path: Path) -> None:
    repo.commit(b="b\n")
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(tmp_path / "shallow"))
    other = Repository.create(tmp_path / "other", "--object-format=sha256")
    head = other.commit(a="a\n", empty="")
    shallow, wide = opened(tmp_path / "shallow"), opened(other.root)
    assert (shallow.is_shallow(), opened(repo.root).is_shallow()) == (True, False)
    assert (shallow.object_format(), wide.object_format()) == ("sha1", "sha256")
    assert [entry.path for entry in wide.list_commit(wide.resolve_revision("HEAD"))] == [
        "a.md",
        "empty.md",
    ]
    assert [entry.path for entry in wide.list_index()] == ["a.md", "empty.md"]
    assert wide.resolve_revision("HEAD") == head
    with pytest.raises(UnknownRevisionError, match="fetch --unshallow"):
        shallow.resolve_revision("HEAD~1")


# The program.


def test_no_git_on_path_says_what_to_install(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissingError, match="install git"):
        open_repository(str(repo.root))


@pytest.mark.parametrize("entry", [".", "", "bin", "{root}/bin", "{root}/linked"])
def test_a_git_in_the_repository_is_never_started(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    marker = tmp_path / "executed"
    for folder in (repo.root, repo.root / "bin"):
        install_git(folder, f'touch "{marker}"; exec {GIT} "$@"')
    (repo.root / "linked").symlink_to("bin")
    monkeypatch.chdir(repo.root)
    first_on_path(monkeypatch, entry.format(root=repo.root))
    assert root_of(repo.root) == str(repo.root)
    assert not marker.exists()


def test_a_git_in_the_current_checkout_is_not_used_for_another(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository.create(tmp_path / "other")
    marker = tmp_path / "executed"
    install_git(other.root / "bin", f'touch "{marker}"; exec {GIT} "$@"')
    monkeypatch.chdir(other.root)
    first_on_path(monkeypatch, other.root / "bin")
    assert root_of(repo.root) == str(repo.root)
    assert not marker.exists()


def test_the_environment_is_scrubbed(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "environment"
    install_git(tmp_path / "bin", f'env > "{log}"; exec {GIT} "$@"')
    first_on_path(monkeypatch, tmp_path / "bin")
    first_on_path(monkeypatch, "relative")
    for name in ("GIT_TRACE", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_CONFIG_PARAMETERS"):
        monkeypatch.setenv(name, "/evil")
    opened(repo.root)
    seen = dict(line.split("=", 1) for line in log.read_text().splitlines() if "=" in line)
    assert {n: v for n, v in seen.items() if n.startswith("GIT_")} == {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{n: v for n, v in process.SETTINGS.items() if n.startswith("GIT_")},
    }
    assert seen["LC_ALL"] == "C"
    assert seen["HOME"] == os.environ["HOME"]
    assert "relative" not in seen["PATH"].split(os.pathsep)


# Revisions.


@pytest.mark.parametrize("name", ["HEAD", "main", "v1", "heads/main", "@", "HEAD^{/change}"])
def test_a_revision_becomes_the_hash_of_a_commit(repo: Repository, name: str) -> None:
    repo.git("tag", "-a", "v1", "-m", "tag")
    assert opened(repo.root).resolve_revision(name) == repo.git("rev-parse", "HEAD")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nope",
        "HEAD:a.md",
        "HEAD^{tree}",
        "main..main",
        "-h",
        "--all",
        "a\0b",
        "\ud800",
        "x" * 300_000,
        SHA,
    ],
)
def test_what_names_no_commit_is_unknown(repo: Repository, name: str) -> None:
    with pytest.raises(GitError):
        opened(repo.root).resolve_revision(name)


def test_a_branch_whose_name_is_an_option_resolves(repo: Repository) -> None:
    head = repo.git("rev-parse", "HEAD")
    repo.git("update-ref", "refs/heads/--output=pwned", head)
    assert opened(repo.root).resolve_revision("--output=pwned") == head
    assert not (repo.root / "pwned").exists()


def test_before_the_first_commit_head_is_unknown_and_the_index_is_not(tmp_path: Path) -> None:
    made = Repository.create(tmp_path / "new")
    made.write("a.md", "a")
    made.git("add", "a.md")
    with pytest.raises(UnknownRevisionError, match="'HEAD' names no commit"):
        opened(made.root).resolve_revision("HEAD")
    assert [entry.path for entry in opened(made.root).list_index()] == ["a.md"]
