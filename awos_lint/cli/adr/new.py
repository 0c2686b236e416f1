"""``awos adr new``: begin a decision."""

from __future__ import annotations

import click

from awos_lint.cli.session import Session
from awos_lint.cli.streams import emit, say
from awos_lint.cli.writing import one_line, today, writes_documents
from awos_lint.deciding import draft, slug
from awos_lint.model.kinds import KINDS, OVER
from awos_lint.report.escape import shown
from awos_lint.workspace.decisions import room

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
    loaded = session.load()
    found = room(session.place, loaded)
    if found.unseen:
        say(f"numbers on other branches may be taken as well: {found.unseen}")
    kind = loaded.project.kinds["adr"]
    path = f"{found.folder}/{found.number}-{slug(title)}.md"
    id_ = f"{kind.prefix}-{found.number}"
    session.place.create(path, draft(id_, title, status, today(), kind.sections))
    emit(f"{id_} begun in {shown(path)}\n")
