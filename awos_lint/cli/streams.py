"""What the commands write to: streams that fail on no character and break no log."""

from __future__ import annotations

import os
import sys


def prepare_streams() -> None:
    """Make standard output and error fit for any text; the same report gives the same bytes."""
    # A stream that the caller closed is None, and every write to it would be an error.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", newline="\n")


def write_output(text: str, *, machine: bool = False, commands: bool = False) -> None:
    """Write to standard output; what a machine reads is UTF-8 in every locale.

    In a job of GitHub Actions the runner reads the output for commands. Only a text that consists
    of ``commands`` on purpose is left to it: documents, titles and paths are strangers' words.
    """
    if machine and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text if commands else _for_log(text))
    sys.stdout.flush()


def _for_log(text: str) -> str:
    """Return a text as this process may print it: without commands where a runner listens."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or ("::" not in text and "##[" not in text):
        return text
    from awos_lint.core.escape import disarm_commands

    return disarm_commands(text)


def write_warning(text: str) -> None:
    """Write a text that is not awos's own sentence to standard error, as it is."""
    sys.stderr.write(_for_log(text))


def write_message(sentences: str) -> None:
    """Write sentences to standard error, each line led by the program's name."""
    from awos_lint.core.escape import show_text

    for line in sentences.split("\n"):
        sys.stderr.write(f"awos: {show_text(line)}\n")


def hang_up() -> None:
    """Turn away from a standard output that cannot be written any more.

    What is still buffered would be written, and fail, when the interpreter ends.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
