"""``awos plan``: which tasks may run side by side."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import read_view, resolve_node
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.planned import FORMATS, make_sheet
from awos_lint.workflow.waves import make_plan


@click.command("plan")
@click.argument("spec")
@click.option(
    "--format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to write it.",
)
@reads_tree
def command(session: Session, spec: str, format: str) -> int:  # noqa: A002
    """Print which tasks of a spec, or of a task list, may run side by side.

    The tasks of a wave wait for none of each other, and no file is written by two of them.
    """
    view, code = read_view(session)
    node = resolve_node(view.project, spec, ("spec", "tasks"))
    owner = view.project.spec_of(node.document) if node.kind == "tasks" else None
    found = make_plan(Gates(view), owner or node)
    write_output(FORMATS[format](make_sheet(view, found)), machine=format != "text")
    return code
