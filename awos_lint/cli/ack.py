"""``awos ack``: keep an approval though a document above it changed."""

from __future__ import annotations

from functools import partial

import click

from awos_lint.actions.approve import (
    load_proposed,
    make_signer,
    must_be_allowed,
    propose_changes,
    write_proposals,
)
from awos_lint.approvals.transitions import acknowledge_change, name_of
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_output
from awos_lint.cli.writing import documents_of, join_documents, make_word, writes_documents


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
@click.option("--sign", is_flag=True, help="Sign the record with an SSH key.")
@click.option("--key", metavar="FILE", help="The key; by default git's user.signingKey.")
@writes_documents
def command(
    session: Session,
    ids: tuple[str, ...],
    upstream: tuple[str, ...],
    reason: str,
    name: str | None,
    sign: bool,
    key: str | None,
) -> None:
    """Keep the approvals of documents though one that they rest on says something else now.

    Writes a record of who read the change above, when, and why it does no harm. An agent is
    refused, and so is whoever may not approve the documents.
    """
    loaded = session.load_project()
    above = documents_of(session, loaded.project, upstream)
    spoken = make_word(session, name, reason)
    documents = documents_of(session, loaded.project, ids)
    signs = make_signer(session.place, key) if sign or key else None
    given = partial(acknowledge_change, above=above, word=spoken, signer=signs)
    proposals = propose_changes(loaded, documents, given)
    wanted = [proposal for proposal in proposals if proposal.changes]
    if wanted:
        must_be_allowed(session.place, load_proposed(session.workspace, loaded, wanted), wanted)
    write_proposals(session.place, wanted)
    for proposal in proposals:
        about = f"{join_documents(above)} for {name_of(proposal.document)}"
        if proposal.changes:
            write_output(f"{spoken.by} acknowledged {about}\n")
        else:
            write_output(f"there is nothing to acknowledge in {about}\n")
