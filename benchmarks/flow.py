"""Measure the commands of the flow, as ratios to the interpreter's own start.

    python -m benchmarks.flow [N] [--runs N]

They run in a repository of N documents, see `benchmarks.corpus` and `benchmarks.check`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.check import AWOS, Bench, of_documents, repository, row

COMMANDS = (
    ("status",),
    ("status", "--format", "agent"),
    ("next",),
    ("next", "task"),
    ("context", "SPEC-001/T-02"),
    ("plan", "SPEC-001"),
    ("trace", "SPEC-001"),
    ("matrix",),
    ("task", "block", "SPEC-001/T-02", "--reason", "waits"),
    ("new", "adr", "--title", "One more"),
)
"""Each may run any number of times, also those that write."""


def report(bench: Bench, documents: int) -> Iterator[str]:
    """Yield the report, line by line, as Markdown."""
    with tempfile.TemporaryDirectory() as directory:
        here = Path(directory)
        repository(here, documents)
        bare = bench.cost((sys.executable, "-c", "pass"), here)
        yield f"{documents:,} documents; `python -c pass` takes {bare.wall * 1000:.0f} ms here.\n"
        yield "| command | time | CPU | peak MiB |\n| --- | ---: | ---: | ---: |"
        for command in COMMANDS:
            yield row(f"awos {' '.join(command)}", bench.cost((*AWOS, *command), here), bare)


if __name__ == "__main__":
    of_documents(__doc__ or "", report)
