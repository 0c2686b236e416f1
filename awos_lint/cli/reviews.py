"""``awos reviews``: ask GitHub who approved a pull request; the only command with a network."""

from __future__ import annotations

import os

import click

from awos_lint.actions.fetch_reviews import Reviewed, match_reviews, write_evidence
from awos_lint.cli.diff_options import open_step, takes_step
from awos_lint.cli.outer import INCOMPLETE
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_message, write_output
from awos_lint.github.reviews import PlatformError, PullRequest, fetch_reviewers
from awos_lint.project.revision_range import read_event

_API = "https://api.github.com"
_TOKEN = "AWOS_GITHUB_TOKEN"  # noqa: S105 - the name of the variable


@click.command("reviews")
@takes_step
@click.option("-o", "--output", metavar="FILE", help="Write it to FILE.")
@reads_tree
def command(session: Session, diff: str | None, since: str | None, output: str | None) -> int:
    """Print whose reviews on GitHub stand for which approved text, for `awos check --evidence`.

    Asks the API about the pull request that a workflow runs for, with the token in the variable
    AWOS_GITHUB_TOKEN; without a token nothing is asked. A review counts for a document that the
    pull request changes when the text that was reviewed is the one at the head.
    """
    token = os.environ.get(_TOKEN, "")
    if not token:
        raise click.UsageError(f"{_TOKEN} holds no token")
    found = _find_reviews(session, token, diff, since)
    text = write_evidence(found)
    if output:
        session.place.save_file(output, text)
    else:
        write_output(text, machine=True)
    if found.unknown:
        write_message(f"reviews are not all known: {found.unknown}")
    return INCOMPLETE if found.unknown else 0


def _find_reviews(session: Session, token: str, diff: str | None, since: str | None) -> Reviewed:
    run = open_step(session, diff, since)
    if run.stepped is None or run.workspace.git is None:
        raise click.UsageError("reviews are about a pull request, and this run is about none")
    touched = [touch.path for touch in run.stepped.change.touches]
    try:
        api = os.environ.get("GITHUB_API_URL") or _API
        standing = fetch_reviewers(api, token, _read_request())
    except PlatformError as error:
        return Reviewed({}, str(error))
    return match_reviews(run.workspace, run.loaded, touched, standing)


def _read_request() -> PullRequest:
    event = read_event()
    request = event.get("pull_request") if isinstance(event, dict) else None
    number = request.get("number") if isinstance(request, dict) else None
    user = request.get("user") if isinstance(request, dict) else None
    author = user.get("login") if isinstance(user, dict) else None
    if not isinstance(number, int) or not isinstance(author, str):
        raise PlatformError("the event does not say which pull request it is about")
    return PullRequest(os.environ.get("GITHUB_REPOSITORY", ""), number, author)
