"""Rules in preview, stable and deprecated ones, and rules that were called otherwise once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pytest

from awos_lint import __version__
from awos_lint.core.config import Config, ConfigError
from awos_lint.core.diagnostic import Diagnostic, Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.linter.engine import Engine
from awos_lint.linter.manual import write_page
from awos_lint.rules import (
    DOCUMENT,
    Findings,
    Lifecycle,
    NoOptions,
    Rule,
    Traits,
    all_rules,
    rule,
    rules_by_name,
)
from tests.support.worlds import loaded

MISSION = "context/mission.md"
DEFAULTS: Mapping[str, object] = {}


class Options(NoOptions):
    word: str = "none"


def made_rule(how: Traits) -> Rule:
    """A rule that reports every document, called `ledger-row` since it was renamed twice."""

    @rule(DOCUMENT, Severity.WARNING, Options, **how)
    def ledger_row(document: Document, options: Options) -> Findings:
        yield Finding(at=document.head, message=f"a row with {options.word}", subject=("row",))

    return ledger_row


RENAMED = made_rule({"aliases": ("table-line", "table-row")})


def run(
    rule: Rule, config: Mapping[str, object] = DEFAULTS, text: str = "# M\n"
) -> tuple[Diagnostic, ...]:
    """Run one rule, and those about suppressions, over a mission."""
    settings = Config.model_validate(config)
    rules = all_rules() | {rule.name: rule}
    kept = {name: r for name, r in rules.items() if r is rule or r.family == "suppression"}
    project = loaded({MISSION: text}).project
    return Engine(settings, project, rules=kept).run_rules().diagnostics


def names(found: Iterable[Diagnostic]) -> list[str]:
    return [diagnostic.rule for diagnostic in found]


@pytest.mark.parametrize(
    ("status", "config", "runs"),
    [
        ("stable", {}, True),
        ("preview", {}, False),
        ("preview", {"preview": True}, True),
        ("preview", {"preview": True, "select": ["ledger-row"]}, True),
        ("deprecated", {}, False),
        ("deprecated", {"select": ["ledger"]}, False),
        ("deprecated", {"select": ["ledger-row"]}, True),
    ],
)
def test_the_status_decides_whether_a_rule_runs(
    status: Lifecycle, config: dict[str, object], runs: bool
) -> None:
    assert names(run(made_rule({"status": status}), config)) == ["ledger-row"] * runs


def test_a_preview_rule_that_is_selected_in_vain_is_refused() -> None:
    with pytest.raises(ConfigError, match="preview = true"):
        run(made_rule({"status": "preview"}), {"select": ["ledger-row"]})


@pytest.mark.parametrize("name", ["ledger-row", "table-row", "table-line", "ledger", "table"])
def test_a_former_name_means_the_rule_wherever_a_name_is_accepted(name: str) -> None:
    assert names(run(RENAMED, {"select": [name]})) == ["ledger-row"]
    assert names(run(RENAMED, {"ignore": [name]})) == []
    assert names(run(RENAMED, {"severity": {name: "off"}})) == []
    assert run(RENAMED, {"severity": {name: "error"}})[0].severity is Severity.ERROR
    assert names(run(RENAMED, {"per-file-ignores": {MISSION: [name]}})) == []
    silenced = f"<!-- awos: ignore-file[{name}] on purpose -->\n# M\n"
    assert names(run(RENAMED, text=silenced)) == []


def test_options_are_found_under_a_former_name_and_the_present_one_wins() -> None:
    assert run(RENAMED, {"rules": {"table-row": {"word": "old"}}})[0].message == "a row with old"
    both = {"table-row": {"word": "old"}, "ledger-row": {"word": "new"}}
    assert run(RENAMED, {"rules": both})[0].message == "a row with new"


def test_the_most_exact_name_decides_about_severity() -> None:
    found = run(RENAMED, {"severity": {"table": "error", "table-row": "notice", "all": "error"}})
    assert found[0].severity is Severity.NOTICE
    assert run(made_rule({}), {"severity": {"all": "error"}})[0].severity is Severity.ERROR


def test_renaming_a_rule_changes_no_fingerprint() -> None:
    def table_line(document: Document) -> Findings:
        yield Finding(at=document.head, message="a row with none", subject=("row",))

    before = run(rule(DOCUMENT, Severity.WARNING)(table_line))
    assert [d.fingerprint for d in run(RENAMED)] == [d.fingerprint for d in before]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("preview", "runs only with `preview = true`"),
        ("stable", "Stable since 0.1.0."),
        ("deprecated", "Deprecated"),
    ],
)
def test_the_manual_says_how_far_a_rule_is(
    status: Lifecycle, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = "# ledger-row\n\nProse.\n\n## A world\n\n`a.md`\n```md\nx <<< ledger-row\n```\n"
    monkeypatch.setattr(Rule, "casebook", property(lambda _rule: book))
    text = write_page(made_rule({"status": status, "aliases": ("table-row",)}))
    assert sentence in text
    assert "Formerly `table-row`." in text


def test_every_name_means_one_rule() -> None:
    exact = Counter(name for rule in all_rules().values() for name in rule.exact_names)
    families = {rule.family for rule in all_rules().values()} | {"all"}
    assert max(exact.values()) == 1
    assert families.isdisjoint(exact)
    assert set(rules_by_name(all_rules().values())) >= exact.keys() | families


def test_the_default_set_changes_in_minor_versions_only() -> None:
    present = tuple(map(int, __version__.split(".")[:2]))
    for one in all_rules().values():
        major, minor, patch = map(int, one.since.split("."))
        assert (major, minor) <= present
        assert patch == 0 or one.status == "preview", one.name
