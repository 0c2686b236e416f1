"""Every casebook is a test: the marks in each world equal the rule's findings, exactly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import awos_lint.rules
from awos_lint.core.diagnostic import Diagnostic
from awos_lint.core.model.kinds import ID
from awos_lint.hosts import load_hosts
from awos_lint.linter.casebook import Expected, World, read_casebook
from awos_lint.rules import Rule, all_rules
from tests.support.worlds import judged_world

RULES = all_rules()
FOLDER = Path(awos_lint.rules.__file__).parent
BOOKS = {
    f"{path.parent.name}-{path.stem}".replace("_", "-"): path.read_text("utf-8")
    for path in FOLDER.glob("*/*.md")
}
WORLDS = [
    pytest.param(RULES[name], world, id=f"{name}:{world.title}")
    for name, text in sorted(BOOKS.items())
    if name in RULES
    for world in read_casebook(text).worlds
]


HOSTS = tuple(host.title for host in load_hosts().values())
NAMED = re.compile(rf"{ID.pattern}(?![a-z])")


def _matches(expected: Expected, found: Diagnostic) -> bool:
    return (
        (expected.path, expected.line) == (found.at.path, found.at.line)
        and expected.column in (0, found.at.column)
        and expected.words in found.message
    )


@pytest.mark.parametrize(("rule", "world"), WORLDS)
def test_world(rule: Rule, world: World) -> None:
    foreign = {mark.rule for mark in world.expected} - {rule.name}
    assert not foreign, "a casebook marks its own rule only"
    report = judged_world(world)
    found = [d for d in report.diagnostics if d.rule == rule.name]
    missed = list(world.expected)
    surplus = []
    for diagnostic in found:
        mark = next((m for m in missed if _matches(m, diagnostic)), None)
        if mark:
            missed.remove(mark)
        else:
            surplus.append((diagnostic.at, diagnostic.message))
    assert (missed, surplus) == ([], [])


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_casebook_fires_and_stays_silent(rule: Rule) -> None:
    casebook = read_casebook(rule.casebook)
    assert casebook.rule == rule.name
    assert len(casebook.prose.split()) > 20
    assert "**How to fix.**" in casebook.prose
    assert any(world.expected for world in casebook.worlds)
    assert any(not world.expected for world in casebook.worlds)


def test_each_rule_has_a_casebook_and_each_casebook_a_rule() -> None:
    assert set(BOOKS) == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_summary_is_one_sentence(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert len(rule.summary) < 100


@pytest.mark.parametrize(("rule", "world"), WORLDS)
def test_messages_follow_the_grammar(rule: Rule, world: World) -> None:
    for found in judged_world(world).diagnostics:
        assert found.rule in RULES
        assert "\n" not in found.message
        assert not found.message.endswith(".")
        # An id begins with capital letters, whatever follows; so does the name of a host.
        named = NAMED.match(found.message) or found.message.startswith(HOSTS)
        assert found.message[:1] == found.message[:1].lower() or named
