"""``awos adr supersede``: put one decision in the place of another."""

from __future__ import annotations

from collections.abc import Iterator

import click

from awos_lint.actions.approve import write_proposals
from awos_lint.actions.review import must_be_read_back, propose_review
from awos_lint.approvals.transitions import name_of
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_output
from awos_lint.cli.writing import documents_of, writes_documents
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import FINISHED
from awos_lint.decisions.transitions import Supersession, supersede_decision
from awos_lint.graph import Project


@click.command("supersede")
@click.argument("old")
@click.argument("new")
@writes_documents
def command(session: Session, old: str, new: str) -> None:
    """Put the decision NEW in the place of OLD, and write it on both sides.

    OLD becomes superseded only when NEW is accepted: while NEW is proposed, OLD stays in force; run
    the command again later.
    """
    loaded = session.load_project()
    first, second = (documents_of(session, loaded.project, [name])[0] for name in (old, new))
    made = supersede_decision(loaded.project, first, second)
    sides = ((first, made.old), (second, made.new))
    proposals = [
        propose_review(loaded, document, changes) for document, changes in sides if changes
    ]
    if not first.is_native:
        must_be_read_back(session.workspace, loaded, proposals, (first, second))
    write_proposals(session.place, proposals)
    for line in _describe_supersession(loaded.project, first, second, made):
        write_output(f"{line}\n")


def _describe_supersession(
    project: Project, old: Document, new: Document, made: Supersession
) -> Iterator[str]:
    first, second = name_of(old), name_of(new)
    if not made.old and not made.new and not made.waits:
        yield f"{second} stands in the place of {first} already"
        return
    if made.waits:
        yield f"{second} will stand in the place of {first}"
        yield f"{first} stays {old.status} until {second} is accepted: run this again then"
    else:
        yield f"{second} stands in the place of {first}, which is superseded"
    if made.new and new.fields.get("approvals"):
        yield f"the approval of {second} is of the text before: run `awos approve {second}`"
    resting = {} if made.waits else {name_of(d): d for d in _find_dependents(project, old, new)}
    if resting:
        verb = "rest" if len(resting) > 1 else "rests"
        yield f"{', '.join(sorted(resting))} still {verb} on {first}"


def _find_dependents(project: Project, old: Document, new: Document) -> Iterator[Document]:
    """Yield the documents that are still to be followed and rest on a decision."""
    for edge in project.links_to(project.node_of(old)):
        source = edge.source
        living = not source.is_over and source.settled < FINISHED
        if edge.rests and living and source.document is not new:
            yield source.document
