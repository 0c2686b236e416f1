"""Every command in the README and in docs/ is run, and what it prints is compared.

A ``console`` block shows commands after ``$`` and their output. A comment before the block says
where it runs: ``<!-- in: examples/ledgerly -->`` in a copy of that folder, committed to a fresh
repository, ``<!-- in: empty -->`` in an empty one, and without a comment where the one before ran.
``<!-- file: PATH -->`` writes the block below it there. ``…`` alone on a line stands for any lines.
``pytest tests/whole/test_docs.py --accept`` writes the output anew where it is shown whole.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.repositories import Repository

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
BLOCK = re.compile(
    r"(?:<!-- (?P<verb>in|file): (?P<name>[^>]+?) -->\n+)?"
    r"(?P<fence>```+)(?P<lang>\w+)\n(?P<text>.*?)^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)
COMMAND = re.compile(r"^\$ (.*(?:\\\n.*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)

CODE = re.compile(r"^(```+).*?^\1$|`[^`\n]*`", re.DOTALL | re.MULTILINE)


@dataclass
class Step:
    """One command with the output that the page shows, or a file to write."""

    where: str | None
    file: str | None
    command: str
    shown: str
    start: int
    end: int


def steps(page: str) -> Iterator[Step]:
    for block in BLOCK.finditer(page):
        where = block["name"] if block["verb"] == "in" else None
        if block["verb"] == "file":
            yield Step(None, block["name"], "", block["text"], 0, 0)
        for part in COMMAND.finditer(block["text"] if block["lang"] == "console" else ""):
            offset = block.start("text")
            start, end = offset + part.start(2), offset + part.end(2)
            yield Step(where, None, part[1].replace("\\\n", " "), part[2], start, end)
            where = None


def scene(where: str, folder: Path) -> Path:
    repository = Repository.create(folder)
    if where != "empty":
        ignored = shutil.ignore_patterns("__pycache__", ".pytest_cache")
        shutil.copytree(ROOT / where, repository.root, dirs_exist_ok=True, ignore=ignored)
        repository.commit()
    return repository.root


def run(command: str, folder: Path) -> str:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


def agrees(shown: str, printed: str) -> bool:
    parts = [re.escape(part) for part in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*".join(parts), printed) is not None


@pytest.mark.parametrize("page", PAGES, ids=[str(p.relative_to(ROOT)) for p in PAGES])
def test_commands(page: Path, tmp_path: Path, accept: bool) -> None:
    text, folder, edits = page.read_text("utf-8"), tmp_path, []
    for number, step in enumerate(steps(text)):
        if step.where:
            folder = scene(step.where, tmp_path / str(number))
        if step.file:
            (folder / step.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.file).write_text(step.shown, "utf-8")
            continue
        printed = run(step.command, folder)
        if accept and "…\n" not in step.shown:
            edits.append((step.start, step.end, printed))
        else:
            assert agrees(step.shown, printed), f"{step.command}\n{printed}"
    for start, end, printed in reversed(edits):
        text = text[:start] + printed + text[end:]
    if edits:
        page.write_text(text, "utf-8")


def test_pages_link_to_files_that_exist() -> None:
    for page in PAGES:
        prose = CODE.sub("", page.read_text("utf-8"))
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", prose):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"
