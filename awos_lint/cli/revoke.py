"""``awos revoke``: take approvals back."""

from __future__ import annotations

import click

from awos_lint.actions.approve import propose, write
from awos_lint.approvals.transitions import name_of, revoke
from awos_lint.cli.session import Session
from awos_lint.cli.streams import emit
from awos_lint.cli.writing import documents_of, writes_documents


@click.command("revoke")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@writes_documents
def command(session: Session, ids: tuple[str, ...]) -> None:
    """Take all approvals of documents back and set their status back to review."""
    loaded = session.load()
    proposals = propose(loaded, documents_of(session, loaded.project, ids), revoke)
    wanted = [proposal for proposal in proposals if proposal.changes]
    write(session.place, wanted)
    for proposal in proposals:
        name = name_of(proposal.document)
        if proposal.changes:
            emit(f"{name} has no approval any more and is {proposal.status}\n")
        else:
            emit(f"{name} had no approval\n")
