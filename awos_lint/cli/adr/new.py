"""``awos adr new``: begin a decision."""

from __future__ import annotations

import click

from awos_lint.actions.new_document import Wish
from awos_lint.cli.new import write_new
from awos_lint.cli.session import Session
from awos_lint.cli.writing import one_line, read_today, writes_documents
from awos_lint.core.model.kinds import KINDS, OVER

_STATUSES = [status for status in KINDS["adr"].statuses if status not in OVER]


@click.command("new")
@click.argument("title")
@click.option(
    "--status",
    type=click.Choice(_STATUSES),
    default=_STATUSES[0],
    show_default=True,
    help="Which status it begins with.",
)
@writes_documents
def command(session: Session, title: str, status: str) -> None:
    """Begin a decision under the next number that is free here and on other branches.

    Writes a file with the sections that a decision needs, and prints its path.
    """
    title = " ".join(one_line("TITLE", title).split())
    write_new(
        session, session.load_project(), Wish("adr", read_today(), title=title, status=status)
    )
