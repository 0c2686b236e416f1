"""The one command of a repository that awos runs, because a person asks for it: a task's `verify`.

It is what a document says, so nothing but the command line may come here, never a hook, a rule or
another command. Decision 0009 says why it exists at all.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

HOOKS = ("GIT_DIR", "GIT_INDEX_FILE", "PRE_COMMIT")
"""Variables that git or pre-commit sets for hooks."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: by its exit status, or not within its time (``None``)."""

    status: int | None


def in_hook() -> bool:
    """Return whether git or pre-commit started this process as a hook."""
    return any(os.environ.get(name) for name in HOOKS)


def run_command(command: str, folder: str, seconds: float) -> Ended:
    """Run a command in the user's shell, in a folder; what it prints goes to standard error.

    It reads nothing. When its time is over it is ended, with all that it started.
    """
    import subprocess

    sys.stderr.flush()
    # It is a line for a shell, which a person has read and agreed to.
    process = subprocess.Popen(  # noqa: S602
        command,
        shell=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=2,
        stderr=2,
        start_new_session=True,
    )
    try:
        return Ended(process.wait(seconds))
    except subprocess.TimeoutExpired:
        return Ended(None)
    finally:
        _end_process(process)


def _end_process(process: subprocess.Popen[bytes]) -> None:
    """End a command that still runs, whatever ended the wait, with all of its group."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
