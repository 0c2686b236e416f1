"""Each document is parsed once in a run, and git is asked each question once."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from awos_lint import layouts
from awos_lint.git.process import Runner
from awos_lint.project import parses
from tests.support.command import awos
from tests.support.repositories import Repository

EXAMPLE = Path(__file__).parents[2] / "examples/ledgerly"
DONE = ("task", "done", "SPEC-002/T-03", "--reason", "it is there")

COMMANDS = [
    (("check",), 0, 4),
    (("check", "--fix"), 0, 4),
    (("check", "--staged"), 0, 7),
    (("check", "--since", "HEAD"), 0, 11),
    (("next",), 0, 3),
    (("status",), 0, 3),
    (("approvals",), 0, 5),
    (("approve", "SPEC-006", "--as", "Pia", "--yes"), 1, 4),
    (DONE, 1, 6),
    (("import", "--dry-run"), 0, 3),
    (("new", "spec", "F-07"), 1, 4),
]
"""A command, the texts that it makes up itself and parses, and the git processes that it starts.

`check` starts one to find the repository and one to list its files, one to see what HEAD has more,
and, because a decision of the example has a day of review, one for the day of HEAD.
"""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return the example project in a repository of its own."""
    root = tmp_path / "ledgerly"
    shutil.copytree(EXAMPLE, root)
    repository = Repository(root)
    repository.git("init", "-q", "-b", "main")
    repository.commit()
    return root


@pytest.mark.parametrize(
    ("command", "fresh", "processes"), COMMANDS, ids=[" ".join(c[:3]) for c, _, _ in COMMANDS]
)
def test_a_document_is_parsed_once_and_git_asked_no_more_than_needed(
    example: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    fresh: int,
    processes: int,
) -> None:
    read, asked = Counter[tuple[str, bytes]](), list[tuple[str, ...]]()
    parse, start = layouts.read_claimed, Runner._start_process

    def count_parse(layout: Any, claim: Any, data: bytes, *law: Any) -> Any:
        read[claim.path, data] += 1
        return parse(layout, claim, data, *law)

    def count_start(runner: Runner, arguments: Any, *, feed: bool) -> Any:
        asked.append(tuple(arguments))
        return start(runner, arguments, feed=feed)

    monkeypatch.setattr(parses, "read_claimed", count_parse)
    monkeypatch.setattr(Runner, "_start_process", count_start)
    awos(example, *command)
    there = {path for path, data in read if (example / path).exists()}
    assert read.total() == len(read) <= len(there) + fresh, read.most_common(3)
    assert len(there) > 20
    assert len(asked) <= processes, asked
