"""The ``awos`` command."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    # A shell asks for completions by this variable, without arguments.
    if sys.argv[1:] in ([], ["-h"], ["--help"]) and "_AWOS_COMPLETE" not in os.environ:
        # The help text is a file that a test holds equal to what click renders: importing click
        # takes three times as long as the interpreter's own start.
        _write_help()
        return
    # A command needs what it builds until it ends; looking for garbage in it takes an eighth of a
    # check's time.
    gc.disable()
    # No package that happens to be installed beside awos has a say in what it finds, and to look
    # for such plugins takes as long as the interpreter's start.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from awos_lint.cli.outer import end_process, run_command

    end_process(run_command(sys.argv[1:]))


def _write_help() -> None:
    from awos_lint.cli.help import TEXT
    from awos_lint.cli.streams import hang_up, prepare_streams, write_output

    prepare_streams()
    try:
        write_output(TEXT)
    except OSError:
        hang_up()


if __name__ == "__main__":
    # `python -m awos_lint` puts the working directory first on the path, where a repository could
    # plant a yaml.py; the console script does not.
    if not sys.flags.safe_path:
        del sys.path[0]
    main()
