"""The options of rules, and the names of rules that a configuration may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from awos_lint.core.config import Config, ConfigError, Table, list_complaints
from awos_lint.core.suggestion import ask_meant
from awos_lint.rules import Rule, rules_by_name


def collect_options(config: Config, rules: Mapping[str, Rule]) -> dict[str, Table]:
    """Return the options of each rule, by its name.

    Raises :class:`ConfigError` when the configuration names rules or options that do not exist.
    """
    _check_names(config, rules)
    return {rule.name: settle_options(rule, config) for rule in rules.values()}


def settle_options(rule: Rule, config: Config) -> Table:
    """Return the options of a rule; raises :class:`ConfigError` when they cannot be used."""
    given = next((config.rules[name] for name in rule.exact_names if name in config.rules), None)
    if given is None:
        # The defaults need no judging, and so no validator is built for them.
        return rule.options.model_construct()
    try:
        return rule.options.model_validate(given)
    except ValidationError as error:
        trail = "; ".join(list_complaints(error, rule.options))
        raise ConfigError(f"rules.{rule.name}.{trail}") from None


def _check_names(config: Config, rules: Mapping[str, Rule]) -> None:
    known = rules_by_name(rules.values())
    places = {
        "select": config.select,
        "extend-select": config.extend_select,
        "ignore": config.ignore,
        "severity": list(config.severity),
        "rules": list(config.rules),
        **{f"per-file-ignores.{glob}": names for glob, names in config.per_file_ignores.items()},
    }
    for key, names in places.items():
        for name in names:
            if name not in known:
                raise ConfigError(f"{key}: {unknown_rule(name, known)}")
    _refuse_preview(config, rules)


def _refuse_preview(config: Config, rules: Mapping[str, Rule]) -> None:
    """Refuse to select a preview rule by name where preview is off: it would pass silently."""
    for name in () if config.preview else (*config.select, *config.extend_select):
        if any(rule.status == "preview" and name in rule.exact_names for rule in rules.values()):
            raise ConfigError(f"select: `{name}` is a preview rule; set `preview = true` to run it")


def unknown_rule(name: str, known: Iterable[str]) -> str:
    """Return the sentence for a rule name that does not exist, with the nearest one that does."""
    hint = ask_meant(name, known, "`awos rule` lists them all")
    return f"no rule or family is called `{name}`; {hint}"
