"""One hardened way to start git.

A repository's configuration and attributes can name programs that even reading commands start. The
flags and the environment here, together with the list of allowed commands, keep every one of them
from running; ``tests/git/test_hostile.py`` tries them all.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import IO, TYPE_CHECKING, Final

from awos_lint.git.allowed import is_permitted
from awos_lint.git.errors import (
    CommandFailedError,
    GitMissingError,
    GitTimeoutError,
    OutputTooLargeError,
    explain_failure,
)

if TYPE_CHECKING:
    import subprocess

TIMEOUT = 60.0  # seconds, per command
OUTPUT_LIMIT = 256 * 1024 * 1024  # bytes of standard output, per command
STDERR_LIMIT = 64 * 1024  # bytes kept of standard error
CHUNK = 1 << 16  # bytes asked for in one read; a pipe holds no more

FLAGS: Final = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.attributesFile=/dev/null"),
    *("-c", "core.quotePath=true"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.follow=false"),
    *("-c", "log.showRoot=true"),
    *("-c", "advice.graftFileDeprecated=false"),
    *("-c", "gpg.program=/bin/false"),
    *("-c", "protocol.ext.allow=never"),
    *("-c", "diff.orderFile=/dev/null"),
    *("-c", "color.ui=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
    *("-c", "submodule.recurse=false"),
    *("-c", "merge.conflictStyle=merge"),
)

SETTINGS: Final = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    # Only .git/info/grafts can be turned off; what a shallow clone has cut off stays known.
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_PAGER": "cat",
}

# What says which repository a hook runs in. It holds for that repository alone: given to a git
# that works on another one, it makes that git use the wrong index.
REPOSITORY_VARIABLES: Final = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
)

# The user's own configuration stays, because safe.directory lives there.
_KEPT = re.compile(
    r"GIT_CONFIG_(?:COUNT|KEY_\d+|VALUE_\d+|GLOBAL|SYSTEM|NOSYSTEM)"
    r"|GIT_CEILING_DIRECTORIES|GIT_EXEC_PATH"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: its exit status, standard output, and the start of standard error."""

    status: int
    output: bytes
    stderr: bytes


