"""``awos new``: begin a document from its template."""

from __future__ import annotations

import click

from awos_lint.actions.approve import write_proposals
from awos_lint.actions.new_document import OWNERS, Wish, draft_document
from awos_lint.cli.flowing import resolve_node
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import one_line, read_today, writes_documents
from awos_lint.core.errors import RefusedError
from awos_lint.core.escape import show_text
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
    loaded = session.load_project()
    wish = Wish(kind, read_today(), title=read_title(title))
    write_new(session, loaded, _add_owner(loaded, wish, owner))


def read_title(title: str | None) -> str:
    """Return a title that was given, on one line."""
    return " ".join(one_line("--title", title).split()) if title is not None else ""


def _add_owner(loaded: Loaded, wish: Wish, owner: str | None) -> Wish:
    if owner is None:
        return wish
    if wish.kind == "standard":
        return Wish(wish.kind, wish.day, title=wish.title, name=owner)
    if wish.kind not in OWNERS:
        raise RefusedError(f"a {wish.kind} belongs to nothing; leave {show_text(owner, 80)} out")
    node = resolve_node(loaded.project, owner, OWNERS[wish.kind])
    return Wish(wish.kind, wish.day, node, wish.title)


def write_new(session: Session, loaded: Loaded, wish: Wish) -> None:
    """Write a new document, and say where it is."""
    made = draft_document(session.place, loaded, wish)
    if made.unseen:
        write_message(f"numbers on other branches may be taken as well: {made.unseen}")
    if made.there:
        write_message(
            f"{made.id} was begun before, in {show_text(made.path)}, and nothing names it yet"
        )
    else:
        session.place.create_document(made.path, made.text)
        name = "" if made.id == made.path else f"{made.id} "
        write_output(f"{name}begun in {show_text(made.path)}\n")
    if made.other:
        write_proposals(session.place, [made.other])
        write_output(f"{show_text(made.other.document.path)} names it\n")
