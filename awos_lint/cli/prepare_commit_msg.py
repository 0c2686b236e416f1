"""``awos prepare-commit-msg``: add the trailer that the branch's name tells."""

from __future__ import annotations

import os

import click

from awos_lint.cli.messages import FILE, open_index, read_message, write_message
from awos_lint.workflow.trailers import spec_of_branch, with_spec

_LEFT_ALONE = ("merge", "squash", "commit")


@click.command("prepare-commit-msg")
@FILE
@click.argument("source", required=False, default="")
@click.argument("sha", required=False, default="")
@click.pass_obj
def command(given: dict[str, str], file: str, source: str, sha: str) -> None:
    """Add `Spec: ID` to the commit message in FILE when the branch is called after a spec.

    SOURCE and SHA are what git tells a hook. Messages of merges, squashes and earlier commits stay
    as they are, and so does every message unless `trailers` in `[commits]` of awos.toml is
    `optional` or `required`.
    """
    # pre-commit tells by a variable what git tells by the second argument.
    source = source or os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")
    session, settings = open_index(given)
    git = session.place.git
    if source in _LEFT_ALONE or settings.config.commits.trailers == "off" or git is None:
        return
    found = spec_of_branch(session.load_project().project, git.find_branch())
    text = read_message(session, file)
    if found and (written := with_spec(text, found)) != text:
        write_message(session, file, written)
