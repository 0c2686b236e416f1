"""In a hook awos sees the index and the repository that the hook is about, and no other."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from awos_lint.git import open_repository, process
from tests.support.repositories import Repository, opened

# Hooks.

HOOK = """
import json, os, sys
from awos_lint.git import open_repository
git = open_repository(os.getcwd())
content = git.read_blobs([e.oid for e in git.list_index()], 100)
found = {e.path: content[e.oid].decode() for e in git.list_index()}
json.dump([git.root, found], open(sys.argv[1], "w"))
"""


def hooked(repo: Repository, tmp_path: Path) -> Path:
    """Let commits write down which index awos sees from inside the hook."""
    report, script = tmp_path / "report.json", tmp_path / "hook.py"
    script.write_text(HOOK)
    hook = repo.root / ".git/hooks/pre-commit"
    source = Path(process.__file__).parents[2]
    hook.write_text(
        f'#!/bin/sh\nPYTHONPATH="{source}" exec "{sys.executable}" "{script}" "{report}"\n'
    )
    hook.chmod(0o755)
    return report


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        (["-m", "x"], {"a.md": "a\n", "b.md": "staged"}),
        (["-a", "-m", "x"], {"a.md": "changed", "b.md": "disk"}),
        (["-m", "x", "--", "a.md"], {"a.md": "changed"}),
    ],
)
@pytest.mark.parametrize("where", ["main", "linked"])
def test_a_hook_sees_what_is_being_committed(
    repo: Repository, tmp_path: Path, arguments: list[str], seen: dict[str, str], where: str
) -> None:
    report = hooked(repo, tmp_path)
    if where == "linked":
        repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
        repo = Repository(tmp_path / "linked")
    repo.write("b.md", "staged")
    repo.git("add", "b.md")
    repo.write("b.md", "disk")
    repo.write("a.md", "changed")
    repo.git("commit", *arguments)
    assert json.loads(report.read_text()) == [str(repo.root), seen]


@pytest.mark.parametrize("variable", ["GIT_INDEX_FILE", "GIT_DIR"])
def test_the_variables_of_one_repository_do_not_reach_another(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    other = Repository.create(tmp_path / "other")
    other.commit(other="o\n")
    value = {"GIT_INDEX_FILE": ".git/index", "GIT_DIR": ".git"}[variable]
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv(variable, str(repo.root / value))
    assert [entry.path for entry in opened(other.root).list_index()] == ["other.md"]
    assert [entry.path for entry in opened(repo.root).list_index()] == ["a.md"]


def test_a_relative_git_dir_is_understood_below_the_top(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("deep/b.md", "b")
    monkeypatch.setenv("GIT_DIR", "../.git")
    monkeypatch.chdir(repo.root / "deep")
    assert opened(Path()).root == str(repo.root)
    assert opened(Path()).list_untracked() == ["deep/b.md"]


def test_a_separate_git_dir_and_work_tree_are_followed(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.root / ".git").rename(tmp_path / "dotfiles")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "dotfiles"))
    assert open_repository(str(tmp_path)) is None
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.root))
    monkeypatch.chdir(repo.root)
    assert opened(repo.root).root == str(repo.root)
    assert [entry.path for entry in opened(repo.root).list_index()] == ["a.md"]
    assert open_repository(str(tmp_path)) is None


def test_a_hook_may_look_from_any_folder_of_its_repository(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("deep/b.md", "b")
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "next-index"))
    assert opened(repo.root / "deep").list_index() == []
    assert open_repository(str(tmp_path)) is None


def test_a_git_dir_of_elsewhere_is_followed_only_with_its_work_tree(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository.create(tmp_path / "other")
    bare = Repository.create(tmp_path / "bare", "--bare")
    monkeypatch.chdir(bare.root)
    monkeypatch.setenv("GIT_DIR", str(bare.root))
    assert open_repository(str(tmp_path)) is None
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    assert opened(repo.root).root == str(repo.root)


def test_the_lock_of_the_index_does_not_matter(repo: Repository) -> None:
    (repo.root / ".git/index.lock").touch()
    assert [entry.path for entry in opened(repo.root).list_index()] == ["a.md"]
