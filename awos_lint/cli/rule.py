"""``awos rule``: the manual."""

from __future__ import annotations

import json

import click

from awos_lint.engine import unknown_rule
from awos_lint.manual import options_of, page, reference
from awos_lint.rules import Rule, all_rules


def _offered(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in all_rules() if name.startswith(incomplete)]


@click.command("rule")
@click.argument("name", required=False, shell_complete=_offered)
@click.option("--all", "every", is_flag=True, help="Print every rule.")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
def command(name: str | None, every: bool, format: str) -> None:  # noqa: A002
    """Print a rule's manual page, or list the rules."""
    rules = all_rules()
    if name is not None and name not in rules:
        raise click.UsageError(unknown_rule(name, rules))
    chosen = [rules[name]] if name else list(rules.values())
    if format == "json":
        entries = [_entry(rule) for rule in chosen]
        click.echo(json.dumps(entries[0] if name else entries, indent=2, ensure_ascii=False))
    elif name:
        click.echo(page(rules[name]), nl=False)
    elif every:
        click.echo(reference(rules.values()), nl=False)
    else:
        width = max(map(len, rules))
        for rule in chosen:
            click.echo(f"{rule.name:{width}}  {rule.severity.word:7}  {rule.summary}")


def _entry(rule: Rule) -> dict[str, object]:
    return {
        "name": rule.name,
        "family": rule.family,
        "summary": rule.summary,
        "severity": rule.severity.word,
        "since": rule.how.get("since", "0.1"),
        "opt-in": rule.how.get("opt_in", False),
        "options": options_of(rule.options),
        "page": page(rule),
    }
