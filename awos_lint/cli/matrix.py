"""``awos matrix``: which task and which files serve which requirement."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import read_view, resolve_node
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.graph.project import Node, Project
from awos_lint.workflow.matrix import FORMATS, build_matrix


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
    view, code = read_view(session)
    project = view.project
    chosen = _list_living(project) if spec is None else [resolve_node(project, spec, ("spec",))]
    write_output(FORMATS[format](build_matrix(view, chosen)), machine=format != "text")
    return code


def _list_living(project: Project) -> list[Node]:
    nodes = (project.node_of(document) for document in project.documents_of("spec"))
    return [node for node in nodes if not node.is_over]
