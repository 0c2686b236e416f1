"""``awos schema``: what front matter and configuration may say, for editors and other languages."""

from __future__ import annotations

import json

import click

from awos_lint.config import config_schema
from awos_lint.model.front import MODELS, schema_of


@click.command("schema")
@click.argument("kind", type=click.Choice([*MODELS, "config"]))
def command(kind: str) -> None:
    """Print the JSON Schema of a kind or of the configuration."""
    schema = config_schema() if kind == "config" else schema_of(kind)
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
