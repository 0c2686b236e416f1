"""``awos adr review``: accept decisions as they are today."""

from __future__ import annotations

from collections.abc import Iterator

import click

from awos_lint.actions.approve import write_proposals
from awos_lint.actions.review import longest_anchor, propose_review
from awos_lint.approvals.transitions import Change, name_of
from awos_lint.cli.session import Session, parse_day
from awos_lint.cli.streams import write_output
from awos_lint.cli.writing import documents_of, read_today, writes_documents
from awos_lint.core.model.document import Document
from awos_lint.decisions.transitions import Reviewing, review_decision
from awos_lint.syntax.edit import Scalar


@click.command("review")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--next",
    "later",
    metavar="DATE",
    callback=parse_day,
    help="The day by which to review them again.",
)
@writes_documents
def command(session: Session, ids: tuple[str, ...], later: str | None) -> None:
    """Accept decisions as they are today: all that are named, or none.

    Writes the day, and what the anchors hold now. A decision whose claims do not hold is refused.
    """
    if later is not None and later <= read_today():
        raise click.UsageError(f"--next must be a day to come, and {later} is not")
    loaded = session.load_project()
    project, how = loaded.project, Reviewing(read_today(), later, longest_anchor(loaded))
    documents = documents_of(session, project, ids)
    made = [(d, review_decision(project, loaded.contents(), d, how)) for d in documents]
    write_proposals(
        session.place, [propose_review(loaded, d, changes) for d, changes in made if changes]
    )
    for document, changes in made:
        write_output(f"{'; '.join(_describe_review(document, changes, how))}\n")


def _describe_review(
    document: Document, changes: tuple[Change, ...], how: Reviewing
) -> Iterator[str]:
    name = name_of(document)
    if not changes:
        yield f"{name} was reviewed today already"
        return
    yield f"{name} was reviewed on {how.day}"
    anchors = [c for c in changes if isinstance(c, Scalar) and c.address[0] == "anchors"]
    if anchors:
        yield f"{len(anchors)} anchor{'s' if len(anchors) > 1 else ''} recorded"
    if how.next:
        yield f"to be reviewed again by {how.next}"
