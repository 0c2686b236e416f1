"""What CONTRIBUTING.md tells a newcomer is so."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_the_rule_that_it_shows_is_the_rule() -> None:
    shown = re.search(r"`(awos_lint/rules/\S+\.py)`:\n\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    assert shown[2] == (ROOT / shown[1]).read_text("utf-8")


def test_the_places_that_it_names_are_there() -> None:
    table = PAGE.partition("| to change | look at |")[2].partition("\n\n")[0]
    named = re.findall(r"`((?:[a-z]+/)+[\w]+\.py)`", table)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / "awos_lint" / name).exists()] == []
