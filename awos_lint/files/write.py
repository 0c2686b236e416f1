"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from awos_lint.core.errors import AwosError
from awos_lint.core.text import escape_text
from awos_lint.files.read import (
    ABSENT,
    COMMON,
    LINK,
    OUTSIDE,
    READ,
    Folder,
    Reader,
    explain_cause,
    name_kind,
    read_content,
    split_path,
)

_CREATE: Final[int] = os.O_WRONLY | os.O_CREAT | os.O_EXCL | COMMON
_THROUGH: Final[int] = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
# What a folder answers to fsync where the file system cannot do it.
_NO_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP})
_TEMPORARY: Final = re.compile(r"\.awos-([0-9]{1,7})-[0-9a-f]{8}\.tmp")
_STALE: Final = 600  # seconds after which no awos is still writing one file


class WriteError(AwosError):
    """A file could not be written; ``str(error)`` is a sentence about which, why and what now."""


class DiskError(WriteError):
    """The system did not write a file, as where the disk is full; another file may fail too."""


def write_atomic(root: str, path: str, data: bytes, expect: bytes) -> None:
    """Replace the content of a file that holds exactly ``expect``.

    The file is wholly old or wholly new at any moment, also after a crash; its mode is kept, and
    so is its owner where the system allows it. Raises ``WriteError``, with the file as it was, when
    it is no longer ``expect``, is a link or reached through one, has a second name (hard link), is
    read-only or not regular, or the system refuses; and, with the file changed, when the disk does
    not confirm that the change would survive a loss of power.
    """
    parts = split_path(path)
    if not parts:
        raise WriteError(f"{escape_text(path)} was not changed: {OUTSIDE}")
    try:
        with Reader(root) as reader:
            folder = _open_parent(reader, parts)
            _replace_file(folder, parts[-1], data, expect)
            sync_folder(folder, path)
    except _UnsafeTargetError as error:
        raise WriteError(f"{escape_text(path)} was not changed: {error}") from None
    except OSError as error:
        raise DiskError(f"{escape_text(path)} was not changed: {explain_cause(error)}") from error


def write_whole(root: str, path: str, data: bytes, like: str = "") -> None:
    """Write a file below ``root``, new or in place of what it held, whole or not at all.

    A new one gets the mode and the owner of the file ``like``, if one is named. Raises
    ``WriteError`` as ``write_atomic`` does, save that any earlier content may be replaced.
    """
    parts = split_path(path)
    if not parts:
        raise WriteError(f"{escape_text(path)} was not written: {OUTSIDE}")
    try:
        with Reader(root) as reader:
            model = _stat_file(reader, like) if like else None
            folder = _open_parent(reader, parts)
            _put_file(folder, parts[-1], data, model)
            sync_folder(folder, path)
    except _UnsafeTargetError as error:
        raise WriteError(f"{escape_text(path)} was not written: {error}") from None
    except OSError as error:
        raise DiskError(f"{escape_text(path)} was not written: {explain_cause(error)}") from error


def write_new(root: str, path: str, data: bytes, like: str = "") -> None:
    """Write a file below ``root`` that must not be there yet, with the folders above it.

    Raises ``WriteError`` when something is there, and as ``write_whole`` does.
    """
    parts = split_path(path)
    if not parts:
        raise WriteError(f"{escape_text(path)} was not written: {OUTSIDE}")
    try:
        with Reader(root) as reader:
            _make_folders(reader, parts[:-1])
            if not reader.is_gone(path):
                raise WriteError(f"{escape_text(path)} was not written: it exists already")
    except OSError as error:
        raise DiskError(f"{escape_text(path)} was not written: {explain_cause(error)}") from error
    write_whole(root, path, data, like)


