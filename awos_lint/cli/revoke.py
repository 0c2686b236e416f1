"""``awos revoke``: take approvals back."""

from __future__ import annotations

import click

from awos_lint.actions.approve import propose_changes, write_proposals
from awos_lint.approvals.transitions import name_of, revoke_approvals
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_output
from awos_lint.cli.writing import documents_of, writes_documents


@click.command("revoke")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@writes_documents
def command(session: Session, ids: tuple[str, ...]) -> None:
    """Take all approvals of documents back and set their status back to review."""
    loaded = session.load_project()
    proposals = propose_changes(
        loaded, documents_of(session, loaded.project, ids), revoke_approvals
    )
    wanted = [proposal for proposal in proposals if proposal.changes]
    write_proposals(session.place, wanted)
    for proposal in proposals:
        name = name_of(proposal.document)
        if proposal.changes:
            write_output(f"{name} has no approval any more and is {proposal.status}\n")
        else:
            write_output(f"{name} had no approval\n")
