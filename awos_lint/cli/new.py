"""``awos new``: begin a document from its template."""

from __future__ import annotations

import click

from awos_lint.actions.approve import write
from awos_lint.actions.new_document import OWNERS, Wish, begun
from awos_lint.cli.flowing import named
from awos_lint.cli.session import Session
from awos_lint.cli.streams import emit, say
from awos_lint.cli.writing import one_line, today, writes_documents
from awos_lint.core.errors import RefusedError
from awos_lint.core.escape import shown
from awos_lint.layouts.native.templates import KINDS
from awos_lint.project.load import Loaded


@click.command("new")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("owner", required=False)
@click.option("--title", metavar="TEXT", help="What it is called; else as its owner is.")
@writes_documents
def command(session: Session, kind: str, owner: str | None, title: str | None) -> None:
    """Begin a document from its template, linked to OWNER.

    OWNER is the id of what it belongs to: a feature for a spec or requirements, a spec for tasks,
    a spec or a decision for an adr; for a standard it is its name. The number is the next that is
    free here and on other branches.
    """
    loaded = session.load()
    wish = Wish(kind, today(), title=given(title))
    write_new(session, loaded, _owned(loaded, wish, owner))


def given(title: str | None) -> str:
    """Return a title that was given, on one line."""
    return " ".join(one_line("--title", title).split()) if title is not None else ""


def _owned(loaded: Loaded, wish: Wish, owner: str | None) -> Wish:
    if owner is None:
        return wish
    if wish.kind == "standard":
        return Wish(wish.kind, wish.day, title=wish.title, name=owner)
    if wish.kind not in OWNERS:
        raise RefusedError(f"a {wish.kind} belongs to nothing; leave {shown(owner, 80)} out")
    node = named(loaded.project, owner, OWNERS[wish.kind])
    return Wish(wish.kind, wish.day, node, wish.title)


def write_new(session: Session, loaded: Loaded, wish: Wish) -> None:
    """Write a new document, and say where it is."""
    made = begun(session.place, loaded, wish)
    if made.unseen:
        say(f"numbers on other branches may be taken as well: {made.unseen}")
    if made.there:
        say(f"{made.id} was begun before, in {shown(made.path)}, and nothing names it yet")
    else:
        session.place.create(made.path, made.text)
        name = "" if made.id == made.path else f"{made.id} "
        emit(f"{name}begun in {shown(made.path)}\n")
    if made.other:
        write(session.place, [made.other])
        emit(f"{shown(made.other.document.path)} names it\n")
