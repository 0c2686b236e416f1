"""Reading regular files below a root, and opening folders there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from awos_lint.core.text import escape_text

LINK: Final = "it is a symbolic link, and awos does not follow links"
OUTSIDE: Final = "it is not a path inside the repository"
REPOSITORY: Final = "it is another git repository"

# Not every system knows every flag; what it does not know it cannot need.
COMMON: Final[int] = (
    getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)
# Without O_NONBLOCK opening a named pipe would wait for its writer.
READ: Final[int] = os.O_RDONLY | COMMON | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_TOP: Final[int] = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_DIRECTORY", 0)
_ENTER: Final[int] = _TOP | COMMON

# Windows cannot open a file relative to an open folder; there each folder is looked at by its path.
RELATIVE = os.open in os.supports_dir_fd

_GONE: Final = frozenset({errno.ENOENT, errno.ENOTDIR})


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file was not read, as a clause about it; ``missing`` when there is no such file.

    ``failed`` says that the system did not let awos read it, which may be another time.
    """

    reason: str
    missing: bool = False
    failed: bool = False


ABSENT: Final = Unread("it does not exist", missing=True)


def too_large(limit: int) -> Unread:
    """Say that a file has more bytes than its reader takes."""
    return Unread(f"it has more than {limit} bytes")


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder; ``fd`` is None where the system cannot open files relative to one."""

    path: str
    fd: int | None

    @staticmethod
    def open_path(path: str) -> Folder:
        """Open a folder by its path, links allowed; raises ``OSError``."""
        if not RELATIVE:
            return Folder(path, None)
        return Folder(path, os.open(path, _TOP))

    def enter_folder(self, name: str) -> Folder:
        """Open a folder in this one; raises ``OSError`` for a link or anything else."""
        path = os.path.join(self.path, name)
        if self.fd is not None:
            return Folder(path, os.open(name, _ENTER, dir_fd=self.fd))
        found = self.stat_entry(name)
        # A junction of Windows is a folder with a reparse tag.
        if not stat.S_ISDIR(found.st_mode) or getattr(found, "st_reparse_tag", False):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
        return Folder(path, None)

    def make_folder(self, name: str) -> None:
        """Create a folder in this one; raises ``OSError``."""
        os.mkdir(self.name_file(name), dir_fd=self.fd)

    def name_file(self, name: str) -> str:
        """Return what to call a file of this folder, together with ``dir_fd=fd``."""
        return name if self.fd is not None else os.path.join(self.path, name)

    def stat_entry(self, name: str) -> os.stat_result:
        """Return the state of an entry itself, not of what it links to; raises ``OSError``."""
        return os.stat(self.name_file(name), dir_fd=self.fd, follow_symlinks=False)

    @contextlib.contextmanager
    def open_file(self, name: str, flags: int, mode: int = 0o600) -> Iterator[int]:
        """Open a file of this folder and close it afterwards; raises ``OSError``."""
        fd = os.open(self.name_file(name), flags, mode, dir_fd=self.fd)
        try:
            yield fd
        finally:
            os.close(fd)

    def close(self) -> None:
        """Give the folder back to the system; nothing can be lost by that."""
        if self.fd is not None:
            with contextlib.suppress(OSError):
                os.close(self.fd)


class Reader:
    """Reads regular files below one root.

    The folders on the way to the last file stay open, so that reading files in sorted order opens
    each folder once. Use it as a context manager.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._folders: list[Folder] = []
        self._names: list[str] = []

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        while self._folders:
            self._folders.pop().close()

    def read(self, path: str, limit: int) -> bytes | Unread:
        """Return the content of a file of at most ``limit`` bytes, or why there is none."""
        parts = split_path(path)
        if not parts:
            return Unread(OUTSIDE)
        try:
            with self.open_folder(parts[:-1]).open_file(parts[-1], READ) as fd:
                return read_content(fd, limit)
        except OSError as error:
            return self.explain_error(parts, error)

    def open_folder(self, parts: Sequence[str]) -> Folder:
        """Open the folder with these components; raises ``OSError``, also for a link."""
        if not self._folders:
            self._folders.append(Folder.open_path(self._root))
        both = zip(parts, self._names, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
        while len(self._names) > shared:
            self._names.pop()
            self._folders.pop().close()
        for name in parts[shared:]:
            self._folders.append(self._folders[-1].enter_folder(name))
            self._names.append(name)
        return self._folders[-1]

    def is_gone(self, path: str) -> bool:
        """Return whether nothing stands at a path; what may not be looked at is not gone."""
        parts = split_path(path)
        try:
            self.open_folder(parts[:-1]).stat_entry(parts[-1])
        except OSError as error:
            return error.errno in _GONE
        return False

    def explain_error(self, parts: Sequence[str], error: OSError) -> Unread:
        """Return why a file with these components could not be opened.

        ``error`` is what ``folder`` or opening the file in it raised last.
        """
        at = min(len(self._names), len(parts) - 1)
        mode = self._find_mode(parts[: at + 1])
        if stat.S_ISLNK(mode):
            return _name_link(parts, at)
        if error.errno in _GONE:
            return ABSENT
        if stat.S_ISSOCK(mode):
            return Unread("it is a socket")
        return Unread(f"it cannot be read: {explain_cause(error)}", failed=True)

    def _find_mode(self, parts: Sequence[str]) -> int:
        """Return the mode of what stands somewhere, 0 when nothing can be seen there."""
        try:
            return self.open_folder(parts[:-1]).stat_entry(parts[-1]).st_mode
        except OSError:
            return 0


def list_folder(root: str, path: str) -> list[str]:
    """Return the names of what stands in a folder, sorted; none where there is no such folder.

    Raises ``OSError``.
    """
    with Reader(root) as reader:
        try:
            folder = reader.open_folder(split_path(path))
        except FileNotFoundError:
            return []
        return sorted(os.listdir(folder.path if folder.fd is None else folder.fd))


def _name_link(parts: Sequence[str], at: int) -> Unread:
    """Say which component of a path is a link."""
    if at == len(parts) - 1:
        return Unread(LINK)
    link = escape_text("/".join(parts[: at + 1]))
    return Unread(f"it lies behind the symbolic link {link}, and awos does not follow links")


def split_path(path: str) -> list[str]:
    """Return the components of a relative path; none when it could lead out or into ``.git``."""
    parts = path.split("/")
    return parts if _is_encodable(path) and all(map(_is_plain, parts)) else []


def _is_plain(name: str) -> bool:
    if name in ("", ".", "..") or name.lower() == ".git":
        return False
    return os.name != "nt" or not set(name) & set("\\:")


def _is_encodable(path: str) -> bool:
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def read_content(fd: int, limit: int) -> bytes | Unread:
    """Return what an open file holds, if it is regular and not too large; raises ``OSError``."""
    state = os.fstat(fd)
    if not stat.S_ISREG(state.st_mode):
        return Unread(name_kind(state.st_mode))
    if state.st_size > limit:
        return too_large(limit)
    # One byte more than there should be: a file of the stated size needs no second read.
    data = os.read(fd, state.st_size + 1)
    if len(data) != state.st_size:
        data = _read_rest(fd, data, limit)
    return data if len(data) <= limit else too_large(limit)


def _read_rest(fd: int, data: bytes, limit: int) -> bytes:
    """Read on to the end of a file that is not as long as it said, or past the limit."""
    chunks, size = [data], len(data)
    while size <= limit and (chunk := os.read(fd, limit + 1 - size)):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def name_kind(mode: int) -> str:
    """Say what a file is that is not regular, given its mode."""
    if stat.S_ISDIR(mode):
        return "it is a folder"
    if stat.S_ISFIFO(mode):
        return "it is a named pipe"
    if stat.S_ISSOCK(mode):
        return "it is a socket"
    return "it is not a regular file"


def explain_cause(error: OSError) -> str:
    """Return the system's words for an error, to stand within a sentence."""
    return (error.strerror or str(error)).lower()
