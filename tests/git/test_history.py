"""The history that git recorded reaches awos whole, or awos says how to fetch what is missing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.core.model.history import History, Person, Touch
from awos_lint.git import (
    Git,
    GitError,
    GitTimeoutError,
    HistoryMissingError,
    NoMergeBaseError,
    ObjectMissingError,
    OutputTooLargeError,
    process,
)
from awos_lint.git.errors import CommandFailedError, GitDamagedError
from awos_lint.git.log import parse_commits
from tests.support.histories import PATHS, Made, Plan, plans
from tests.support.profiles import scale_examples
from tests.support.repositories import Repository, install_git, opened


def walked(repo: Repository) -> History:
    git = opened(repo.root)
    return git.read_history(git.resolve_revision("HEAD"))


def paths(touches: tuple[Touch, ...]) -> dict[str, str]:
    return {t.path: "A" if t.is_addition else "D" if t.is_deletion else "M" for t in touches}


# One commit.


def test_a_commit_says_who_when_and_what(repo: Repository) -> None:
    repo.write("b.md", "b")
    repo.git("rm", "-q", "a.md")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "Swap\n\nTask: T-1")
    head, root = walked(repo).commits
    assert head.message == "Swap\n\nTask: T-1"
    assert head.author == head.committer == Person("Ada", "ada@example.org")
    assert head.time == 1750000000
    assert head.parents == (root.sha,)
    assert paths(head.touches) == {"a.md": "D", "b.md": "A"}
    assert paths(root.touches) == {"a.md": "A"}
    assert walked(repo).now == 1750000000


def test_a_rename_is_a_deletion_and_an_addition_whatever_is_configured(repo: Repository) -> None:
    repo.git("config", "diff.renames", "copies")
    repo.git("mv", "a.md", "z.md")
    repo.git("commit", "-q", "-m", "move")
    (gone, come) = walked(repo).commits[0].touches
    assert (gone.path, gone.is_deletion, come.path, come.is_addition) == (
        "a.md",
        True,
        "z.md",
        True,
    )
    assert gone.old == come.new


@pytest.mark.parametrize(
    "setting",
    ["log.showRoot false", "log.mailmap true", "log.follow true", "log.diffMerges off",
     "format.pretty oneline", "core.abbrev 5", "log.date iso", "diff.orderFile none"],
)  # fmt: skip
def test_settings_of_the_user_change_nothing(repo: Repository, setting: str) -> None:
    repo.write(".mailmap", "Eve <eve@example.org> <ada@example.org>\n")
    repo.commit(b="b\n")
    before = walked(repo)
    repo.git("config", *setting.split())
    assert walked(repo) == before
    assert before.commits[0].author.name == "Ada"


def test_names_and_messages_are_kept_byte_by_byte(repo: Repository) -> None:
    raw = (
        b"tree %b\nauthor \xff\x1b <a\nb> 1 +0000\ncommitter C <c> 2 +0000\n\n:100644 \xe9\n\nend\n"
    )
    raw = raw.replace(b"<a\nb>", b"<a b>") % repo.git("rev-parse", "HEAD^{tree}").encode()
    sha = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    (commit,) = opened(repo.root).read_history(sha).commits
    assert commit.author == Person("\udcff\x1b", "a b")
    assert commit.message == ":100644 \udce9\n\nend"


def test_paths_with_line_breaks_and_without_utf8_are_kept(repo: Repository) -> None:
    repo.write("two\nlines.md", "x")
    (repo.root / "caf\udce9.md").write_text("x")
    repo.commit()
    assert set(walked(repo).by_path) >= {"two\nlines.md", "caf\udce9.md"}


@pytest.mark.parametrize(
    ("written", "time"),
    [("0", 0), ("253402300799", 253402300799), ("253402300800", None), ("notadate", None),
     ("18446744073709551614", None), ("-1", None), ("", None)],
)  # fmt: skip
def test_a_time_that_is_no_date_is_unknown(
    repo: Repository, written: str, time: int | None
) -> None:
    tree = repo.git("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nauthor A <a> {written} +0000\ncommitter A <a> {written} +9999\n\nx\n"
    sha = repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw.encode()
    )
    assert opened(repo.root).read_history(sha).now == time


# Shapes of history.


def merged(repo: Repository, *, evil: bool = False) -> None:
    """Merge a branch that adds b.md; an evil merge changes a.md by itself."""
    repo.git("switch", "-q", "-c", "side")
    repo.commit(b="b\n")
    repo.git("switch", "-q", "main")
    repo.commit(c="c\n")
    repo.git("merge", "-q", "--no-commit", "side")
    if evil:
        repo.write("a.md", "evil\n")
        repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "merge")


def test_a_merge_states_what_it_brought_in(repo: Repository) -> None:
    merged(repo)
    history = walked(repo)
    assert paths(history.commits[0].touches) == {"b.md": "A"}
    assert [len(commit.parents) for commit in history.mainline] == [2, 1, 0]
    assert [len(commit.parents) for commit in history.find_changes("b.md")] == [2]
    assert len(history.by_path["b.md"]) == 2


def test_an_evil_merge_shows_what_it_changed_itself(repo: Repository) -> None:
    merged(repo, evil=True)
    assert paths(walked(repo).commits[0].touches) == {"a.md": "M", "b.md": "A"}


def test_an_octopus_has_all_its_parents(repo: Repository) -> None:
    for name in ("one", "two", "three"):
        repo.git("switch", "-q", "-c", name, "main")
        repo.commit(**{name: "x\n"})
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "one", "two", "three", "-m", "octopus")
    history = walked(repo)
    assert len(history.commits) == 5
    # The first is a fast-forward: git takes it for the main line.
    assert set(paths(history.mainline[0].touches)) >= {"two.md", "three.md"}


def test_a_revert_is_a_change_like_any_other(repo: Repository) -> None:
    repo.commit(a="b\n")
    repo.git("revert", "--no-edit", "HEAD")
    back, there, first = walked(repo).find_changes("a.md")
    assert back.touches[0].new == first.touches[0].new == there.touches[0].old


def test_a_branch_without_commits_has_an_empty_history() -> None:
    empty = History("")
    assert (empty.mainline, empty.from_the_start, empty.now) == ((), True, None)
    assert empty.find_changes("a.md") == ()


def test_a_detached_head_and_a_linked_work_tree_have_their_own(
    repo: Repository, tmp_path: Path
) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.commit(b="b\n")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"), first)
    assert [c.sha for c in walked(Repository(tmp_path / "linked")).commits] == [first]
    repo.git("switch", "-q", "--detach", first)
    assert [c.sha for c in walked(repo).commits] == [first]


def test_a_submodule_and_a_link_are_touches_of_their_paths(
    repo: Repository, tmp_path: Path
) -> None:
    inner = Repository.create(tmp_path / "inner")
    inner.commit(x="x\n")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.root), "sub")
    (repo.root / "link.md").symlink_to("a.md")
    repo.commit()
    assert paths(walked(repo).commits[0].touches) == {
        ".gitmodules": "A",
        "link.md": "A",
        "sub": "A",
    }


def test_replaced_objects_and_grafts_are_not_believed(repo: Repository) -> None:
    first = repo.git("rev-parse", "HEAD")
    second = repo.commit(b="b\n")
    third = repo.commit(c="c\n")
    repo.git("replace", second, first)
    (repo.root / ".git/info/grafts").write_text(f"{third}\n")
    history = walked(repo)
    assert [commit.sha for commit in history.commits] == [third, second, first]
    assert paths(history.commits[1].touches) == {"b.md": "A"}


# Steps and ranges.


def test_a_range_leaves_out_what_the_base_has(repo: Repository) -> None:
    base = repo.commit(b="b\n")
    merged(repo)
    git = opened(repo.root)
    found = git.read_range(base, git.resolve_revision("HEAD"))
    assert len(found) == 3
    assert base not in {commit.sha for commit in found}
    assert git.read_history(git.resolve_revision("HEAD"), until=(base,)).complete
    assert git.read_range(base, base) == ()


def test_a_step_compares_two_trees(repo: Repository) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.write("deep/er/x.txt", "x")
    head = repo.commit(a="changed\n")
    assert paths(opened(repo.root).compare_trees(base, head)) == {"a.md": "M", "deep/er/x.txt": "A"}
    assert opened(repo.root).compare_trees(head, head) == ()


def test_a_staged_step_compares_with_the_index_and_not_with_the_disk(repo: Repository) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.write("b.md", "staged")
    repo.git("add", "b.md")
    repo.write("a.md", "only on the disk")
    assert paths(opened(repo.root).staged_step(base)) == {"b.md": "A"}


def test_a_merge_base_is_where_two_commits_part(repo: Repository) -> None:
    fork = repo.git("rev-parse", "HEAD")
    repo.git("switch", "-q", "-c", "side")
    side = repo.commit(b="b\n")
    repo.git("switch", "-q", "main")
    main = repo.commit(c="c\n")
    git = opened(repo.root)
    assert git.merge_base(main, side) == fork
    assert git.merge_base(main, fork) == fork


def test_crosswise_merges_and_strangers_have_no_merge_base(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "side")
    repo.commit(b="b\n")
    repo.git("switch", "-q", "main")
    repo.commit(c="c\n")
    main, side = repo.git("rev-parse", "main"), repo.git("rev-parse", "side")
    repo.git("merge", "-q", "-m", "one", side)
    repo.git("switch", "-q", "side")
    repo.git("merge", "-q", "-m", "other", main)
    git = opened(repo.root)
    with pytest.raises(NoMergeBaseError, match=r"2 merge bases.*BASE\.\.HEAD"):
        git.merge_base(git.resolve_revision("main"), git.resolve_revision("side"))
    repo.git("switch", "-q", "--orphan", "alone")
    with pytest.raises(NoMergeBaseError, match="no commit in common"):
        git.merge_base(main, repo.commit(z="z\n"))


def test_the_parents_of_a_commit(repo: Repository) -> None:
    merged(repo)
    git = opened(repo.root)
    head = git.resolve_revision("HEAD")
    assert git.find_parents(head) == (
        git.resolve_revision("HEAD^1"),
        git.resolve_revision("HEAD^2"),
    )
    assert git.find_parents(git.resolve_revision("HEAD~2")) == ()


# What is not there.


def clone(repo: Repository, to: Path, *options: str) -> Repository:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "-q", *options, f"file://{repo.root}", str(to))
    return Repository(to)


def test_a_shallow_clone_says_where_it_ends(repo: Repository, tmp_path: Path) -> None:
    repo.commit(b="b\n")
    head = repo.commit(a="b\n")
    history = walked(clone(repo, tmp_path / "shallow", "--depth=2"))
    assert not history.complete
    assert [history.is_known(commit) for commit in history.commits] == [True, False]
    assert history.commits[1].touches == ()
    assert [commit.sha for commit in history.find_changes("a.md")] == [head]
    assert history.find_changes("b.md") == ()
    assert not history.from_the_start


def test_what_a_shallow_clone_hides_is_asked_for(repo: Repository, tmp_path: Path) -> None:
    repo.git("switch", "-q", "-c", "side")
    repo.commit(b="b\n")
    repo.git("switch", "-q", "main")
    repo.commit(c="c\n")
    shallow = clone(repo, tmp_path / "shallow", "--depth=1", "--no-single-branch")
    git = opened(shallow.root)
    with pytest.raises(HistoryMissingError, match=r"--unshallow.*fetch-depth: 0"):
        git.merge_base(git.resolve_revision("HEAD"), git.resolve_revision("origin/side"))
    shallow.git("fetch", "-q", "--unshallow")
    git = opened(shallow.root)
    assert git.merge_base(git.resolve_revision("HEAD"), git.resolve_revision("origin/side"))
    assert walked(shallow).complete


def test_a_clone_without_blobs_has_its_whole_history(repo: Repository, tmp_path: Path) -> None:
    repo.commit(a="b\n")
    partial = clone(repo, tmp_path / "partial", "--filter=blob:none")
    assert walked(partial).commits == walked(repo).commits


def test_a_clone_without_trees_says_how_to_fetch_them(repo: Repository, tmp_path: Path) -> None:
    repo.commit(a="b\n")
    partial = clone(repo, tmp_path / "partial", "--filter=tree:0")
    with pytest.raises(ObjectMissingError, match=r"git fetch --refetch"):
        walked(partial)


def test_a_missing_commit_is_named(repo: Repository) -> None:
    missing = repo.git("rev-parse", "HEAD")
    side = repo.commit(b="b\n")
    repo.git("switch", "-q", "-c", "other", missing)
    head = repo.commit(c="c\n")
    (repo.root / ".git/objects" / missing[:2] / missing[2:]).unlink()
    git = opened(repo.root)
    for ask in (git.read_history, git.find_parents, lambda sha: git.merge_base(sha, side)):
        with pytest.raises(ObjectMissingError, match=missing):
            ask(head)


def test_output_that_is_not_gits_is_refused() -> None:
    sha = b"a" * 40
    fields = b"\0".join([sha, b"", b"A", b"a", b"A", b"a", b"1", b"message\n"])
    for rubbish in (
        b"nonsense",
        b"\0" * 20,
        fields + b"\0\n:100644 nonsense\0a\0",
        fields + b"\0x",
    ):
        with pytest.raises(GitDamagedError):
            list(parse_commits([rubbish], frozenset()))
    touched = b"\0\n:100644 100644 %b %b M\0../x\0" % (sha, sha)
    with pytest.raises(GitDamagedError):
        list(parse_commits([fields + touched], frozenset()))


@given(st.integers(1, 60))
def test_the_pieces_in_which_output_comes_do_not_matter(size: int) -> None:
    one = b"\0".join([b"a" * 40, b"b" * 40, b"A", b"a", b"C", b"c", b"1", b"message\n"])
    touched = b"\0\n:100644 000000 %b %b D\0path\0" % (b"c" * 40, b"0" * 40)
    two = one.replace(b"a" * 40, b"b" * 40, 1)
    output = one + touched + two + b"\0" + one
    pieces = [output[at : at + size] for at in range(0, len(output), size)]
    assert list(parse_commits(pieces, frozenset())) == list(parse_commits([output], frozenset()))
    assert len(list(parse_commits(pieces, frozenset()))) == 3


def fake(repo: Repository, tmp_path: Path, script: str) -> Git:
    program = install_git(tmp_path / "fake", script)
    return Git(str(repo.root), process.Runner(str(program), str(repo.root), {}), False, "sha1")


def test_a_walk_that_hangs_or_never_ends_is_stopped(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TIMEOUT", 0.3)
    with pytest.raises(GitTimeoutError, match="git log"):
        fake(repo, tmp_path, "exec /usr/bin/tail -f /dev/null").read_history("a" * 40)
    monkeypatch.setattr(process, "TIMEOUT", 60.0)
    monkeypatch.setattr(process, "OUTPUT_LIMIT", 1_000_000)
    with pytest.raises(OutputTooLargeError):
        fake(repo, tmp_path, "exec /usr/bin/yes aaaaaaa").read_history("a" * 40)
    with pytest.raises(CommandFailedError, match="it went wrong"):
        fake(repo, tmp_path, "echo fatal: it went wrong >&2; exit 128").read_history("a" * 40)


# Any history, cut anywhere.

DEPTHS = st.integers(1, 5)


@settings(max_examples=scale_examples(40))
@given(plans(), DEPTHS, st.data())
def test_a_shallow_clone_answers_as_the_whole_one_or_not_at_all(
    history: tuple[Plan, ...], depth: int, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Made.create(Path(folder).resolve() / "full", history)
        head = made.shas[-1]
        full = opened(made.repository.root).read_history(head)
        _same_as_planned(made, full)
        shallow = opened(clone(made.repository, Path(folder) / "cut", f"--depth={depth}").root)
        cut = shallow.read_history(head)
        by_sha = {commit.sha: commit for commit in full.commits}
        for commit in cut.commits:
            assert not cut.is_known(commit) or commit == by_sha[commit.sha]
        for path in PATHS:
            known = [commit.sha for commit in cut.find_changes(path)]
            whole = made.changes(path)
            assert known == (whole if cut.from_the_start else whole[: len(known)])
        one, other = (data.draw(st.integers(0, len(history) - 1)) for _ in "ab")
        _same_merge_base(made, shallow, one, other)
        _same_range(made, shallow, one)


def _same_as_planned(made: Made, full: History) -> None:
    assert full.complete
    assert {commit.sha for commit in full.commits} == set(made.shas)
    for path in PATHS:
        assert [commit.sha for commit in full.find_changes(path)] == made.changes(path)


def _same_merge_base(made: Made, shallow: Git, one: int, other: int) -> None:
    bases = made.merge_bases(one, other)
    for git in (opened(made.repository.root), shallow):
        try:
            found = git.merge_base(made.shas[one], made.shas[other])
        except NoMergeBaseError:
            assert git is not shallow or not git.find_boundary()
            assert len(bases) != 1
        except GitError:
            assert git is shallow
        else:
            assert {found} == bases


def _same_range(made: Made, shallow: Git, base: int) -> None:
    wanted = made.ancestors(len(made.plans) - 1) - made.ancestors(base)
    expected = {made.shas[index] for index in wanted}
    try:
        found = shallow.read_history(made.shas[-1], until=(made.shas[base],))
    except GitError:
        return
    if found.complete:
        assert {commit.sha for commit in found.commits} == expected
