"""``awos context``: what is enough to know."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import read_view, resolve_node
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.workflow.budget import (
    DEFAULT,
    Cut,
    Pack,
    TooSmallError,
    as_json,
    cut_pack,
    cut_to_default,
    write_markdown,
)
from awos_lint.workflow.context import KINDS, collect_context


@click.command("context")
@click.argument("id")
@click.option(
    "--budget",
    type=click.IntRange(1),
    metavar="TOKENS",
    help=f"How long it may be, {DEFAULT} if nothing is said; a token is estimated as four bytes.",
)
@click.option(
    "--format", type=click.Choice(["markdown", "json"]), default="markdown", help="How to write it."
)
@reads_tree
def command(session: Session, id: str, budget: int | None, format: str) -> int:  # noqa: A002
    """Print what is enough to know for a task, a spec or a feature.

    The most needed comes first; what does not fit the budget is listed with where it stands.
    """
    view, code = read_view(session)
    pack = collect_context(view, resolve_node(view.project, id, KINDS))
    found = _fit_pack(pack, budget)
    write_output(write_markdown(found) if format == "markdown" else as_json(found), machine=True)
    return code


def _fit_pack(pack: Pack, budget: int | None) -> Cut:
    """Cut a pack at the budget that was given, if one was."""
    if budget is None:
        return cut_to_default(pack)
    try:
        return cut_pack(pack, budget)
    except TooSmallError as error:
        said = f"{pack.id} alone takes more than {budget} tokens"
        raise click.UsageError(f"{said}; the least is --budget {error.least}") from None
