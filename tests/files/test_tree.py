"""The same files and bytes, whichever tree they are read from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from awos_lint.files import ABSENT, LINK, REPOSITORY
from awos_lint.files.tree import (
    CONFLICT,
    MODULE,
    CommitTree,
    IndexTree,
    MemoryTree,
    OverlayTree,
    Tree,
    Unread,
    WorkTree,
    open_work_tree,
)
from awos_lint.git import NotARepositoryError, process
from tests.support.repositories import Repository, isolate, opened

SHA = "a" * 40
LIMIT = 1000
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 12345\n" % 7


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "repo")
    made.write("deep/er/b.md", "b\n")
    made.commit(a="a\n")
    return made


def contents(tree: Tree) -> dict[str, bytes | Unread]:
    return tree.read_many(tree.paths, LIMIT)


def three(repo: Repository) -> list[Tree]:
    git = opened(repo.root)
    return [WorkTree(git.root, git), IndexTree(git), CommitTree(git, git.resolve_revision("HEAD"))]


def count(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[object]:
    """Record the first argument of every call of a function."""
    calls: list[object] = []
    real = getattr(owner, name)

    def counted(first: object, *rest: object, **named: object) -> object:
        calls.append(rest or first)
        return real(first, *rest, **named)

    monkeypatch.setattr(owner, name, counted)
    return calls


# All trees.


def test_a_clean_repository_is_the_same_in_every_tree(repo: Repository) -> None:
    odd = {"line\nbreak.md": b"1", "-dash.md": b"2", "\udcff/é.md": b"3", "empty.md": b""}
    for name, data in odd.items():
        where = repo.root / name
        where.parent.mkdir(exist_ok=True)
        where.write_bytes(data)
    (repo.root / "link.md").symlink_to("a.md")
    (repo.root / "folder").symlink_to("deep")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{SHA},module")
    (repo.root / "module").mkdir()
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "odd")
    expected = {**odd, "a.md": b"a\n", "deep/er/b.md": b"b\n"}
    for tree in three(repo):
        assert contents(tree) == expected
        assert tree.skipped == {"link.md": LINK, "folder": LINK, "module": MODULE}
        assert {path: tree.read(path, LIMIT) for path in expected} == expected
    memory = MemoryTree(expected)
    assert (contents(memory), memory.skipped) == (expected, {})


def test_only_the_exact_name_of_a_file_or_folder_exists(repo: Repository) -> None:
    (repo.root / "link.md").symlink_to("a.md")
    (repo.root / "folder").symlink_to("deep")
    repo.commit()
    memory = MemoryTree({"a.md": "", "deep/er/b.md": "", "link.md": "", "folder/er/b.md": ""})
    for tree in [*three(repo), memory, OverlayTree(memory, {"x.md": ""})]:
        for path in ("", "a.md", "deep", "deep/er", "deep/er/b.md", "link.md", "folder/er/b.md"):
            assert tree.has_path(path), path
        for path in ("A.md", "Deep", "deep/b.md", "deep/er/b.md/x", "../repo/a.md", "/", ".git"):
            assert not tree.has_path(path), path


def test_what_is_not_there_is_missing_in_every_tree(repo: Repository) -> None:
    for tree in [*three(repo), MemoryTree({}), OverlayTree(MemoryTree({}), {})]:
        assert tree.read("none.md", LIMIT) == ABSENT
        assert tree.read_many(["none.md", "no/x.md"], LIMIT) == {
            "none.md": ABSENT,
            "no/x.md": ABSENT,
        }
        assert ABSENT.missing


def test_more_than_the_limit_is_refused_in_every_tree(repo: Repository) -> None:
    repo.write("big.md", b"x" * 11)
    repo.commit()
    for tree in [*three(repo), MemoryTree({"big.md": "x" * 11})]:
        assert tree.read("big.md", 11) == b"x" * 11
        assert tree.read("big.md", 10) == Unread("it has more than 10 bytes")


def test_a_pointer_of_git_lfs_is_not_its_content(repo: Repository) -> None:
    repo.write("pointer.md", POINTER)
    repo.write("about.md", POINTER + b"x" * 2000)
    repo.commit()
    for tree in [*three(repo), MemoryTree({"pointer.md": POINTER})]:
        found = tree.read("pointer.md", LIMIT)
        assert isinstance(found, Unread)
        assert "git lfs pull" in found.reason
    assert all(isinstance(tree.read("about.md", 9999), bytes) for tree in three(repo))


def test_the_order_of_reading_is_the_order_asked_for(repo: Repository) -> None:
    wanted = ["deep/er/b.md", "none.md", "a.md"]
    memory = OverlayTree(MemoryTree({"a.md": ""}), {"deep/er/b.md": ""})
    assert all(list(tree.read_many(wanted, LIMIT)) == wanted for tree in [*three(repo), memory])


# The work tree.


def test_the_work_tree_is_what_is_on_the_disk(repo: Repository) -> None:
    repo.write("gone.md", "")
    repo.write("folder.md", "")
    repo.write("moved/x.md", "x")
    repo.write(".gitignore", "ignored.md\nbuild/\n")
    repo.commit()
    for name in ("gone.md", "folder.md"):
        (repo.root / name).unlink()
    (repo.root / "moved").rename(repo.root / "elsewhere")
    (repo.root / "moved").symlink_to("elsewhere")
    repo.write("folder.md/x.md", "in a folder")
    repo.write("a.md", "changed\n")
    repo.write("new.md", "new\n")
    repo.write("ignored.md", "")
    repo.write("build/x.md", "")
    Repository.create(repo.root / "nested").write("x.md", "")
    tree = open_work_tree(str(repo.root / "deep"))
    behind = "it lies behind the symbolic link moved, and awos does not follow links"
    assert contents(tree) == {
        ".gitignore": b"ignored.md\nbuild/\n",
        "a.md": b"changed\n",
        "deep/er/b.md": b"b\n",
        "elsewhere/x.md": b"x",
        "folder.md": Unread("it is a folder"),
        "folder.md/x.md": b"in a folder",
        "moved": Unread(LINK),
        "moved/x.md": Unread(behind),
        "new.md": b"new\n",
    }
    assert tree.skipped == {"nested": REPOSITORY}
    assert tree.has_path("nested/anything.md")
    assert not tree.has_path("ignored.md")
    assert not tree.has_path("gone.md")


def test_a_tracked_file_that_became_something_else_is_named(repo: Repository) -> None:
    repo.commit(pipe="", link="")
    for name in ("pipe.md", "link.md"):
        (repo.root / name).unlink()
    os.mkfifo(repo.root / "pipe.md")
    (repo.root / "link.md").symlink_to("/etc/passwd")
    tree = open_work_tree(str(repo.root))
    assert tree.read("pipe.md", LIMIT) == Unread("it is a named pipe")
    assert tree.read("link.md", LIMIT) == Unread(LINK)
    assert {"pipe.md", "link.md"} <= tree.paths


def test_what_may_not_be_looked_at_is_not_taken_for_deleted(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.root / "a.md").unlink()
    real = os.stat

    def refuse(path: str, **named: object) -> os.stat_result:
        if path == "a.md":
            raise PermissionError(13, "Permission denied")
        return real(path, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", refuse)
    assert "a.md" in open_work_tree(str(repo.root)).paths


def test_a_sparse_checkout_is_whole(repo: Repository) -> None:
    repo.write("other/c.md", "c\n")
    repo.write("other/big.md", "x" * 2000)
    repo.commit()
    repo.git("sparse-checkout", "set", "deep")
    assert not (repo.root / "other").exists()
    tree = open_work_tree(str(repo.root))
    assert contents(tree) == {
        "a.md": b"a\n",
        "deep/er/b.md": b"b\n",
        "other/c.md": b"c\n",
        "other/big.md": Unread("it has more than 1000 bytes"),
    }
    assert tree.has_path("other")
    repo.write("other/c.md", "on the disk after all\n")
    assert tree.read("other/c.md", LIMIT) == b"on the disk after all\n"


def test_a_file_that_vanishes_after_the_listing_is_missing(repo: Repository) -> None:
    tree = open_work_tree(str(repo.root))
    assert "a.md" in tree.paths
    (repo.root / "a.md").unlink()
    assert tree.read("a.md", LIMIT) == ABSENT


def test_a_conflict_is_read_from_the_disk_and_refused_in_the_index(repo: Repository) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.commit(a="ours\n")
    repo.git("checkout", "-q", "-b", "side", base)
    repo.commit(a="theirs\n")
    repo.run("merge", "-q", "main")
    work, index, commit = three(repo)
    content = work.read("a.md", LIMIT)
    assert isinstance(content, bytes)
    assert content.startswith(b"<<<<<<< ")
    assert (index.skipped, index.read("a.md", LIMIT)) == ({"a.md": CONFLICT}, Unread(CONFLICT))
    assert index.paths == {"deep/er/b.md"}
    assert index.has_path("a.md")
    assert commit.read("a.md", LIMIT) == b"theirs\n"


def test_outside_a_repository_every_file_counts(tmp_path: Path) -> None:
    root = tmp_path / "plain"
    (root / "deep").mkdir(parents=True)
    (root / "deep/a.md").write_text("a")
    (root / "link.md").symlink_to("deep/a.md")
    tree = open_work_tree(str(root))
    assert (tree.root, tree.git) == (str(root), None)
    assert contents(tree) == {"deep/a.md": b"a"}
    assert tree.skipped == {"link.md": LINK}
    assert tree.has_path("link.md")


def test_without_a_git_program_every_file_of_the_checkout_counts(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("new.md", "new\n")
    monkeypatch.setenv("PATH", "/nowhere")
    tree = open_work_tree(str(repo.root / "deep/er"))
    assert (tree.root, tree.git) == (str(repo.root), None)
    assert tree.paths == {"a.md", "deep/er/b.md", "new.md"}


def test_without_git_and_a_checkout_the_folder_itself_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert open_work_tree(str(tmp_path)).root == str(tmp_path)


def test_a_repository_that_git_refuses_is_not_walked_instead(repo: Repository) -> None:
    with pytest.raises(NotARepositoryError):
        open_work_tree(str(repo.root / ".git"))


# The index and commits.


def test_the_index_holds_what_is_staged_and_nothing_else(repo: Repository) -> None:
    repo.write("a.md", "staged\n")
    repo.write("announced.md", "announced\n")
    repo.git("add", "a.md")
    repo.git("add", "--intent-to-add", "announced.md")
    repo.git("rm", "-q", "--cached", "deep/er/b.md")
    repo.write("a.md", "on the disk\n")
    repo.write("new.md", "new\n")
    assert contents(IndexTree(opened(repo.root))) == {"a.md": b"staged\n"}
    assert contents(open_work_tree(str(repo.root))) == {
        "a.md": b"on the disk\n",
        "announced.md": b"announced\n",
        "deep/er/b.md": b"b\n",
        "new.md": b"new\n",
    }


def test_an_index_named_by_a_hook_is_the_one_that_is_read(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "next-index"))
    repo.git("read-tree", "HEAD")
    repo.write("a.md", "only here\n")
    repo.git("add", "a.md")
    monkeypatch.chdir(repo.root)
    assert IndexTree(opened(repo.root)).read("a.md", LIMIT) == b"only here\n"
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert IndexTree(opened(repo.root)).read("a.md", LIMIT) == b"a\n"


def test_an_older_commit_is_read_as_it_was(repo: Repository) -> None:
    git = opened(repo.root)
    old = CommitTree(git, git.resolve_revision("HEAD"))
    repo.git("rm", "-q", "a.md")
    repo.commit(c="c\n")
    assert contents(old) == {"a.md": b"a\n", "deep/er/b.md": b"b\n"}


def test_an_object_that_was_not_fetched_is_named(repo: Repository) -> None:
    oid = repo.git("rev-parse", "HEAD:a.md")
    (repo.root / ".git/objects" / oid[:2] / oid[2:]).unlink()
    found = contents(IndexTree(opened(repo.root)))
    assert found["deep/er/b.md"] == b"b\n"
    lost = found["a.md"]
    assert isinstance(lost, Unread)
    assert lost.reason.startswith(f"object {oid} is not in this repository: ")
    assert f"`git cat-file -e {oid}`" in lost.reason


# Memory and buffers.


@pytest.mark.parametrize("text", ["é\u2028\r\n", "\ud800"])
def test_text_in_memory_is_utf_8(text: str) -> None:
    assert MemoryTree({"a": text}).read("a", LIMIT) == text.encode("utf-8", "surrogatepass")


def test_buffers_stand_before_what_they_hide(repo: Repository) -> None:
    (repo.root / "link.md").symlink_to("a.md")
    repo.commit()
    buffers: Mapping[str, str | bytes] = {"a.md": "unsaved", "new/x.md": b"new", "link.md": "text"}
    tree = OverlayTree(open_work_tree(str(repo.root)), buffers)
    assert contents(tree) == {
        "a.md": b"unsaved",
        "deep/er/b.md": b"b\n",
        "link.md": b"text",
        "new/x.md": b"new",
    }
    assert tree.skipped == {}
    assert tree.has_path("new")
    without = OverlayTree(tree, {"b.md": ""}, frozenset({"a.md", "new/x.md"}))
    assert contents(without).keys() == {"b.md", "deep/er/b.md", "link.md"}
    assert without.read("a.md", LIMIT) is ABSENT
    assert not without.has_path("new")
    assert not tree.has_path("new/y.md")


# Cost.


def test_a_work_tree_takes_two_processes_and_few_calls(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(300):
        repo.write(f"docs/{number % 7}/{number}.md", f"{number}\n")
    repo.commit()
    started = count(monkeypatch, process.Runner, "run_command")
    tree = open_work_tree(str(repo.root))
    paths = tree.paths
    assert len(started) == 2
    with monkeypatch.context() as patched:
        calls = {name: count(patched, os, name) for name in ("open", "fstat", "read", "stat")}
        found = tree.read_many(paths, LIMIT)
        made = {name: len(done) for name, done in calls.items()}
    folders = 1 + 1 + 7 + 2  # the root, docs, its seven folders, deep and deep/er
    assert made == {"open": 302 + folders, "fstat": 302, "read": 302, "stat": 0}
    assert len(found) == 302
    assert len(started) == 2


@pytest.mark.parametrize(("kind", "processes"), [(1, 2), (2, 2)])
def test_an_index_or_commit_is_read_in_one_batch(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, kind: int, processes: int
) -> None:
    tree = three(repo)[kind]
    started = count(monkeypatch, process.Runner, "run_command")
    assert len(contents(tree)) == 2
    assert len(started) == processes
    assert tree.has_path("a.md")
    assert len(started) == processes
