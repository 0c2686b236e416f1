"""``awos matrix``: which task and which files serve which requirement."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import named, read
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.graph.project import Node, Project
from awos_lint.workflow.matrix import FORMATS, matrix


@click.command("matrix")
@click.argument("spec", required=False)
@click.option(
    "--format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to write it.",
)
@reads_tree
def command(session: Session, spec: str | None, format: str) -> int:  # noqa: A002
    """Print which task and which files serve which requirement, of one spec or of all.

    In CSV, what a spreadsheet would take for a formula begins with an apostrophe.
    """
    view, code = read(session)
    project = view.project
    chosen = _living(project) if spec is None else [named(project, spec, ("spec",))]
    emit(FORMATS[format](matrix(view, chosen)), machine=format != "text")
    return code


def _living(project: Project) -> list[Node]:
    nodes = (project.node_of(document) for document in project.documents_of("spec"))
    return [node for node in nodes if not node.over]
