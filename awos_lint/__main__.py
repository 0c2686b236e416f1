"""The ``awos`` command."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] in ([], ["-h"], ["--help"]):
        # The help text is a file that a test holds equal to what click renders: importing click
        # takes three times as long as the interpreter's own start.
        _write_help()
        return
    # Looking for pydantic's plugins reads the metadata of every installed distribution, and would
    # run what one of them brings.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A run is short and keeps nearly all that it makes; collecting garbage costs a fifth of it.
    gc.disable()
    from awos_lint.cli.outer import run

    sys.exit(run(sys.argv[1:]))


def _write_help() -> None:
    from awos_lint.cli.help import TEXT

    sys.stdout.write(TEXT)


if __name__ == "__main__":
    # `python -m awos_lint` puts the working directory first on the path, where a repository could
    # plant a yaml.py; the console script does not.
    sys.path = [entry for entry in sys.path if entry]
    main()
