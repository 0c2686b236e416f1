"""Whatever fails while a command writes, no text is lost, and the same command completes it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.fault_cases import CASES, Stage
from tests.support.faults import Fault, Kind
from tests.support.repositories import isolate

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a fault needs a fork")

TRIED = (
    "init",
    "init again",
    "init --undo",
    "upgrade",
    "import",
    "new spec",
    "renumber spec",
    "adr supersede",
    "approve several",
    "task done",
    "task reopen",
    "check --fix",
)
SHARES = ((Kind.KILLED, 0.3), (Kind.KILLED, 0.6), (Kind.KILLED, 0.9), (Kind.FULL, 0.5))
"""Where a run is killed and where the disk is full or broken; `benchmarks.faults` tries more."""
MORE = (*SHARES, (Kind.BROKEN, 0.4), (Kind.BROKEN, 0.8), (Kind.FULL, 0.9), (Kind.UNREADABLE, 0.7))


@pytest.mark.parametrize("name", TRIED)
def test_a_command_that_fails_loses_nothing_and_is_completed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    stage = Stage.of(CASES[name], tmp_path / "stage")
    shares = SHARES if name.startswith(("init", "upgrade")) else MORE
    for kind, share in shares:
        assert stage.problems(Fault(kind, int(stage.points[kind] * share))) == []
