"""``awos approve``: put on record who approved which text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import click

from awos_lint.actions.approve import (
    Proposal,
    Since,
    find_earlier_texts,
    find_last_approval,
    find_objections,
    load_proposed,
    make_signer,
    must_be_allowed,
    propose_changes,
    write_proposals,
)
from awos_lint.approvals.transitions import (
    approve_document,
    name_of,
    renew_records,
)
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, find_width, use_color
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import (
    ask_agreement,
    documents_of,
    join_documents,
    make_word,
    writes_documents,
)
from awos_lint.core.errors import RefusedError
from awos_lint.core.escape import show_text
from awos_lint.core.text import LINE_BREAK
from awos_lint.linter.fixes import write_diff
from awos_lint.project.load import Loaded
from awos_lint.report import render_report


@click.command("approve")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--as", "name", metavar="NAME", help="Who approves; by default git's user.")
@click.option("--editorial", is_flag=True, help="Only the wording changed; needs --reason.")
@click.option("--reason", metavar="TEXT", help="What to say about it in the record.")
@click.option("--sign", is_flag=True, help="Sign the record with an SSH key.")
@click.option("--key", metavar="FILE", help="The key; by default git's user.signingKey.")
@click.option(
    "--renew", "renewed", is_flag=True, help="Write your older record anew, for the same text."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@writes_documents
def command(
    session: Session,
    ids: tuple[str, ...],
    name: str | None,
    editorial: bool,
    reason: str | None,
    sign: bool,
    key: str | None,
    renewed: bool,
    yes: bool,
) -> int:
    """Approve documents: all that are named, or none.

    Shows what changed since the last approval, sets the status, and writes who approved which text
    and against which documents above. A document with errors, open questions or empty sections is
    refused, and so are an agent and whoever the policy does not allow.
    """
    if editorial and not reason:
        raise click.UsageError("--editorial needs --reason TEXT")
    if editorial and renewed:
        raise click.UsageError("--renew is about a text that did not change, without --editorial")
    loaded = session.load_project()
    documents = documents_of(session, loaded.project, ids)
    spoken = make_word(session, name, reason or "", editorial)
    signs = make_signer(session.place, key) if sign or key else None
    earlier = find_earlier_texts(session.place, loaded)
    give = partial(
        renew_records if renewed else approve_document, word=spoken, signer=signs, earlier=earlier
    )
    proposals = propose_changes(loaded, documents, give)
    wanted = [proposal for proposal in proposals if proposal.changes]
    proposed = loaded
    if wanted:
        proposed = load_proposed(session.workspace, loaded, wanted)
        must_be_allowed(session.place, proposed, wanted)
    nothing = "has no older record by {}" if renewed else "is approved by {} as it is"
    for proposal in (proposal for proposal in proposals if not proposal.changes):
        write_output(f"{name_of(proposal.document)} {nothing.format(spoken.by)}\n")
    if not wanted:
        return 0
    if code := _report_refusal(session, proposed, wanted):
        return code
    for proposal in wanted:
        change = find_last_approval(session.place, loaded, proposal.document, earlier)
        write_output(_format_summary(proposal, change))
        if spoken.editorial:
            _must_be_editorial(proposal, change)
    names = join_documents(proposal.document for proposal in wanted)
    if not ask_agreement(f"Approve {names} as {spoken.by}?", yes):
        write_message("nothing was approved")
        return 1
    write_proposals(session.place, wanted)
    write_output(f"approved by {spoken.by}: {names}\n")
    return 0


def _report_refusal(session: Session, proposed: Loaded, wanted: list[Proposal]) -> int:
    """Report what stands against an approval; return the exit code for it."""
    report = find_objections(session.tree, proposed, wanted)
    if not report.diagnostics and not report.skipped:
        return 0
    write_output(render_report(report, "full", color=use_color(session.color), width=find_width()))
    code = report_incomplete(report.skipped)
    write_message(
        f"nothing was approved: this would stand in {join_documents(p.document for p in wanted)}"
    )
    return code or 1


def _format_summary(proposal: Proposal, change: Since | None) -> str:
    document = proposal.document
    new = document.status != proposal.status
    status = f"{document.status}, then {proposal.status}" if new else f"stays {document.status}"
    lines = [
        f"{name_of(document)} in {show_text(document.path)}: {status}",
        f"  {_format_history(change)}",
    ]
    if change and change.approved and change.approved.source.text != document.source.text:
        patch = write_diff(document.path, change.approved.source.text, document.source.text)
        lines += _indent_lines(patch.split("\n")[:-1])
    if change and change.approved is None:
        lines += _indent_lines(LINE_BREAK.split(document.source.text))
    return "".join(f"{line}\n" for line in lines)


def _indent_lines(lines: Iterable[str]) -> list[str]:
    return [f"  {show_text(line.expandtabs())}" for line in lines]


def _format_history(change: Since | None) -> str:
    if change is None:
        return "it was not approved before"
    record = f"the approval by {show_text(change.record.by, 80)} on {change.record.at}"
    if change.revoked:
        record = f"{record}, which was taken back"
    if change.extent is None:
        return (
            f"what changed since {record} is not known: no commit here holds that text; it is now"
        )
    return f"changed since {record}: {change.extent}"


def _must_be_editorial(proposal: Proposal, change: Since | None) -> None:
    if change is None or change.extent is None or not change.extent.editorial:
        name = name_of(proposal.document)
        raise RefusedError(
            f"{name} was not changed in its wording alone, as far as can be told;"
            " approve it without --editorial"
        )
