"""Run the command line: in this process where that is enough, else as the installed program."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from awos_lint.cli.outer import run_command

SCRIPTS = sysconfig.get_path("scripts")
PROGRAM = str(Path(SCRIPTS, "awos"))

BUFFERED = {"PYTHONUNBUFFERED": ""}
"""Variables for a process whose output is buffered, as it is for users."""

DECISION = """\
---
status: proposed
---
# Use SQLite

## Context

One person writes, nobody reads at the same time.

## Decision

The books are kept in one SQLite file.

## Consequences

A copy of the file is a backup.
"""
FIRST = "context/decisions/0001-use-sqlite.md"
SECOND = "context/decisions/0002-name-the-file.md"


def naming(*ids: str, title: str = "Name the file") -> str:
    """Return a decision that depends on others, with what an edit must keep."""
    front = (
        f"status: proposed  # not yet\ndepends_on: [{', '.join(ids)}]  # the store\nowners: [ada]"
    )
    return DECISION.replace("status: proposed", front).replace("Use SQLite", title)


CLEAN = {FIRST: DECISION, SECOND: naming("ADR-0001")}
"""A small project without findings."""

DANGLING = {SECOND: naming("ADR-0001")}
"""The same without what is named in it."""

TWICE = {FIRST: DECISION, SECOND: naming("ADR-0001", "ADR-0001")}
"""The same with a finding that can be fixed."""


def lay(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder; return the folder."""
    for path, content in files.items():
        where = root / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def awos(folder: Path, *arguments: str) -> Ran:
    """Run a command in a folder, in this process."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = run_command(["-C", str(folder), *arguments])
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return Ran(code, out, err)


def installed(
    folder: Path, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program in a folder, as a shell would."""
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=folder,
        env={**os.environ, **BUFFERED, **variables},
        capture_output=True,
        check=False,
    )
