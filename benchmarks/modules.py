"""Which modules a command imports, seen from inside the process that runs it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HEAVY = (
    "click",
    "jsonschema",
    "markdown_it",
    "networkx",
    "pydantic",
    "yaml",
)
"""The packages that awos depends on; together their imports take longer than most checks."""

_RUN = """
import os, sys
from awos_lint.__main__ import main

report = sys.argv[1]
sys.argv[:2] = ["awos"]
os._exit = sys.exit  # which leaves time to look
try:
    main()
finally:
    with open(report, "w", encoding="utf-8") as file:
        print(*sorted(sys.modules), sep="\\n", file=file)
"""


def imported(*arguments: str, folder: Path) -> frozenset[str]:
    """Return the modules that are there when ``awos`` ends; the exit code does not matter."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory, "modules")
        command = [sys.executable, "-c", _RUN, str(report), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        return frozenset(report.read_text("utf-8").split())


def heavy(modules: frozenset[str]) -> list[str]:
    """Return which of ``HEAVY`` are among some modules."""
    return [name for name in HEAVY if name in modules]
