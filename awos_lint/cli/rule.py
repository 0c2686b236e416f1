"""``awos rule``: the manual."""

from __future__ import annotations

import json

import click

from awos_lint.cli.session import rule_names
from awos_lint.linter.manual import options_of, write_page, write_reference
from awos_lint.rules import Rule, all_rules, rules_by_name
from awos_lint.rules.options import unknown_rule


@click.command("rule")
@click.argument("name", required=False, shell_complete=rule_names)
@click.option("--all", "every", is_flag=True, help="Print every rule.")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
def command(name: str | None, every: bool, format: str) -> None:  # noqa: A002
    """Print a rule's manual page, or list the rules.

    NAME is a rule, the former name of one, or a family.
    """
    rules = list(all_rules().values())
    chosen = [rule for rule in rules if name is None or rule.is_named([name])]
    if not chosen:
        raise click.UsageError(unknown_rule(name or "", rules_by_name(rules)))
    one = next((rule for rule in chosen if name in rule.exact_names), None)
    if format == "json":
        entries = [_export_rule(rule) for rule in chosen]
        click.echo(json.dumps(_export_rule(one) if one else entries, indent=2, ensure_ascii=False))
    elif one:
        click.echo(write_page(one), nl=False)
    elif every:
        click.echo(write_reference(chosen), nl=False)
    else:
        width = max(len(rule.name) for rule in chosen)
        for rule in chosen:
            click.echo(f"{rule.name:{width}}  {rule.severity.word:7}  {_format_rule(rule)}")


def _format_rule(rule: Rule) -> str:
    """Return a rule's summary, and whether it is anything but stable."""
    return rule.summary if rule.status == "stable" else f"{rule.summary} ({rule.status})"


def _export_rule(rule: Rule) -> dict[str, object]:
    return {
        "name": rule.name,
        "family": rule.family,
        "summary": rule.summary,
        "severity": rule.severity.word,
        "status": rule.status,
        "since": rule.since,
        "aliases": list(rule.aliases),
        "opt-in": rule.opt_in,
        "options": options_of(rule.options),
        "page": write_page(rule),
    }
