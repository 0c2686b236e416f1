"""``awos commit-msg``: judge the trailers of a commit message, as a hook does."""

from __future__ import annotations

import click

from awos_lint.cli.messages import FILE, open_index, read_message
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.streams import write_message
from awos_lint.core.diagnostic import select_failures
from awos_lint.workflow.trailers import find_complaints, message_of


@click.command("commit-msg")
@FILE
@click.pass_obj
def command(given: dict[str, str], file: str) -> int:
    """Check the Spec and Task trailers of the commit message in FILE.

    Does nothing unless `trailers` in `[commits]` of awos.toml is `optional` or `required`. Ids are
    looked up in what is about to be committed. Merges, reverts, fixup!, squash! and amend! commits
    are let through.
    """
    session, settings = open_index(given)
    if settings.config.commits.trailers == "off":
        return 0
    loaded = session.load_project()
    required = settings.config.commits.trailers == "required"
    said = list(
        find_complaints(loaded.project, message_of(read_message(session, file)), required=required)
    )
    for sentence in said:
        write_message(f"{file}: {sentence}")
    return report_incomplete(select_failures(loaded.skipped), "not read") or int(bool(said))
