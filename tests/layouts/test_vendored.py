"""What a framework or a package generated is at most a notice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from awos_lint.core.config import Config
from awos_lint.core.diagnostic import Severity
from awos_lint.linter.engine import Engine
from tests.support.worlds import judged, loaded

COMMAND = "---\nallowed-tools: Raed\nsize: 3\n---\n\nRead `scripts/none.py`.\n\u202e\n"


def severities(path: str, config: Mapping[str, object]) -> dict[str, set[Severity]]:
    """Return how severe the findings about a command are, by rule."""
    found = Engine(Config.model_validate(config), loaded({path: COMMAND}).project).run_rules()
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


@pytest.mark.parametrize(
    "path",
    [".cursor/commands/plan.md", ".claude/commands/tasks.md", ".github/prompts/plan.prompt.md"],
)
def test_commands_of_the_first_releases_of_spec_kit_are_known_by_their_text(path: str) -> None:
    text = "---\nsize: 3\n---\n\nRun `.specify/scripts/bash/setup.sh`, see [it](none.md).\n"
    own = judged({path: text.replace(".specify/", "")}).diagnostics
    generated = judged({path: text}).diagnostics
    assert any(d.severity > Severity.NOTICE for d in own)
    assert {d.severity for d in generated} == {Severity.NOTICE}


LOCK = '{"version": 1, "skills": {"rope": {"source": "a/b", "computedHash": "0"}}}'
SKILL = "---\ndescription: Ties ropes.\nallowed-tools: Raed\n---\n\nSee [knots](knots.md).\n"


def test_a_lock_file_lists_the_skills_from_elsewhere_beside_it() -> None:
    skill = "skills/rope/SKILL.md"
    files: dict[str, str | bytes] = {
        "boat/skills-lock.json": LOCK,
        f"boat/.agents/{skill}": SKILL,
        f"boat/.claude/{skill}": SKILL,
        "boat/.claude/skills/oil/SKILL.md": SKILL,
        f".claude/{skill}": SKILL,
    }
    firm = {d.at.path for d in judged(files).diagnostics if d.severity > Severity.NOTICE}
    soft = {d.at.path for d in judged(files).diagnostics if d.severity == Severity.NOTICE}
    assert firm == {"boat/.claude/skills/oil/SKILL.md", f".claude/{skill}"}
    assert soft >= {f"boat/.agents/{skill}", f"boat/.claude/{skill}"}


@pytest.mark.parametrize("lock", ["", "[]", "{", '{"skills": ["rope"]}', '{"skills": null}'])
def test_a_lock_file_that_lists_nothing_marks_nothing(lock: str) -> None:
    path = ".claude/skills/rope/SKILL.md"
    alone = judged({path: SKILL}).diagnostics
    beside = judged({path: SKILL, "skills-lock.json": lock}).diagnostics
    assert any(d.severity > Severity.NOTICE for d in alone)
    assert [d.severity for d in beside] == [d.severity for d in alone]


def test_what_spec_kit_writes_for_copilot_is_its_own() -> None:
    found = judged({".github/agents/copilot-instructions.md": "# Ropes\n\nTie them.\n"})
    assert {d.severity for d in found.diagnostics} == {Severity.NOTICE}


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
