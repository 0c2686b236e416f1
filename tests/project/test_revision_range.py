"""Which step is judged, as it is named, and as a pull request or a push names it by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from awos_lint.files.tree import CommitTree
from awos_lint.git import HistoryMissingError, UnknownRevisionError
from awos_lint.project.place import WrongPathError, open_place
from awos_lint.project.revision_range import (
    Step,
    UnknownStepError,
    is_range,
    own_step,
    range_step,
    since_step,
)
from tests.support.repositories import Repository, isolate


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository whose main line went on after a branch left it."""
    made = Repository.create(tmp_path / "repo")
    made.commit(a="a\n")
    made.git("tag", "fork")
    made.git("switch", "-q", "-c", "topic")
    made.commit(b="b\n")
    made.commit(c="c\n")
    made.git("switch", "-q", "main")
    made.commit(d="d\n")
    return made


def sha(repo: Repository, revision: str) -> str:
    return repo.git("rev-parse", f"{revision}^{{commit}}")


# As it is named.


@pytest.mark.parametrize(
    "text",
    [
        "main...HEAD",
        "main..",
        "..topic",
        "...",
        "HEAD~2..HEAD",
        "origin/main...feature/x",
        "v1..v2",
    ],
)
def test_two_or_three_dots_make_a_range(text: str) -> None:
    assert is_range(text)


@pytest.mark.parametrize("text", ["", "context", "a.md", "../docs", "..", "a/../b", "./a...b/.."])
def test_a_path_is_no_range(text: str) -> None:
    assert not is_range(text)


def test_three_dots_begin_where_the_two_part_and_two_at_the_base(repo: Repository) -> None:
    place = open_place(str(repo.root))
    main, topic, fork = (sha(repo, name) for name in ("main", "topic", "fork"))
    there, three = range_step(place, "main...topic")
    assert three == Step(fork, topic, main, "main...topic")
    assert isinstance(there.tree, CommitTree)
    assert there.tree.sha == topic
    assert range_step(place, "main..topic")[1] == Step(main, topic, main, "main..topic")


def test_an_empty_side_means_the_head(repo: Repository) -> None:
    place = open_place(str(repo.root))
    main, topic, fork = (sha(repo, name) for name in ("main", "topic", "fork"))
    assert range_step(place, "topic...")[1] == Step(fork, main, topic, "topic...")
    assert range_step(place, "..topic")[1] == Step(main, topic, main, "..topic")


def test_since_ends_in_the_tree_that_is_checked(repo: Repository) -> None:
    main, topic, fork = (sha(repo, name) for name in ("main", "topic", "fork"))
    for place in (open_place(str(repo.root)), open_place(str(repo.root), staged=True)):
        assert since_step(place, "topic") == Step(fork, main, topic, "topic...")
    place = open_place(str(repo.root), revision="topic")
    assert since_step(place, "main") == Step(fork, topic, main, "main...")


def test_a_name_that_is_none_is_refused(repo: Repository) -> None:
    place = open_place(str(repo.root))
    with pytest.raises(UnknownRevisionError, match="nope"):
        range_step(place, "nope...HEAD")
    with pytest.raises(UnknownRevisionError, match="--output=x"):
        since_step(place, "--output=x")
    with pytest.raises(WrongPathError, match=r"BASE\.\.\.HEAD"):
        range_step(place, "main")


def test_a_branch_without_a_commit_has_no_step(repo: Repository) -> None:
    repo.git("switch", "-q", "--orphan", "new")
    with pytest.raises(UnknownRevisionError, match="HEAD"):
        since_step(open_place(str(repo.root)), "main")


def test_without_git_there_is_no_step(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    place = open_place(str(tmp_path / "plain"))
    with pytest.raises(WrongPathError, match="--since needs a git repository"):
        since_step(place, "main")
    assert own_step(place) == (place, None)


def test_a_shallow_clone_says_what_to_fetch(repo: Repository, tmp_path: Path) -> None:
    shallow = clone(repo, tmp_path / "shallow", "--depth=1")
    place = open_place(str(shallow.root))
    for ask in (lambda: since_step(place, "HEAD~1"), lambda: range_step(place, "topic...HEAD")):
        with pytest.raises(HistoryMissingError, match=r"git fetch --unshallow.*fetch-depth: 0"):
            ask()


def clone(repo: Repository, to: Path, *options: str) -> Repository:
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.git("clone", "-q", *options, f"file://{repo.root}", str(to))
    return Repository(to)


# A pull request on GitHub.


def requested(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, repo: Repository, **event: object
) -> None:
    """Tell awos of a pull request from topic to main."""
    told = event or {
        "pull_request": {"base": {"sha": sha(repo, "main")}, "head": {"sha": sha(repo, "topic")}}
    }
    (tmp_path / "event.json").write_text(json.dumps(told))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))