def _make_folders(reader: Reader, parts: Sequence[str]) -> None:
    """Create what is missing of a folder's path; a link in it is left to who writes there."""
    for end in range(1, len(parts) + 1):
        try:
            reader.open_folder(parts[:end])
        except FileNotFoundError:
            reader.open_folder(parts[: end - 1]).make_folder(parts[end - 1])
        except OSError:
            return


def write_anywhere(path: str, data: bytes) -> None:
    """Write a file at a path that a user gave, whole or not at all.

    What is no regular file, such as ``/dev/stdout`` or a link, is written through. Raises
    ``WriteError`` when the system refuses.
    """
    folder, name = os.path.split(os.path.abspath(path))
    if not os.path.lexists(path) or (os.path.isfile(path) and not os.path.islink(path)):
        write_whole(folder, name, data)
        return
    try:
        fd = os.open(path, _THROUGH, 0o666)
        try:
            _write_all(fd, data)
        finally:
            os.close(fd)
    except OSError as error:
        raise DiskError(f"{escape_text(path)} was not written: {explain_cause(error)}") from error


class _UnsafeTargetError(Exception):
    """Why a file must not be replaced, as a clause about it."""


def _open_parent(reader: Reader, parts: Sequence[str]) -> Folder:
    try:
        return reader.open_folder(parts[:-1])
    except OSError as error:
        why = reader.explain_error(parts, error)
        if why.failed:
            raise
        reason = "its folder does not exist" if why is ABSENT else why.reason
        raise _UnsafeTargetError(reason) from error


def _replace_file(folder: Folder, name: str, data: bytes, expect: bytes) -> None:
    before = _verify_content(folder, name, expect)
    with _write_temporary(folder, name, data, before):
        # An editor may have saved in the meantime. What it saves from here on to the next line is
        # lost; no system offers to compare and replace in one step.
        if not os.path.samestat(before, _verify_content(folder, name, expect)):
            raise _UnsafeTargetError("it was replaced while awos worked: run awos again")


def _stat_file(reader: Reader, path: str) -> os.stat_result:
    *folders, name = split_path(path)
    return reader.open_folder(folders).stat_entry(name)


def _put_file(folder: Folder, name: str, data: bytes, model: os.stat_result | None) -> None:
    try:
        before: os.stat_result | None = _require_replaceable(folder.stat_entry(name))
    except FileNotFoundError:
        before = model
    with _write_temporary(folder, name, data, before):
        pass


@contextlib.contextmanager
def _write_temporary(
    folder: Folder, name: str, data: bytes, like: os.stat_result | None
) -> Iterator[None]:
    """Write a file beside another one, and let it take that one's place in the end."""
    _remove_leftovers(folder)
    temporary = f".awos-{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        _fill_file(folder, temporary, data, like)
        yield
        os.replace(
            folder.name_file(temporary),
            folder.name_file(name),
            src_dir_fd=folder.fd,
            dst_dir_fd=folder.fd,
        )
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(folder.name_file(temporary), dir_fd=folder.fd)
        raise


def _verify_content(folder: Folder, name: str, expect: bytes) -> os.stat_result:
    """Return the state of a file that may be replaced and still holds what is expected."""
    _require_replaceable(folder.stat_entry(name))
    with folder.open_file(name, READ) as fd:
        state = _require_replaceable(os.fstat(fd))
        if read_content(fd, len(expect)) != expect:
            raise _UnsafeTargetError("it changed since awos read it: run awos again")
    return state


def _require_replaceable(state: os.stat_result) -> os.stat_result:
    """Return the state of a file if another one may take its place."""
    if stat.S_ISLNK(state.st_mode):
        raise _UnsafeTargetError(LINK)
    if not stat.S_ISREG(state.st_mode):
        raise _UnsafeTargetError(name_kind(state.st_mode))
    if state.st_nlink > 1:
        raise _UnsafeTargetError("it has a second name (a hard link) that would keep the old text")
    if not state.st_mode & 0o222:
        raise _UnsafeTargetError("it is read-only: make it writable first")
    return state


