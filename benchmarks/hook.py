"""Measure `awos hook` for each moment, as ratios to the interpreter's own start.

    python -m benchmarks.hook [N] [--runs N]

It runs on the example, and in a repository of N documents, see `benchmarks.corpus`; in both the
code is governed, and somebody is at work on a task.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.check import AWOS, Bench, of_documents, repository, row

ROOT = Path(__file__).resolve().parent.parent
GOVERNED = '\n[governed]\npaths = ["src/**", "lib/**"]\n'

Call = tuple[str, str, dict[str, object]]
"""What is asked: how it is called, the moment, and what stands on standard input."""


def tool(name: str, **arguments: str) -> dict[str, object]:
    return {"tool_name": name, "tool_input": arguments}


def calls(code: str, free: str, document: str) -> list[Call]:
    """Return what is measured; ``code`` is governed, and a task that covers it is in progress."""
    swap = {"old_string": "a", "new_string": "b"}
    before = "pre-tool-use"
    return [
        ("a shell that writes nothing", before, tool("Bash", command="pytest -q")),
        ("a file that is not governed", before, tool("Edit", file_path=free, **swap)),
        ("governed code, task in progress", before, tool("Edit", file_path=code, **swap)),
        ("governed code, refused", before, tool("Write", file_path="lib/unknown.py", content="")),
        ("a document", before, tool("Edit", file_path=document, **swap)),
        ("code was edited", "post-tool-use", tool("Edit", file_path=code, **swap)),
        ("a document was edited", "post-tool-use", tool("Edit", file_path=document, **swap)),
        ("a prompt", "user-prompt", {"command_name": "fix", "command_args": "it"}),
        (
            "an implementation",
            "user-prompt",
            {"command_name": "awos-implement", "command_args": "SPEC-002"},
        ),
        ("the start", "session-start", {}),
        ("the end, nothing changed", "stop", {}),
    ]


def example(folder: Path) -> list[Call]:
    """Make a repository of the example."""
    shutil.copytree(ROOT / "examples" / "ledgerly", folder)
    govern(folder)
    document = "context/specs/005-vat-summary/spec.md"
    return calls("src/ledgerly/invoices.py", "tests/cli/test_check.py", document)


def corpus(folder: Path, documents: int) -> list[Call]:
    """Make a repository of N documents, with a task of an approved spec in progress."""
    folder.mkdir()
    repository(folder, documents)
    home = folder / "context" / "specs" / "001-feature"
    tasks = home / "tasks.md"
    tasks.write_text(tasks.read_text("utf-8").replace("- [ ]", "- [-]", 1), "utf-8")
    for name in ("MISSION", "ROADMAP", "ADR-0001", "SPEC-001", "TASKS-001"):
        approve = (*AWOS, "approve", name, "--as", "Ada <ada@example.org>", "--yes")
        subprocess.run(approve, cwd=folder, check=True, capture_output=True)
    govern(folder)
    return calls("src/module_1.py", "README.md", "context/specs/001-feature/spec.md")


def govern(folder: Path) -> None:
    """Govern the code, and commit everything."""
    with (folder / "awos.toml").open("a", encoding="utf-8") as file:
        file.write(GOVERNED)
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def rows(bench: Bench, folder: Path, asked: list[Call]) -> Iterator[str]:
    """Yield a row for each call."""
    bare = bench.cost((sys.executable, "-c", "pass"), folder)
    for number, (name, event, given) in enumerate(asked):
        file = folder / ".git" / f"call-{number}.json"
        file.write_text(json.dumps(given), "utf-8")
        words = " ".join((*AWOS, "hook", event, "--client", "claude"))
        cost = bench.cost(("sh", "-c", f"exec {words} < {file}"), folder)
        yield row(f"{event}: {name}", cost, bare) + f" {cost.wall * 1000:.0f} ms |"


def report(bench: Bench, documents: int) -> Iterator[str]:
    """Yield the report, line by line, as Markdown."""
    with tempfile.TemporaryDirectory() as directory:
        places = {
            "the example": example(Path(directory) / "example"),
            f"{documents:,} documents": corpus(Path(directory) / "corpus", documents),
        }
        for (title, asked), folder in zip(places.items(), ("example", "corpus"), strict=True):
            yield f"\n{title}\n"
            yield "| hook | time | CPU | peak MiB | here |\n| --- | ---: | ---: | ---: | ---: |"
            yield from rows(bench, Path(directory) / folder, asked)


if __name__ == "__main__":
    of_documents(__doc__ or "", report)
