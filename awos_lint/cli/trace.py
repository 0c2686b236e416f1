"""``awos trace``: what something comes from and what it leads to."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import named, read
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.workflow.trace import Tracer, as_json, text


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
    view, code = read(session)
    tracer = Tracer(view.project)
    path = session.path(id)
    known = id not in view.project.nodes and path is not None and tracer.known(path)
    key = path if known and path else named(view.project, id).id
    found = tracer.trace(key)
    emit(as_json(found) if format == "json" else text(found), machine=format == "json")
    return code
