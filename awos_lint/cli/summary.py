"""``awos summary``: what a step did to the plan, for the reviewer of a pull request."""

from __future__ import annotations

from dataclasses import replace

import click

from awos_lint.cli.diff_options import Opened, load_evidence, open_step, takes_step
from awos_lint.cli.flowing import viewed
from awos_lint.cli.outer import incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import emit
from awos_lint.core.diagnostic import failures
from awos_lint.graph.subjects import Accepted
from awos_lint.linter.check import check
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.revision_range import find_site
from awos_lint.report.markdown import summary
from awos_lint.workflow.reading import reading_of
from awos_lint.workflow.status import status
from awos_lint.workflow.summary import sections, standing


@click.command("summary")
@takes_step
@click.option("--evidence", metavar="FILE", help="Believe the reviews that `awos reviews` wrote.")
@click.option("-o", "--output", metavar="FILE", help="Write it to FILE.")
@reads_tree
def command(
    session: Session, diff: str | None, since: str | None, evidence: str | None, output: str | None
) -> int:
    """Print in Markdown what a step did to the plan, and what was found.

    Without --diff and --since it is about the pull request or the push that a hook or a workflow
    runs for; elsewhere it is about the findings alone.
    """
    run = open_step(session, diff, since)
    past = load_evidence(run, evidence)
    accepted = run.stepped.kept if run.stepped else _accepted(run)
    report = check(run.loaded, accepted=accepted, past=past, stepped=run.stepped)
    told = sections(run.stepped.change, past.evidence) if run.stepped else []
    reading = reading_of(run.loaded, accepted, failures(report.skipped))
    stands = status(viewed(run.loaded), (), reading)
    text = summary(replace(report, site=find_site()), [*told, standing(stands)])
    if output:
        session.place.save(output, text)
    else:
        emit(text, machine=True)
    return incomplete(failures(report.skipped))


def _accepted(run: Opened) -> tuple[Accepted, ...]:
    return read_baseline(run.workspace.tree, run.loaded.settings.config.baseline)