def _fill_file(folder: Folder, name: str, data: bytes, like: os.stat_result | None) -> None:
    """Write a new file down to the disk, with the owner and mode of another if there is one."""
    with folder.open_file(name, _CREATE, 0o600 if like else 0o666) as fd:
        _write_all(fd, data)
        if like:
            _copy_mode(folder, name, fd, like)
        os.fsync(fd)


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _copy_mode(folder: Folder, name: str, fd: int, like: os.stat_result) -> None:
    """Give a file the mode of another, and its owner where the system allows it."""
    if (like.st_uid, like.st_gid) != (os.fstat(fd).st_uid, os.fstat(fd).st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(folder.name_file(name), like.st_uid, like.st_gid, dir_fd=folder.fd)
    os.chmod(folder.name_file(name), stat.S_IMODE(like.st_mode), dir_fd=folder.fd)


def sync_folder(folder: Folder, path: str) -> None:
    """Make the new name survive a loss of power."""
    if folder.fd is None:
        return
    try:
        os.fsync(folder.fd)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            said = f"{escape_text(path)} was changed, but the disk did not confirm it"
            raise DiskError(f"{said}: {explain_cause(error)}") from error


def _remove_leftovers(folder: Folder) -> None:
    """Remove what an awos that was killed while writing left in a folder."""
    if folder.fd is None:
        return
    for name in os.listdir(folder.fd):
        _discard_temporary(folder, name)


def remove_temporaries(root: str, paths: Iterable[str]) -> bool:
    """Remove what a killed awos left among some files; return whether there was anything."""
    found = [path for path in paths if _TEMPORARY.fullmatch(path.rpartition("/")[2])]
    removed = False
    with Reader(root) as reader:
        for path in sorted(found):
            with contextlib.suppress(OSError):
                *folders, name = split_path(path)
                removed |= _discard_temporary(reader.open_folder(folders), name)
    return removed


def _discard_temporary(folder: Folder, name: str) -> bool:
    """Remove a temporary file unless the awos that writes it may still run."""
    found = _TEMPORARY.fullmatch(name)
    if not found:
        return False
    with contextlib.suppress(OSError):
        # The number of a process is given to another one in time.
        fresh = time.time() - folder.stat_entry(name).st_mtime < _STALE
        if not (fresh and _is_running(int(found[1]))):
            os.unlink(folder.name_file(name), dir_fd=folder.fd)
            return True
    return False


def remove_file(root: str, path: str, expect: bytes) -> None:
    """Remove a file that holds exactly ``expect``, with the folders above it that it leaves empty.

    Raises ``WriteError``, with the file as it was, when it is no longer that or may not be removed.
    """
    parts = split_path(path)
    if not parts:
        raise WriteError(f"{escape_text(path)} was not removed: {OUTSIDE}")
    try:
        with Reader(root) as reader:
            folder = _open_parent(reader, parts)
            _verify_content(folder, parts[-1], expect)
            os.unlink(folder.name_file(parts[-1]), dir_fd=folder.fd)
            sync_folder(folder, path)
    except _UnsafeTargetError as error:
        raise WriteError(f"{escape_text(path)} was not removed: {error}") from None
    except OSError as error:
        raise DiskError(f"{escape_text(path)} was not removed: {explain_cause(error)}") from error
    remove_empty_folders(root, parts[:-1])


def remove_empty_folders(root: str, parts: Sequence[str]) -> None:
    """Remove a folder and those above it, from the last one on, as far as they are empty."""
    for end in range(len(parts), 0, -1):
        try:
            with Reader(root) as reader:
                above = reader.open_folder(parts[: end - 1])
                os.rmdir(above.name_file(parts[end - 1]), dir_fd=above.fd)
        except OSError:
            return


def _is_running(process: int) -> bool:
    """Return whether another process has this number; it may belong to anybody."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except OSError as error:
        return not isinstance(error, ProcessLookupError)
    return True
