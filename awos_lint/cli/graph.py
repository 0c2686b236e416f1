"""``awos graph``: the document graph for people and programs."""

from __future__ import annotations

import click

from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.core.diagnostic import select_failures
from awos_lint.graph.export import FORMATS, select_part


@click.command("graph")
@click.option(
    "--format",
    type=click.Choice(list(FORMATS)),
    default="mermaid",
    show_default=True,
    help="How to write it.",
)
@click.option("--around", metavar="ID", help="Show only what is near this document or item.")
@click.option(
    "--depth",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    help="How many links away is near.",
)
@click.option("--items/--no-items", default=True, help="Show requirements and tasks too.")
@reads_tree
def command(session: Session, format: str, around: str | None, depth: int, items: bool) -> int:  # noqa: A002
    """Print the document graph."""
    loaded = session.load_project()
    project = loaded.project
    if around is not None and around not in project.nodes:
        close = project.suggest_node(around, {node.kind for node in project.nodes.values()})
        hint = f"; did you mean {close.id}?" if close else ""
        raise click.UsageError(f"no document or item has the id {around}{hint}")
    text = FORMATS[format](select_part(project, around or "", depth, items))
    write_output(text, machine=format != "text")
    return report_incomplete(select_failures(loaded.skipped), "not read")
