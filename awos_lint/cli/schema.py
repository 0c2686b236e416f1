"""``awos schema``: what front matter and configuration may say, for editors and other languages."""

from __future__ import annotations

import json

import click

from awos_lint.core.config import config_schema
from awos_lint.core.model.front import MODELS, schema_of
from awos_lint.report.schema import report_schema

_OTHERS = {"config": config_schema, "report": report_schema}


@click.command("schema")
@click.argument("kind", type=click.Choice([*MODELS, *_OTHERS]))
def command(kind: str) -> None:
    """Print the JSON Schema of a kind's front matter, of the configuration or of a JSON report."""
    schema = _OTHERS[kind]() if kind in _OTHERS else schema_of(kind)
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
