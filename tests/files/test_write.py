"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from awos_lint.files import LINK, DiskError, WriteError, write_atomic
from awos_lint.files.read import Folder
from tests.support.disks import OLD, put

NEW = b"new text\n" * 3000


@pytest.fixture(params=["relative", "absolute"])
def root(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, on a system that can open files relative to one and on one that cannot."""
    if request.param == "absolute":
        monkeypatch.setattr("awos_lint.files.read.RELATIVE", False)
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".awos-")]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664])
def test_a_file_is_replaced_and_keeps_its_mode_and_owner(root: Path, mode: int) -> None:
    where = put(root, "a/b.md")
    where.chmod(mode)
    if os.geteuid() == 0:
        os.chown(where, 1234, 1235)
    before = where.stat()
    write_atomic(str(root), "a/b.md", NEW, OLD)
    after = where.stat()
    assert where.read_bytes() == NEW
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert os.listdir(root / "a") == ["b.md"]


def refused(root: Path, path: str, expect: bytes = OLD) -> str:
    with pytest.raises(WriteError) as caught:
        write_atomic(str(root), path, NEW, expect)
    return str(caught.value)


def test_a_file_that_is_no_longer_what_was_read_is_left_alone(root: Path) -> None:
    where = put(root, "a.md", OLD + b"more")
    said = "a.md was not changed: it changed since awos read it: run awos again"
    assert refused(root, "a.md") == said
    assert refused(root, "a.md", expect=OLD + b"other") == said
    assert where.read_bytes() == OLD + b"more"


def test_links_second_names_and_read_only_files_are_refused(root: Path) -> None:
    where = put(root, "real/a.md")
    (root / "link.md").symlink_to("real/a.md")
    (root / "behind").symlink_to("real")
    put(root, "fixed.md").chmod(0o444)
    os.link(put(root, "twice.md"), root / "other.md")
    assert LINK in refused(root, "link.md")
    assert "lies behind the symbolic link behind" in refused(root, "behind/a.md")
    assert "second name" in refused(root, "twice.md")
    assert "read-only" in refused(root, "fixed.md")
    assert where.read_bytes() == (root / "twice.md").read_bytes() == OLD
    assert leftovers(root) == leftovers(root / "real") == []


@pytest.mark.parametrize(
    "path", ["none.md", "none/x.md", "folder", "pipe", "socket", "../root/a.md", ".git/x"]
)
def test_only_an_existing_regular_file_is_written(
    root: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "a.md")
    put(root, ".git/x")
    (root / "folder").mkdir()
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(root)
        server.bind("socket")
    assert f"{path} was not changed: " in refused(root, path)
    assert (root / ".git/x").read_bytes() == OLD


def test_a_folder_that_the_disk_does_not_open_is_an_error_of_the_disk(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "real/a.md")
    real = Folder.enter_folder

    def enter(self: Folder, name: str) -> Folder:
        if name == "real":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(self, name)

    monkeypatch.setattr(Folder, "enter_folder", enter)
    with pytest.raises(DiskError, match=r"real/a\.md was not changed: input/output error"):
        write_atomic(str(root), "real/a.md", NEW, OLD)


def test_a_path_is_escaped_in_the_message(root: Path) -> None:
    assert refused(root, "\x1b[2J.md").startswith("\\x1b[2J.md was not changed: ")


STEPS = ("open", "stat", "fstat", "read", "write", "chmod", "fsync", "replace", "listdir", "close")


class Fault:
    """Lets the nth call into the system fail, and every later one too when it is deadly."""

    def __init__(self, at: int, error: BaseException, deadly: bool) -> None:
        self.at, self.error, self.deadly = at, error, deadly
        self.calls = 0

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in (*STEPS, "unlink") if self.deadly else STEPS:
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            self.calls += 1
            due = self.calls > self.at if self.deadly else self.calls == self.at + 1
            if not due:
                return real(*arguments, **named)
            if name == "close":
                real(*arguments)
            if name == "write":
                # A torn write: half of it reaches the disk.
                real(arguments[0], bytes(arguments[1])[: len(NEW) // 2])  # type: ignore[call-overload]
            raise self.error

        return call


def attempts(
    root: Path, error: BaseException, *, deadly: bool = False
) -> Iterator[tuple[Path, BaseException | None]]:
    """Write once for every call into the system, letting that call fail."""
    for at in range(200):
        where = put(root, "a.md")
        fault = Fault(at, error, deadly)
        with pytest.MonkeyPatch.context() as monkeypatch:
            fault.install(monkeypatch)
            raised: BaseException | None = None
            try:
                write_atomic(str(root), "a.md", NEW, OLD)
            except (WriteError, KeyboardInterrupt) as caught:
                raised = caught
        yield where, raised
        if fault.calls <= at:
            return
    pytest.fail("a write makes less than 200 calls")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
def test_a_failing_disk_leaves_the_file_whole_and_nothing_else(root: Path, code: int) -> None:
    outcomes = []
    for where, raised in attempts(root, OSError(code, os.strerror(code))):
        content = where.read_bytes()
        assert content in (OLD, NEW)
        assert ("was not changed: " in str(raised)) == (content == OLD)
        assert os.listdir(root) == ["a.md"]
        outcomes.append(raised is None)
    assert outcomes.count(False) > 10
    assert outcomes[-1]


def test_an_interrupt_leaves_the_file_whole_and_nothing_else(root: Path) -> None:
    for where, _ in attempts(root, KeyboardInterrupt()):
        assert where.read_bytes() in (OLD, NEW)
        assert os.listdir(root) == ["a.md"]


def test_a_killed_process_leaves_the_file_whole_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    stray = 0
    for where, _ in attempts(tmp_path, KeyboardInterrupt(), deadly=True):
        assert where.read_bytes() in (OLD, NEW)
        stray += len(leftovers(tmp_path))
        put(tmp_path, "a.md")
        write_atomic(str(tmp_path), "a.md", NEW, OLD)
        assert os.listdir(tmp_path) == ["a.md"]
    assert stray > 5


def test_what_a_running_process_writes_is_not_swept_away(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    mine = put(tmp_path, f".awos-{os.getppid()}-00000000.tmp")
    dead = put(tmp_path, ".awos-4194305-00000000.tmp")
    other = put(tmp_path, ".awos-1-notes.tmp")
    write_atomic(str(tmp_path), "a.md", NEW, OLD)
    assert (mine.exists(), dead.exists(), other.exists()) == (True, False, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"edited", "it changed since awos read it"), (OLD, "it was replaced while awos worked")],
)
def test_what_an_editor_saves_meanwhile_wins(
    root: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, said: str
) -> None:
    where, real = put(root, "a.md"), os.fsync

    def save(fd: int) -> None:
        os.rename(put(root, "saved", text), where)
        real(fd)

    monkeypatch.setattr(os, "fsync", save)
    assert said in refused(root, "a.md")
    assert where.read_bytes() == text
    assert os.listdir(root) == ["a.md"]


def test_a_file_system_that_cannot_sync_folders_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, real = put(tmp_path, "a.md"), os.fsync

    def sync(fd: int) -> None:
        if os.path.isdir(f"/dev/fd/{fd}"):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(fd)

    monkeypatch.setattr(os, "fsync", sync)
    write_atomic(str(tmp_path), "a.md", NEW, OLD)
    assert where.read_bytes() == NEW


def test_a_change_that_the_disk_does_not_confirm_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, real = put(tmp_path, "a.md"), os.fsync

    def sync(fd: int) -> None:
        if where.read_bytes() == NEW:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(fd)

    monkeypatch.setattr(os, "fsync", sync)
    assert "a.md was changed, but the disk did not confirm it" in refused(tmp_path, "a.md")