@dataclass(frozen=True, slots=True)
class Runner:
    """Git, ready to run in one folder: the program's absolute path and its environment."""

    program: str
    folder: str
    environment: Mapping[str, str] = field(repr=False)

    def run_command(self, *arguments: str, stdin: bytes = b"", limit: int | None = None) -> Outcome:
        """Run one allowed command to its end.

        Raises ``ValueError`` for a command that is not allowed, which is a mistake in awos, and
        ``GitError`` when git cannot be started, takes longer than ``TIMEOUT`` or writes more than
        ``limit`` bytes, by default ``OUTPUT_LIMIT``. An exit status other than 0 is for the caller
        to judge.
        """
        process = self._start_process(arguments, feed=bool(stdin))
        try:
            return self._finish_process(process, arguments, stdin, limit or OUTPUT_LIMIT)
        finally:
            _stop_process(process)

    def stream_output(self, *arguments: str) -> Iterator[bytes]:
        """Yield the output of one allowed command piece by piece, as it comes.

        Raises what :meth:`run_command` does, and ``GitError`` when the exit status is not 0.
        """
        process = self._start_process(arguments, feed=False)
        deadline = time.monotonic() + TIMEOUT
        watch = threading.Timer(TIMEOUT, _kill_process, (process,))
        watch.daemon = True
        watch.start()
        try:
            assert process.stderr is not None
            stderr = _Drain(process.stderr, STDERR_LIMIT)
            yield from self._read_pieces(process, arguments)
            stderr.join(max(0.0, deadline - time.monotonic()))
            if not _wait_for_end(process, deadline) or time.monotonic() >= deadline:
                raise GitTimeoutError(arguments, self.folder, TIMEOUT)
            if process.returncode:
                raise explain_failure(arguments, self.folder, stderr.data)
        finally:
            watch.cancel()
            _stop_process(process)

    def _read_pieces(
        self, process: subprocess.Popen[bytes], arguments: Sequence[str]
    ) -> Iterator[bytes]:
        assert process.stdout is not None
        size = 0
        with process.stdout as pipe:
            while chunk := pipe.read(CHUNK):
                size += len(chunk)
                if size > OUTPUT_LIMIT:
                    raise OutputTooLargeError(arguments, self.folder, OUTPUT_LIMIT)
                yield chunk

    def _start_process(self, arguments: Sequence[str], *, feed: bool) -> subprocess.Popen[bytes]:
        if not is_permitted(arguments):
            raise ValueError(f"not a git command that awos may run: {list(arguments)}")
        # Imported here because it costs as much as the interpreter's start, and most users of
        # this package's values never start a process.
        import subprocess

        try:
            return subprocess.Popen(
                [self.program, "-C", self.folder, *FLAGS, *arguments],
                bufsize=0,
                stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                env=self.environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise CommandFailedError(arguments, self.folder, str(error)) from error

    def _finish_process(
        self,
        process: subprocess.Popen[bytes],
        arguments: Sequence[str],
        stdin: bytes,
        limit: int,
    ) -> Outcome:
        deadline = time.monotonic() + TIMEOUT
        assert process.stdout is not None
        assert process.stderr is not None
        output = _Drain(process.stdout, limit, lambda: _kill_process(process))
        stderr = _Drain(process.stderr, STDERR_LIMIT)
        for thread in (output, stderr, _Feed(process.stdin, stdin)):
            thread.join(max(0.0, deadline - time.monotonic()))
        if output.is_full:
            raise OutputTooLargeError(arguments, self.folder, limit)
        if output.is_alive() or stderr.is_alive() or not _wait_for_end(process, deadline):
            raise GitTimeoutError(arguments, self.folder, TIMEOUT)
        return Outcome(process.returncode, output.data, stderr.data)


class _Drain(threading.Thread):
    """Empties one pipe into memory; what is over the limit is dropped and reported."""

    def __init__(
        self, pipe: IO[bytes], limit: int, overflow: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(daemon=True)
        self._pipe, self._limit, self._overflow = pipe, limit, overflow
        self._chunks: list[bytes] = []
        self._size = 0
        self.start()

    @property
    def data(self) -> bytes:
        return b"".join(self._chunks)

    @property
    def is_full(self) -> bool:
        return self._size > self._limit

    def run(self) -> None:
        with self._pipe as pipe:
            while chunk := pipe.read(CHUNK):
                self._size += len(chunk)
                if self.is_full:
                    self._overflow()
                else:
                    self._chunks.append(chunk)


class _Feed(threading.Thread):
    """Writes a command's input, so that its output can be read at the same time."""

    def __init__(self, pipe: IO[bytes] | None, data: bytes) -> None:
        super().__init__(daemon=True)
        self._pipe, self._data = pipe, memoryview(data)
        self.start()

    def run(self) -> None:
        if self._pipe is None:
            return
        # Git may end before it has read everything; its exit status says why.
        with contextlib.suppress(OSError), self._pipe as pipe:
            rest = self._data
            while rest:
                rest = rest[pipe.write(rest) :]


def _wait_for_end(process: subprocess.Popen[bytes], deadline: float) -> bool:
    import subprocess

    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def _stop_process(process: subprocess.Popen[bytes]) -> None:
    """Leave no process behind, whatever ended the wait for it."""
    if process.poll() is None:
        _kill_process(process)
        process.wait()


def _kill_process(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it started; it leads its own group."""
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def make_runner(folder: str, repository: Mapping[str, str]) -> Runner:
    """Return git ready to run in an existing folder.

    ``repository`` holds the variables of ``REPOSITORY_VARIABLES`` that apply to it. Raises
    ``GitMissingError`` when there is no git.
    """
    program = find_program("git", folder)
    if program is None:
        raise GitMissingError
    return Runner(program, folder, {**_make_environment(), **repository})


def _make_environment() -> dict[str, str]:
    """Return the caller's environment without what steers git, and with what restrains it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or _KEPT.fullmatch(name)
    }
    search = [entry for entry in kept.get("PATH", "").split(os.pathsep) if os.path.isabs(entry)]
    return {**kept, "PATH": os.pathsep.join(search), **SETTINGS}


def find_program(name: str, folder: str) -> str | None:
    """Return the absolute path of the first program of a name on PATH outside of checkouts.

    Those are the one around ``folder`` and the one around the current folder.
    """
    checkouts = frozenset({_checkout_around(folder), _checkout_around(os.curdir)})
    return _find_in_path(name, os.environ.get("PATH", os.defpath), checkouts)


@cache
def _find_in_path(name: str, path: str, checkouts: frozenset[str]) -> str | None:
    if os.name == "nt":
        name = f"{name}.exe"
    for entry in path.split(os.pathsep):
        candidate = os.path.join(entry, name)
        if os.path.isabs(entry) and _is_program(candidate) and not _is_inside(candidate, checkouts):
            return candidate
    return None


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def _is_inside(path: str, checkouts: frozenset[str]) -> bool:
    real = os.path.realpath(path)
    return any(checkout and real.startswith(checkout + os.sep) for checkout in checkouts)


def _checkout_around(folder: str) -> str:
    """Return the nearest folder at or above ``folder`` that holds ``.git``, or nothing.

    The root of the file system counts as nothing, because every program lies below it.
    """
    at = os.path.realpath(folder)
    while (above := os.path.dirname(at)) != at:
        if os.path.lexists(os.path.join(at, ".git")):
            return at
        at = above
    return ""
