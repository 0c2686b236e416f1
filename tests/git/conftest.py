"""What the tests of git share: a repository with one commit, and nobody's own settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.repositories import Repository, isolate


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "repo")
    made.commit(a="a\n")
    return made
