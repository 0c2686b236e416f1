"""Run a command in a process of its own, and let one of its calls into the system fail.

The command runs in a fork, with every function of ``os`` that reads or changes files replaced, and
with standard output and error written through ``os.write``. A *point* is the nth such call. There
the process is killed (SIGKILL, after half of the data where it writes), or the call answers that
the disk is full or broken.

What this does not reach: calls that the interpreter makes in C, such as ``open()`` for a message
file and the reading of modules, and those of the git that awos starts, which only reads. A call
that was made survives: that the disk keeps what ``fsync`` confirmed is the system's promise.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import awos_lint
from awos_lint.cli.outer import run_command

WRITING = (
    "write",
    "fsync",
    "replace",
    "rename",
    "link",
    "mkdir",
    "rmdir",
    "unlink",
    "chmod",
    "chown",
)
"""Calls that change files; ``open`` is one where it creates or writes."""
READING = ("read", "listdir", "scandir", "stat", "fstat", "open")
FULL = frozenset({"write", "fsync", "mkdir", "open", "replace", "rename", "link"})
"""Calls that a full disk can refuse."""

NEVER = 1_000_000


class Kind(StrEnum):
    """What happens at a point."""

    KILLED = "killed"
    FULL = "full"
    BROKEN = "broken"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Fault:
    """What happens, and at which point of those it may happen at."""

    kind: Kind
    at: int = NEVER


@dataclass(frozen=True)
class Outcome:
    """What a run did: its exit code (negative for a signal), its output, and the points it passed.

    ``hit`` names the call that failed; it is empty when the run has fewer points.
    """

    code: int
    out: str
    err: str
    points: int
    hit: str


@cache
def _import_everything() -> None:
    """Import what commands import as they need it, so that no fault hits the reading of modules."""
    for module in walk_packages(awos_lint.__path__, "awos_lint."):
        # What a user need not have, such as another Markdown parser, is imported by no command.
        with contextlib.suppress(ModuleNotFoundError):
            import_module(module.name)


def run_with(fault: Fault, folder: Path, *arguments: str, stdin: str = "") -> Outcome:
    """Run a command of awos in a folder with one fault."""
    _import_everything()
    with tempfile.TemporaryDirectory() as place:
        names = [str(Path(place, name)) for name in ("in", "out", "err", "log")]
        Path(names[0]).write_text(stdin, "utf-8")
        child = os.fork()
        if child == 0:
            _become(fault, str(folder), arguments, names)
        status = os.waitpid(child, 0)[1]
        _, out, err, log = (
            Path(n).read_bytes().decode() if Path(n).exists() else "" for n in names
        )
        points = log.split("\n")[:-1]
        hit = points[fault.at] if fault.at < len(points) else ""
        return Outcome(os.waitstatus_to_exitcode(status), out, err, len(points), hit)


def _become(fault: Fault, folder: str, arguments: tuple[str, ...], names: list[str]) -> None:
    """Be the command; does not return."""
    code = 70
    try:
        for number, name in enumerate(names[:3]):
            os.dup2(os.open(name, os.O_CREAT | (os.O_RDWR if number else os.O_RDONLY)), number)
        log = os.open(names[3], os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        sys.stdin = io.TextIOWrapper(io.FileIO(0), "utf-8")
        sys.stdout, sys.stderr = _stream(1), _stream(2)
        _Injector(fault, folder, log).install()
        code = run_command(["-C", folder, *arguments])
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    finally:
        os._exit(code)


class _Raw(io.RawIOBase):
    """A descriptor that is written through ``os.write`` as it is at the time."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def fileno(self) -> int:
        return self._fd

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return os.write(self._fd, data)


def _stream(fd: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(_Raw(fd)), "utf-8", line_buffering=fd == 2)


class _Injector:
    """Counts calls, and lets one fail."""

    def __init__(self, fault: Fault, folder: str, log: int) -> None:
        self.fault, self.folder, self.log, self.count = fault, folder, log, 0
        self.real = {name: getattr(os, name) for name in {*WRITING, *READING}}

    def install(self) -> None:
        for name in READING if self.fault.kind is Kind.UNREADABLE else (*WRITING, "open"):
            setattr(os, name, self._wrapped(name))

    def _wrapped(self, name: str) -> Callable[..., Any]:
        real = self.real[name]

        def call(*arguments: Any, **named: Any) -> Any:
            if not self._counts(name, arguments):
                return real(*arguments, **named)
            due = self.count == self.fault.at
            self.count += 1
            line = f"{name} {_subject(arguments)}\n"
            self.real["write"](self.log, line.encode("utf-8", "replace"))
            return self._fail(name, arguments) if due else real(*arguments, **named)

        return call

    def _counts(self, name: str, arguments: tuple[Any, ...]) -> bool:
        """Whether a call is a point of this kind of fault."""
        reading = self.fault.kind is Kind.UNREADABLE
        if name == "open":
            writes = bool(arguments[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            if writes is reading or arguments[0] == os.devnull:
                return False
        if reading and not self._holds(arguments[0]):
            return False
        return self.fault.kind is not Kind.FULL or name in FULL

    def _holds(self, subject: int | str | os.PathLike[str]) -> bool:
        """Whether a file that is read lies in the folder: neither Python's own nor git's pipes."""
        if not isinstance(subject, int):
            path = os.fspath(subject)
            return not os.path.isabs(path) or path.startswith(self.folder)
        return not stat.S_ISFIFO(self.real["fstat"](subject).st_mode)

    def _fail(self, name: str, arguments: tuple[Any, ...]) -> Any:
        if name == "write":
            # A torn write: half of the data reaches the file.
            self.real["write"](arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        if self.fault.kind is Kind.KILLED:
            os.kill(os.getpid(), signal.SIGKILL)
        number = errno.ENOSPC if self.fault.kind is Kind.FULL else errno.EIO
        raise OSError(number, os.strerror(number))


def _subject(arguments: tuple[Any, ...]) -> str:
    """Return which file a call is about."""
    first = arguments[0] if arguments else ""
    if not isinstance(first, int):
        return str(first).replace("\n", " ")
    try:
        return os.readlink(f"/dev/fd/{first}")
    except OSError:
        return f"descriptor {first}"


# What is on the disk.


def content(root: Path) -> Mapping[str, bytes]:
    """Return every file below a folder, without what git keeps."""
    found: dict[str, bytes] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            path = Path(folder, name)
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found
