"""Files below a root are read without surprises."""

from __future__ import annotations

import errno
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.files import ABSENT, LINK, REPOSITORY, Reader, Unread, walk_folder
from tests.support.disks import lowest_free_descriptor, put
from tests.support.profiles import scale_examples


@pytest.fixture(params=["relative", "absolute"])
def root(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, on a system that can open files relative to one and on one that cannot."""
    if request.param == "absolute":
        monkeypatch.setattr("awos_lint.files.read.RELATIVE", False)
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def read(root: Path, path: str, limit: int = 1000) -> bytes | Unread:
    with Reader(str(root)) as reader:
        return reader.read(path, limit)


def test_a_file_is_read_up_to_the_limit_and_not_one_byte_more(root: Path) -> None:
    put(root, "a/b.md", b"12345")
    assert read(root, "a/b.md", 5) == b"12345"
    assert read(root, "a/b.md", 4) == Unread("it has more than 4 bytes")
    put(root, "empty.md", b"")
    assert read(root, "empty.md", 0) == b""


def test_a_file_of_many_gigabytes_is_refused_unread(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.truncate(put(root, "a.md"), 10 * 1024**3)
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("read it"))
    assert read(root, "a.md") == Unread("it has more than 1000 bytes")


@pytest.mark.parametrize(("grown", "whole"), [(900, True), (1001, False)])
def test_a_file_that_grows_while_it_is_read_is_read_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, grown: int, whole: bool
) -> None:
    where = put(root, "a.md", b"x" * 10)
    real = os.fstat

    def grow(fd: int) -> os.stat_result:
        state = real(fd)
        where.write_bytes(b"x" * grown)
        return state

    monkeypatch.setattr(os, "fstat", grow)
    assert read(root, "a.md") == (b"x" * grown if whole else Unread("it has more than 1000 bytes"))


def test_a_file_that_shrinks_while_it_is_read_gives_what_is_left(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = put(root, "a.md", b"x" * 10)
    real = os.fstat

    def shrink(fd: int) -> os.stat_result:
        state = real(fd)
        where.write_bytes(b"y")
        return state

    monkeypatch.setattr(os, "fstat", shrink)
    assert read(root, "a.md") == b"y"


def evil(root: Path) -> dict[str, str]:
    """Make everything that is no readable file; return what is said about each."""
    put(root, "real/secret.md", b"secret")
    put(root, "file.md")
    (root / "folder.md").mkdir()
    os.mkfifo(root / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.open(".", os.O_RDONLY)
        os.chdir(root)
        server.bind("socket.md")
        os.chdir(here)
        os.close(here)
    links = {"link.md": "file.md", "dangling.md": "none", "loop.md": "loop.md", "self": "."}
    links |= {"zero.md": "/dev/zero", "passwd.md": "/etc/passwd", "out": "real", "up": ".."}
    for name, target in links.items():
        (root / name).symlink_to(target)
    behind = "it lies behind the symbolic link {}, and awos does not follow links"
    return {
        **dict.fromkeys(links, LINK),
        "out/secret.md": behind.format("out"),
        "self/self/file.md": behind.format("self"),
        "up/root/file.md": behind.format("up"),
        "link.md/x.md": behind.format("link.md"),
        "folder.md": "it is a folder",
        "pipe.md": "it is a named pipe",
        "socket.md": "it is a socket",
        "none.md": ABSENT.reason,
        "none/none.md": ABSENT.reason,
        "file.md/x.md": ABSENT.reason,
        "": "it is not a path inside the repository",
        "/etc/passwd": "it is not a path inside the repository",
        "../root/file.md": "it is not a path inside the repository",
        "real/../file.md": "it is not a path inside the repository",
        "./file.md": "it is not a path inside the repository",
        "real//secret.md": "it is not a path inside the repository",
        ".git/config": "it is not a path inside the repository",
        "real/.GIT/config": "it is not a path inside the repository",
        "nul\0.md": "it is not a path inside the repository",
        "\ud800.md": "it is not a path inside the repository",
    }


def test_whatever_is_not_a_regular_file_is_named_and_not_followed(root: Path) -> None:
    expected = evil(root)
    before = lowest_free_descriptor()
    with Reader(str(root)) as reader:
        found = {path: reader.read(path, 1000) for path in expected}
    assert {
        path: getattr(content, "reason", content) for path, content in found.items()
    } == expected
    missing = {path for path, content in found.items() if content == ABSENT}
    assert missing == {"none.md", "none/none.md", "file.md/x.md"}
    assert lowest_free_descriptor() == before


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.EACCES, "permission denied"), (errno.EIO, "input/output error")],
)
@pytest.mark.parametrize("step", ["open", "fstat", "read"])
def test_what_the_system_refuses_is_said(
    root: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str, step: str
) -> None:
    put(root, "a.md")
    real: Callable[..., object] = getattr(os, step)

    def refuse(first: object, *rest: object, **named: object) -> object:
        if step == "open" and "a.md" not in str(first):
            return real(first, *rest, **named)
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, step, refuse)
        found = read(root, "a.md")
    assert found == Unread(f"it cannot be read: {said}", failed=True)


def test_a_root_that_is_gone_holds_nothing(root: Path) -> None:
    root.rmdir()
    assert read(root, "a.md") == ABSENT


def test_what_may_not_be_looked_at_is_not_gone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "a.md")
    with Reader(str(root)) as reader:
        assert [reader.is_gone(path) for path in ("a.md", "b.md", "a.md/c", "x/y")] == [
            False,
            True,
            True,
            True,
        ]

        def refuse(*_: object, **__: object) -> os.stat_result:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(os, "stat", refuse)
        assert not reader.is_gone("b.md")


names = st.sampled_from(["a", "b", "c.md", "-x", " y", "é", "\udcff"])
trees = st.lists(st.lists(names, min_size=1, max_size=4).map("/".join), max_size=12, unique=True)


@settings(max_examples=scale_examples(60))
@given(trees, st.randoms(use_true_random=False))
def test_files_are_read_in_any_order(paths: list[str], order: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made: dict[str, bytes] = {}
        for path in paths:
            if not any(
                other.startswith(f"{path}/") or path.startswith(f"{other}/") for other in made
            ):
                made[path] = os.fsencode(path)
                put(Path(folder), path, made[path])
        wanted = list(made) * 2
        order.shuffle(wanted)  # type: ignore[attr-defined]
        before = lowest_free_descriptor()
        with Reader(folder) as reader:
            assert all(reader.read(path, 1000) == made[path] for path in wanted)
        assert lowest_free_descriptor() == before


# Listing without git.


def test_a_walk_finds_regular_files_and_names_the_rest(root: Path) -> None:
    evil(root)
    put(root, ".git/config")
    put(root, "nested/.git/config")
    put(root, "nested/x.md")
    put(root, "deep/er/x.md")
    put(root, "work/.git", b"gitdir: elsewhere")
    paths, skipped = walk_folder(str(root), 1000)
    assert sorted(paths) == ["deep/er/x.md", "file.md", "real/secret.md"]
    links = ("dangling.md", "link.md", "loop.md", "out", "passwd.md", "self", "up", "zero.md")
    assert skipped == {
        **dict.fromkeys(links, LINK),
        **dict.fromkeys(("nested", "work"), REPOSITORY),
        **dict.fromkeys(("pipe.md", "socket.md"), "it is not a regular file"),
    }


def test_a_walk_that_is_too_long_stops_and_says_so(root: Path) -> None:
    for number in range(20):
        put(root, f"{number}/x.md")
    paths, skipped = walk_folder(str(root), 25)
    assert 0 < len(paths) < 20
    assert skipped == {".": "it holds more than 25 entries, and the rest was not listed"}


def test_a_folder_that_cannot_be_listed_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "a/x.md")
    put(root, "b/x.md")
    real = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("a"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    expected = (["b/x.md"], {"a": "it cannot be listed: permission denied"})
    assert walk_folder(str(root), 100) == expected
