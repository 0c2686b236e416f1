"""``awos config``: what applies here, and which file says so."""

from __future__ import annotations

import json

import click

from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.core.escape import show_text, to_json


@click.command("config")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
@reads_tree
def command(session: Session, format: str) -> None:  # noqa: A002
    """Print the configuration that applies, and where it comes from."""
    settings = session.load_settings()
    values = settings.config.model_dump(mode="json", by_alias=True)
    if format == "json":
        found = {"file": settings.path, "values": values, "from": dict(settings.origins)}
        write_output(to_json(found), machine=True)
        return
    write_output(f"# {show_text(settings.path) or 'no file: these are the defaults'}\n")
    for key, value in values.items():
        origin = settings.origins.get(key, "default")
        line = show_text(f"{key} = {json.dumps(value, ensure_ascii=False)}  # {origin}")
        write_output(f"{line}\n")
