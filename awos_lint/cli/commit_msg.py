"""``awos commit-msg``: judge the trailers of a commit message, as a hook does."""

from __future__ import annotations

import click

from awos_lint.cli.messages import FILE, read_message, staged
from awos_lint.cli.outer import incomplete
from awos_lint.cli.streams import say
from awos_lint.core.diagnostic import failures
from awos_lint.workflow.trailers import complaints, message_of


@click.command("commit-msg")
@FILE
@click.pass_obj
def command(given: dict[str, str], file: str) -> int:
    """Check the Spec and Task trailers of the commit message in FILE.

    Does nothing unless `trailers` in `[commits]` of awos.toml is `optional` or `required`. Ids are
    looked up in what is about to be committed. Merges, reverts, fixup!, squash! and amend! commits
    are let through.
    """
    session, settings = staged(given)
    if settings.config.commits.trailers == "off":
        return 0
    loaded = session.load()
    required = settings.config.commits.trailers == "required"
    said = list(
        complaints(loaded.project, message_of(read_message(session, file)), required=required)
    )
    for sentence in said:
        say(f"{file}: {sentence}")
    return incomplete(failures(loaded.skipped), "not read") or int(bool(said))
