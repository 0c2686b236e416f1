"""Docstrings name only files that are there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("awos_lint", "benchmarks", "tests")
_NAMED = re.compile(
    r"(?<![\w./-])(?:(?:awos_lint|benchmarks|docs|hooks|schemas|tests)/[\w./-]+\.\w+"
    r"|research/[\w.-]+|[A-Z]{3,}\.md)"
)
_ASIDE = frozenset({"AGENTS.md", "CLAUDE.md", "GEMINI.md", "SKILL.md", "README.md", "STATE.md"})
"""Files of coding agents and frameworks, which this project need not have."""


def docstrings() -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                    yield path, ast.get_docstring(node) or ""


def test_named_files_are_there() -> None:
    named = {(path, name) for path, text in docstrings() for name in _NAMED.findall(text)}
    gone = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, name in named
        if name not in _ASIDE and not (ROOT / name).exists()
    ]
    assert len(named) > 10
    assert sorted(gone) == []
