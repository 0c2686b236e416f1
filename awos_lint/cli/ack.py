"""``awos ack``: keep an approval though a document above it changed."""

from __future__ import annotations

from functools import partial

import click

from awos_lint.actions.approve import propose, write
from awos_lint.approvals.transitions import acknowledge, name_of
from awos_lint.cli.session import Session
from awos_lint.cli.streams import emit
from awos_lint.cli.writing import documents_of, must_be_a_person, said, word, writes_documents


@click.command("ack")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--upstream",
    multiple=True,
    required=True,
    metavar="ID",
    help="The document above that changed; may be given more than once.",
)
@click.option("--reason", required=True, metavar="TEXT", help="Why the approval still stands.")
@click.option("--as", "name", metavar="NAME", help="Who says so; by default git's user.")
@writes_documents
def command(
    session: Session, ids: tuple[str, ...], upstream: tuple[str, ...], reason: str, name: str | None
) -> None:
    """Keep the approvals of documents though one that they rest on says something else now.

    Writes a record of who read the change above, when, and why it does no harm. An agent is
    refused.
    """
    loaded = session.load()
    above = documents_of(session, loaded.project, upstream)
    spoken = word(session, name, reason)
    must_be_a_person(loaded, spoken)
    documents = documents_of(session, loaded.project, ids)
    proposals = propose(loaded, documents, partial(acknowledge, above=above, word=spoken))
    wanted = [proposal for proposal in proposals if proposal.changes]
    write(session.place, wanted)
    for proposal in proposals:
        about = f"{said(above)} for {name_of(proposal.document)}"
        if proposal.changes:
            emit(f"{spoken.by} acknowledged {about}\n")
        else:
            emit(f"there is nothing to acknowledge in {about}\n")
