"""What a framework or a package generated is at most a notice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from awos_lint.config import Config
from awos_lint.diagnostic import Severity
from awos_lint.engine import Engine
from tests.worlds import loaded

COMMAND = "---\nallowed-tools: Raed\nsize: 3\n---\n\nRead `scripts/none.py`.\n\u202e\n"


def severities(path: str, config: Mapping[str, object]) -> dict[str, set[Severity]]:
    """Return how severe the findings about a command are, by rule."""
    found = Engine(Config.model_validate(config), loaded({path: COMMAND}).project).run()
    result: dict[str, set[Severity]] = {}
    for diagnostic in found.diagnostics:
        result.setdefault(diagnostic.rule, set()).add(diagnostic.severity)
    return result


@pytest.mark.parametrize(
    "path", [".claude/commands/speckit.plan.md", "web/.claude/commands/opsx/plan.md"]
)
def test_only_what_harms_every_reader_keeps_its_severity(path: str) -> None:
    found = severities(path, {})
    assert found.pop("safety-hidden-character") == {Severity.ERROR}
    assert set().union(*found.values()) == {Severity.NOTICE}


def test_the_configuration_names_more_and_an_explicit_severity_wins() -> None:
    path = ".claude/commands/bakery/plan.md"
    own = severities(path, {})
    assert set().union(*own.values()) > {Severity.ERROR}
    named = {"vendored": [".claude/commands/bakery"]}
    found = severities(path, named)
    assert found.pop("safety-hidden-character") == {Severity.ERROR}
    assert set().union(*found.values()) == {Severity.NOTICE}
    firm = severities(path, {**named, "severity": {"prompt": "error"}})
    assert {Severity.ERROR} in firm.values()
    assert Severity.NOTICE not in set().union(*firm.values())
