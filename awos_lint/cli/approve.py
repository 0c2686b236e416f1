"""``awos approve``: put on record who approved which text."""

from __future__ import annotations

from functools import partial

import click

from awos_lint.approving import approve, name_of
from awos_lint.cli.session import Session
from awos_lint.cli.writing import confirm, documents_of, said, word, writes_documents
from awos_lint.fix import difference
from awos_lint.report import render
from awos_lint.revision import Extent
from awos_lint.text import visible
from awos_lint.workspace import Loaded
from awos_lint.workspace.approvals import Proposal, Since, objections, propose, since, write


@click.command("approve")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--as", "name", metavar="NAME", help="Who approves; git's user.name by default.")
@click.option("--editorial", is_flag=True, help="Only the wording changed; needs --reason.")
@click.option("--reason", metavar="TEXT", help="Why; kept in the record.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@writes_documents
def command(
    session: Session,
    ids: tuple[str, ...],
    name: str | None,
    editorial: bool,
    reason: str | None,
    yes: bool,
) -> int:
    """Approve documents: all of those named, or none.

    Shows what changed since the last approval, sets the status and writes who approved which text
    and against which documents above. A document with errors or open questions is refused.
    """
    if editorial and not reason:
        raise click.UsageError("--editorial needs --reason TEXT")
    loaded = session.load()
    documents = documents_of(session, loaded.project, ids)
    spoken = word(session, name, reason or "", editorial)
    proposals = propose(loaded, documents, partial(approve, word=spoken))
    wanted = [proposal for proposal in proposals if proposal.changes]
    for proposal in proposals:
        if not proposal.changes:
            click.echo(f"{name_of(proposal.document)} is approved by {spoken.by} as it is")
    if not wanted or _refused(session, loaded, wanted):
        return int(bool(wanted))
    changes = [(p, since(session.place, loaded, p.document)) for p in wanted]
    for proposal, change in changes:
        _show(proposal, change)
        if editorial:
            _must_be_editorial(proposal, change)
    names = said(proposal.document for proposal in wanted)
    confirm(f"Approve {names} as {spoken.by}?", yes)
    write(session.place, wanted)
    click.echo(f"{names} approved by {spoken.by}")
    return 0


def _refused(session: Session, loaded: Loaded, proposals: list[Proposal]) -> bool:
    found, skipped = objections(session.tree, loaded, proposals)
    click.echo(render_found(found), nl=False)
    for skip in skipped:
        click.echo(f"awos: not checked: {visible(skip.what)}: {visible(skip.why)}", err=True)
    if found or skipped:
        names = said(proposal.document for proposal in proposals)
        click.echo(f"awos: nothing was approved: this stands against {names}", err=True)
    return bool(found or skipped)