def merged(repo: Repository) -> str:
    """Check out what GitHub makes of a pull request: its merge into the base branch."""
    repo.git("switch", "-q", "--detach", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    return sha(repo, "HEAD")


def test_the_merge_of_a_pull_request_is_compared_with_its_base(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main, merge = sha(repo, "main"), merged(repo)
    requested(monkeypatch, tmp_path, repo)
    place, step = own_step(open_place(str(repo.root)))
    assert step == Step(main, merge, main, "this pull request")
    assert isinstance(place.tree, CommitTree)
    assert place.tree.sha == merge


def test_the_merge_is_known_by_its_hash_when_the_branch_has_moved_on(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main, merge = sha(repo, "main"), merged(repo)
    monkeypatch.setenv("GITHUB_SHA", merge)
    requested(monkeypatch, tmp_path, repo, pull_request={"head": {"sha": "f" * 40}})
    assert own_step(open_place(str(repo.root)))[1] == Step(main, merge, main, "this pull request")


def test_the_head_of_a_pull_request_is_compared_with_where_it_left(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested(monkeypatch, tmp_path, repo)
    repo.git("switch", "-q", "--detach", "topic")
    _, step = own_step(open_place(str(repo.root)))
    fork, topic, main = (sha(repo, name) for name in ("fork", "topic", "main"))
    assert step == Step(fork, topic, main, "this pull request")


def test_two_commits_are_enough_for_the_merge_and_one_is_not(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested(monkeypatch, tmp_path, repo)
    main, merge = sha(repo, "main"), merged(repo)
    monkeypatch.setenv("GITHUB_SHA", merge)
    repo.git("branch", "-f", "merge", merge)
    one = clone(repo, tmp_path / "one", "--depth=1", "--branch=merge")
    with pytest.raises(HistoryMissingError, match=r"base of this pull request.*fetch-depth: 2"):
        own_step(open_place(str(one.root)))
    two = clone(repo, tmp_path / "two", "--depth=2", "--branch=merge")
    assert own_step(open_place(str(two.root)))[1] == Step(main, merge, main, "this pull request")


def test_a_base_that_was_not_fetched_is_asked_for(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested(monkeypatch, tmp_path, repo)
    alone = clone(repo, tmp_path / "alone", "--branch=topic", "--single-branch")
    with pytest.raises(HistoryMissingError, match=f"git fetch origin {sha(repo, 'main')}"):
        own_step(open_place(str(alone.root)))


def test_what_else_is_checked_out_is_not_the_pull_request(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested(monkeypatch, tmp_path, repo)
    place = open_place(str(repo.root))
    assert own_step(place) == (place, None)
    new = Repository.create(tmp_path / "new")
    assert own_step(open_place(str(new.root)))[1] is None


def test_the_index_and_a_named_commit_are_checked_as_they_are(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested(monkeypatch, tmp_path, repo)
    repo.git("switch", "-q", "--detach", "topic")
    for place in (
        open_place(str(repo.root), staged=True),
        open_place(str(repo.root), revision="topic"),
    ):
        assert own_step(place) == (place, None)


@pytest.mark.parametrize("name", ["push", "pull_request_target", "schedule", ""])
def test_other_events_have_no_step(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    requested(monkeypatch, tmp_path, repo)
    repo.git("switch", "-q", "--detach", "topic")
    monkeypatch.setenv("GITHUB_EVENT_NAME", name)
    assert own_step(open_place(str(repo.root)))[1] is None


def test_a_merge_group_is_compared_with_what_it_is_put_on(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main, merge = sha(repo, "main"), merged(repo)
    group = {"base_sha": main, "head_sha": merge}
    requested(monkeypatch, tmp_path, repo, merge_group=group)
    monkeypatch.setenv("GITHUB_EVENT_NAME", "merge_group")
    assert own_step(open_place(str(repo.root)))[1] == Step(main, merge, main, "this merge group")


def test_an_event_that_cannot_be_read_is_said(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested(monkeypatch, tmp_path, repo)
    (tmp_path / "event.json").write_text("{")
    for path in (tmp_path / "event.json", tmp_path / "none", ""):
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(path))
        with pytest.raises(UnknownStepError, match=r"--diff BASE\.\.\.HEAD"):
            own_step(open_place(str(repo.root)))


@pytest.mark.parametrize(
    "event", [[], {"pull_request": []}, {"pull_request": {"head": {"sha": "--output=x"}}}, "text"]
)
def test_an_event_of_another_shape_is_no_pull_request(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: object
) -> None:
    requested(monkeypatch, tmp_path, repo)
    (tmp_path / "event.json").write_text(json.dumps(event))
    assert own_step(open_place(str(repo.root)))[1] is None


# A push, as pre-commit tells of it.


def pushed(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    for name, value in variables.items():
        monkeypatch.setenv(f"PRE_COMMIT_{name}", value)


def test_a_push_is_judged_from_what_the_remote_has(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    fork, topic = sha(repo, "fork"), sha(repo, "topic")
    pushed(monkeypatch, FROM_REF=fork, TO_REF=topic)
    place, step = own_step(open_place(str(repo.root)))
    assert step == Step(fork, topic, fork, "this push")
    assert isinstance(place.tree, CommitTree)
    assert place.tree.sha == topic


def test_the_first_push_of_a_whole_history_is_no_step_but_a_commit(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(monkeypatch, LOCAL_BRANCH="refs/heads/topic", REMOTE_BRANCH="refs/heads/topic")
    place, step = own_step(open_place(str(repo.root)))
    assert step is None
    assert isinstance(place.tree, CommitTree)
    assert place.tree.sha == sha(repo, "topic")


def test_a_checkout_is_no_push(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed(monkeypatch, FROM_REF=sha(repo, "fork"), TO_REF=sha(repo, "topic"), CHECKOUT_TYPE="1")
    place = open_place(str(repo.root))
    assert own_step(place) == (place, None)


def test_what_pre_commit_leaves_behind_elsewhere_is_no_push(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(monkeypatch, FROM_REF=sha(repo, "fork"), TO_REF=sha(repo, "topic"))
    monkeypatch.delenv("PRE_COMMIT")
    place = open_place(str(repo.root))
    assert own_step(place) == (place, None)
