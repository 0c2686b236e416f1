"""``awos trace``: what something comes from and what it leads to."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import read_view, resolve_node
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.workflow.trace import Tracer, as_json, write_text


@click.command("trace")
@click.argument("id")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)
@reads_tree
def command(session: Session, id: str, format: str) -> int:  # noqa: A002
    """Print what something comes from and what it leads to.

    ID is that of a document or an item, or the path of a file.
    """
    view, code = read_view(session)
    tracer = Tracer(view.project)
    path = session.resolve_path(id)
    known = id not in view.project.nodes and path is not None and tracer.is_known(path)
    key = path if known and path else resolve_node(view.project, id).id
    found = tracer.trace_node(key)
    write_output(
        as_json(found) if format == "json" else write_text(found), machine=format == "json"
    )
    return code
