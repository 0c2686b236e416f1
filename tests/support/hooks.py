"""Ask `awos hook` as a coding agent does, in a repository with governed code."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Ran, awos
from tests.support.repositories import Repository

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples" / "ledgerly"
GOVERNED = '\n[governed]\npaths = ["src/**"]\n'

# In the example, work on SPEC-002 is going on; SPEC-003 is approved, SPEC-005 in review.
OPEN = "src/ledgerly/invoices.py"
WAITING = "src/ledgerly/payments.py"
UNAPPROVED = "src/ledgerly/vat.py"
UNKNOWN = "src/ledgerly/other.py"
SPEC = "context/specs/005-vat-summary/spec.md"
TASKS = "context/specs/002-issue-invoices/tasks.md"


def example(folder: Path) -> Repository:
    """Return a committed copy of the example in which the code is governed."""
    repository = Repository.create(folder)
    ignored = shutil.ignore_patterns("__pycache__", ".pytest_cache")
    shutil.copytree(EXAMPLE, repository.root, dirs_exist_ok=True, ignore=ignored)
    settings = (EXAMPLE / "awos.toml").read_text("utf-8")
    repository.write("awos.toml", settings + GOVERNED)
    repository.commit()
    return repository


def ask(folder: Path, event: str, given: object, client: str = "claude") -> Ran:
    """Run the hook in this process; ``given`` is what stands on standard input."""
    with fed(given):
        return awos(folder, "hook", event, "--client", client)


@contextmanager
def fed(given: object) -> Iterator[None]:
    """Put a value on standard input, as JSON or as the bytes that it is."""
    data = given if isinstance(given, bytes) else json.dumps(given).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        yield


def said(ran: Ran) -> Any:
    """Return the JSON that a hook answered."""
    assert ran.code == 0, ran
    return json.loads(ran.out)


def denied(ran: Ran) -> str:
    """Return why Claude Code was refused something; the empty string when it was not."""
    answer = said(ran)
    if answer == {}:
        return ""
    output = answer["hookSpecificOutput"]
    assert set(answer) == {"hookSpecificOutput"}
    assert output["hookEventName"] == "PreToolUse"
    assert output["permissionDecision"] == "deny"
    reason = output["permissionDecisionReason"]
    assert isinstance(reason, str)
    assert reason.startswith("awos: ")
    return reason.removeprefix("awos: ")


def edit(path: str, old: str = "a", new: str = "b") -> dict[str, object]:
    """Return the call of Claude Code's tool for edits."""
    return {
        "tool_name": "Edit",
        "tool_input": {"file_path": path, "old_string": old, "new_string": new},
    }


def write(path: str, content: str) -> dict[str, object]:
    """Return the call of Claude Code's tool that writes a whole file."""
    return {"tool_name": "Write", "tool_input": {"file_path": path, "content": content}}


def shell(command: str) -> dict[str, object]:
    """Return the call of Claude Code's shell."""
    return {"tool_name": "Bash", "tool_input": {"command": command}}
