"""Around every command: whatever happens ends in an exit code, and in a sentence if it went wrong.

The codes stand in docs/reference/command-line.md.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Sequence
from typing import NoReturn

import click

from awos_lint.cli.streams import hang_up, prepare_streams, write_message
from awos_lint.core.diagnostic import Failure, Skip, is_incomplete
from awos_lint.core.errors import AwosError

WRONG_USE, INCOMPLETE, BUG, INTERRUPTED = 2, 3, 4, 130

# What the system answers when a disk is full, a quota is used up, or a device fails.
_UNWRITABLE = frozenset({errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC})


def run_command(arguments: list[str]) -> int:
    """Run one command; return its exit code."""
    prepare_streams()
    try:
        return _call_command(arguments)
    except BrokenPipeError:
        # The reader has gone, as in `awos check | head`.
        hang_up()
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _report_unwritten(error) if error.errno in _UNWRITABLE else report_bug()
    except Exception:
        return report_bug()


def end_process(code: int) -> NoReturn:
    """End the process at once: to take apart all that it holds would take as long as its start."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def explain_error(error: Exception) -> int:
    """Say what an error of the user's or of the repository means; return its exit code.

    Raises what is neither.
    """
    if not isinstance(error, AwosError):
        raise error
    write_message(str(error))
    return error.exit_code


def _call_command(arguments: list[str]) -> int:
    from awos_lint.cli.root import awos

    try:
        code = awos.main(arguments, prog_name="awos", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.UsageError as error:
        error.show()
        return WRONG_USE
    except click.ClickException as error:
        write_message(error.format_message())
        return WRONG_USE
    except click.Abort:
        return INTERRUPTED
    except Exception as error:
        return explain_error(error)


def _report_unwritten(error: OSError) -> int:
    hang_up()
    write_message(f"the output could not be written: {(error.strerror or str(error)).lower()}")
    return WRONG_USE


def report_incomplete(skipped: Sequence[Skip], verb: str = "not checked") -> int:
    """Say what was not checked, or not read; return the exit code for that, 0 for nothing."""
    for skip in skipped:
        write_message(f"{verb}: {skip.what}: {skip.why}")
    failed = [skip for skip in skipped if isinstance(skip, Failure)]
    if not failed:
        return INCOMPLETE if is_incomplete(skipped) else 0
    logs = dict.fromkeys(failure.log for failure in failed)
    write_message(f"the rest is reported in spite of the bug; {_write_log(logs)}")
    return BUG


def report_bug() -> int:
    """Say that the exception at hand is a bug, and where the log is; return the exit code."""
    import traceback

    kind = sys.exc_info()[0]
    name = kind.__name__ if kind else "error"
    write_message(f"this is a bug in awos ({name}); {_write_log([traceback.format_exc()])}")
    return BUG


def _write_log(traces: Iterable[str]) -> str:
    """Write down what led to bugs; return where that is."""
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="awos-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            log.write("\n".join(traces))
    except OSError:
        return "please report it with what you did: no log could be written"
    return f"the log is {log.name}, please report it"
