"""Around every command: streams that never fail on a character, errors as sentences."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback

import click

from awos_lint.text import visible

WRONG_USE, INCOMPLETE, BUG, INTERRUPTED = 2, 3, 4, 130


def run(arguments: list[str]) -> int:
    """Run one command; return the exit code of DESIGN.md §6."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # What cannot be encoded is escaped, and a report has the same bytes on every system.
            stream.reconfigure(errors="backslashreplace", newline="\n")
    try:
        return _command(arguments)
    except BrokenPipeError:
        # The reader has gone (`awos check | head`); keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:
        return _bug()


def _command(arguments: list[str]) -> int:
    from awos_lint.cli.root import awos
    from awos_lint.config import ConfigError
    from awos_lint.disk import WriteError
    from awos_lint.git import GitError
    from awos_lint.workspace import WrongPathError

    try:
        code = awos.main(arguments, prog_name="awos", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.UsageError as error:
        error.show()
        return WRONG_USE
    except click.ClickException as error:
        return _say(error.format_message(), WRONG_USE)
    except click.Abort:
        return INTERRUPTED
    except (ConfigError, WrongPathError, WriteError) as error:
        return _say(str(error), WRONG_USE)
    except GitError as error:
        return _say(str(error), INCOMPLETE)


def _say(sentence: str, code: int) -> int:
    for line in sentence.split("\n"):
        sys.stderr.write(f"awos: {visible(line)}\n")
    return code


def _bug() -> int:
    with tempfile.NamedTemporaryFile(
        "w", prefix="awos-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exc(file=log)
    kind = sys.exc_info()[0]
    name = kind.__name__ if kind else "error"
    return _say(f"this is a bug in awos ({name}); the log is {log.name}, please report it", BUG)
