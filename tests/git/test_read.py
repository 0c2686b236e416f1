"""Listings and content come from git as they are; what cannot be real is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from awos_lint.git import (
    CommandFailedError,
    GitDamagedError,
    GitError,
    ObjectMissingError,
    ObjectTooLargeError,
    process,
    records,
    repository,
)
from tests.support.repositories import GIT, Repository, first_on_path, install_git, opened

SHA = "a" * 40


# Listings.

NAMES = ["line\nbreak.md", "-dash.md", ":(glob)x.md", "quote'\".md", " blank .md", "\udcff.md", "é"]


def test_any_file_name_survives(repo: Repository) -> None:
    for name in NAMES:
        (repo.root / name).write_bytes(name.encode("utf-8", "surrogateescape"))
    git = opened(repo.root)
    assert set(git.list_untracked()) == set(NAMES)
    sha = repo.commit()
    staged = {entry.path: entry.oid for entry in git.list_index()}
    assert staged == {entry.path: entry.oid for entry in git.list_commit(sha)}
    content = git.read_blobs(staged.values(), 100)
    for name in NAMES:
        assert content[staged[name]] == name.encode("utf-8", "surrogateescape")


def test_links_and_submodules_keep_their_mode(repo: Repository, tmp_path: Path) -> None:
    (repo.root / "link.md").symlink_to("a.md")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{SHA},module")
    repo.git("add", "link.md")
    kinds = {e.path: (e.mode, e.is_file, e.is_link) for e in opened(repo.root).list_index()}
    assert kinds == {
        "a.md": ("100644", True, False),
        "link.md": ("120000", False, True),
        "module": ("160000", False, False),
    }


def test_what_is_only_announced_is_not_staged(repo: Repository) -> None:
    repo.write("announced.md", "text")
    repo.write("empty.md", "")
    repo.git("add", "empty.md")
    repo.git("add", "--intent-to-add", "announced.md")
    assert [entry.path for entry in opened(repo.root).list_index()] == ["a.md", "empty.md"]


def test_a_git_that_cannot_tell_keeps_empty_files(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("empty.md", "")
    repo.git("add", "empty.md")
    script = f'case "$*" in *diff-index*) exit 129;; esac; exec {GIT} "$@"'
    install_git(tmp_path / "bin", script)
    first_on_path(monkeypatch, tmp_path / "bin")
    assert [entry.path for entry in opened(repo.root).list_index()] == ["a.md", "empty.md"]


def conflict(repo: Repository) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.commit(a="ours\n")
    repo.git("checkout", "-q", "-b", "side", base)
    repo.commit(a="theirs\n")
    assert repo.run("merge", "-q", "main").returncode == 1


def test_an_unmerged_path_shows_its_stages(repo: Repository) -> None:
    conflict(repo)
    assert [(e.path, e.stage) for e in opened(repo.root).list_index()] == [
        ("a.md", n) for n in (1, 2, 3)
    ]


def test_the_checkout_tells_tracked_untracked_sparse_and_deleted_apart(repo: Repository) -> None:
    repo.write("gone.md", "")
    repo.write("sparse.md", "")
    repo.write(".gitignore", "ignored.md\n")
    repo.commit()
    repo.write("new.md", "")
    repo.write("ignored.md", "")
    Repository.create(repo.root / "nested")
    (repo.root / "gone.md").unlink()
    repo.git("update-index", "--skip-worktree", "sparse.md")
    (repo.root / "sparse.md").unlink()
    found = opened(repo.root).list_checkout()
    tracked = [".gitignore", "a.md", "gone.md", "sparse.md"]
    assert [entry.path for entry in found.tracked] == tracked
    assert set(found.untracked) == {"new.md", "nested/"}
    assert set(found.sparse) == {"sparse.md"}
    assert set(found.deleted) == {"gone.md"}


def test_a_damaged_index_is_an_error_or_sound_but_never_garbage(repo: Repository) -> None:
    for name in ("b", "c", "d/e"):
        repo.write(f"{name}.md", name)
    repo.commit()
    index = repo.root / ".git/index"
    whole = index.read_bytes()
    sound = {entry.path for entry in opened(repo.root).list_index()}
    outcomes: set[object] = set()
    for at in range(0, len(whole) - 20, 7):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            index.write_bytes(damaged)
            try:
                paths = [entry.path for entry in opened(repo.root).list_index()]
            except GitError as error:
                outcomes.add(type(error))
                continue
            assert not any({"", ".", "..", ".git"} & set(path.split("/")) for path in paths)
            outcomes.add(sound == set(paths))
    assert {CommandFailedError, GitDamagedError, True} <= outcomes


@pytest.mark.parametrize("name", ["..", ".git", ".GIT"])
def test_a_tree_that_no_checkout_would_accept_is_refused(repo: Repository, name: str) -> None:
    blob = repo.git("hash-object", "-w", "a.md")
    line = f"100644 blob {blob}\t{name}\0".encode()
    tree = repo.git("mktree", "-z", stdin=line)
    sha = repo.git("commit-tree", tree, "-m", "evil")
    with pytest.raises(GitDamagedError, match="git fsck"):
        opened(repo.root).list_commit(sha)


@pytest.mark.parametrize(
    "output",
    [
        b"100644 " + b"0" * 40 + b" 0\ta\0",
        b"100644 abc 0\ta\0",
        b"100644 " + b"a" * 40 + b" 0\t/etc\0",
        b"100644 " + b"a" * 40 + b" 0\t\0",
        b"nonsense\0",
    ],
)
def test_an_entry_that_cannot_be_real_is_refused(output: bytes) -> None:
    with pytest.raises(GitDamagedError):
        records.index_entries(output)


# Content.


def oid(repo: Repository, data: bytes) -> str:
    return repo.git("hash-object", "-w", "--stdin", stdin=data)


def test_content_comes_back_whole_and_within_the_limit(repo: Repository) -> None:
    data = [b"", b"\n", b"x" * 10, b"blob 3\0\n", bytes(range(256)) * 40]
    oids = [oid(repo, one) for one in data]
    found = opened(repo.root).read_blobs([*oids, *oids], 300)
    assert [found[one] for one in oids[:4]] == data[:4]
    assert isinstance(found[oids[4]], ObjectTooLargeError)
    assert str(found[oids[4]]).endswith("has 10240 bytes, more than the limit of 300")


def test_what_is_missing_or_no_blob_is_said_and_the_rest_is_read(repo: Repository) -> None:
    tree, here = repo.git("rev-parse", "HEAD^{tree}"), oid(repo, b"here")
    found = opened(repo.root).read_blobs([SHA, tree, here], 100)
    assert found[here] == b"here"
    assert isinstance(found[SHA], ObjectMissingError)
    assert isinstance(found[tree], ObjectMissingError)
    assert f"git cat-file -e {SHA}" in str(found[SHA])


def test_a_partial_clone_gives_what_it_has(repo: Repository, tmp_path: Path) -> None:
    repo.commit(b="b\n")
    repo.git("config", "uploadpack.allowFilter", "true")
    url, where = f"file://{repo.root}", tmp_path / "partial"
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:none", url, str(where))
    Repository(where).git("checkout", "-q", "HEAD", "--", "b.md")
    git = opened(where)
    oids = {entry.path: entry.oid for entry in git.list_commit(git.resolve_revision("HEAD"))}
    found = git.read_blobs(oids.values(), 100)
    assert found[oids["b.md"]] == b"b\n"
    assert isinstance(found[oids["a.md"]], ObjectMissingError)


def test_a_replacement_does_not_change_what_is_read(repo: Repository) -> None:
    original = repo.git("rev-parse", "HEAD:a.md")
    repo.git("replace", original, oid(repo, b"replaced"))
    assert repo.git("cat-file", "-p", original) == "replaced"
    assert opened(repo.root).read_blobs([original], 100) == {original: b"a\n"}


def test_nothing_to_read_starts_nothing(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    git = opened(repo.root)
    monkeypatch.setattr(process.Runner, "run_command", lambda *_, **__: pytest.fail("started git"))
    assert git.read_blobs([], 100) == {}


def test_much_content_is_read_in_several_batches(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {oid(repo, bytes([n]) * 40): bytes([n]) * 40 for n in range(9)}
    git, batches = opened(repo.root), []
    run = process.Runner.run_command

    def counted(self: process.Runner, *command: str, **given: Any) -> process.Outcome:
        batches.append(command)
        return run(self, *command, **given)

    monkeypatch.setattr(process.Runner, "run_command", counted)
    monkeypatch.setattr(repository, "BATCH", 100)
    assert git.read_blobs(data, 100) == data
    # One to read them all, which turn out to be too much for it, and then five.
    assert batches.count(("cat-file", "--batch", "--buffer")) == 6


def test_a_few_small_objects_take_one_process(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = oid(repo, b"small\n"), oid(repo, b"l" * 50)
    repo.commit(a="a")
    tree = repo.git("rev-parse", "HEAD^{tree}")
    git, commands = opened(repo.root), []
    run = process.Runner.run_command

    def counted(self: process.Runner, *command: str, **given: Any) -> process.Outcome:
        commands.append(command)
        return run(self, *command, **given)

    monkeypatch.setattr(process.Runner, "run_command", counted)
    found = git.read_blobs([tree, large, small, SHA], 40)
    assert found[small] == b"small\n"
    assert isinstance(found[large], ObjectTooLargeError)
    assert isinstance(found[tree], ObjectMissingError)
    assert isinstance(found[SHA], ObjectMissingError)
    assert commands == [("cat-file", "--batch", "--buffer")]
    # What was read is kept, and still refused where less is wanted.
    assert isinstance(git.read_blobs([small], 3)[small], ObjectTooLargeError)
    assert len(commands) == 1


def test_more_names_than_a_pipe_holds_do_not_block(repo: Repository) -> None:
    here = oid(repo, b"here")
    unknown = [f"{n:040x}" for n in range(1, 5000)]
    found = opened(repo.root).read_blobs([*unknown, here], 100)
    assert len(found) == 5000
    assert found[here] == b"here"


@pytest.mark.parametrize("output", [b"", b"x" * 60, f"{SHA} blob 3\nab".encode()])
def test_content_that_breaks_off_is_refused(output: bytes) -> None:
    with pytest.raises(GitDamagedError):
        list(records.parse_blobs(output, [(SHA, 3)]))


def test_a_few_objects_that_break_off_are_refused() -> None:
    with pytest.raises(GitDamagedError, match=SHA):
        dict(records.parse_contents(f"{SHA} blob 3\nab".encode()))


def test_a_failing_git_is_quoted(repo: Repository) -> None:
    git = opened(repo.root)
    (repo.root / ".git/index").write_bytes(b"junk")
    with pytest.raises(CommandFailedError, match=r"git ls-files failed in .* \(.*index.*\)"):
        git.list_index()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("diff-index", "fatal: no memory"),
        ("--batch-check", "fatal: no memory"),
        # A git that names an object which turns out to be here.
        ("--batch-check", "fatal: could not fetch"),
    ],
)
def test_every_command_that_fails_is_quoted(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    repo.commit(empty="")
    fail = f'case "$*" in *"{command} "*) echo "{said}" >&2; exit 128;; esac'
    install_git(tmp_path / "bin", f'{fail}; exec {GIT} "$@"')
    first_on_path(monkeypatch, tmp_path / "bin")
    git = opened(repo.root)
    monkeypatch.setattr(repository, "FEW", 0)
    with pytest.raises(CommandFailedError, match=said.removeprefix("fatal: ")):
        git.read_blobs([entry.oid for entry in git.list_index()], 100)
