"""``awos context``: what is enough to know."""

from __future__ import annotations

import click

from awos_lint.cli.flowing import named, read
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.flow.budget import DEFAULT, TooSmallError, as_json, cut, markdown
from awos_lint.flow.context import KINDS, context


@click.command("context")
@click.argument("id")
@click.option(
    "--budget",
    type=click.IntRange(1),
    metavar="TOKENS",
    default=DEFAULT,
    show_default=True,
    help="How long it may be; a token is estimated as four bytes.",
)
@click.option(
    "--format", type=click.Choice(["markdown", "json"]), default="markdown", help="How to write it."
)
@reads_tree
def command(session: Session, id: str, budget: int, format: str) -> int:  # noqa: A002
    """Print what is enough to know for a task, a spec or a feature.

    The most needed comes first; what does not fit the budget is listed with where it stands.
    """
    view, code = read(session)
    pack = context(view, named(view.project, id, KINDS))
    try:
        found = cut(pack, budget)
    except TooSmallError as error:
        raise click.UsageError(
            f"{pack.id} alone takes more than {budget} tokens; the least is --budget {error.least}"
        ) from None
    emit(markdown(found) if format == "markdown" else as_json(found), machine=True)
    return code
