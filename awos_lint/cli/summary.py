"""``awos summary``: what a step did to the plan, for the reviewer of a pull request."""

from __future__ import annotations

from dataclasses import replace

import click

from awos_lint.cli.diff_options import Opened, load_evidence, open_step, takes_step
from awos_lint.cli.flowing import view_project
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_output
from awos_lint.core.diagnostic import select_failures
from awos_lint.graph.subjects import Accepted
from awos_lint.linter.check import check_project
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.revision_range import find_site
from awos_lint.report.markdown import write_summary
from awos_lint.workflow.reading import reading_of
from awos_lint.workflow.status import collect_status
from awos_lint.workflow.summary import write_sections, write_standing


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
    accepted = run.stepped.kept if run.stepped else _read_accepted(run)
    report = check_project(run.loaded, accepted=accepted, past=past, stepped=run.stepped)
    told = write_sections(run.stepped.change, past.evidence) if run.stepped else []
    reading = reading_of(run.loaded, accepted, select_failures(report.skipped))
    stands = collect_status(view_project(run.loaded), (), reading)
    text = write_summary(replace(report, site=find_site()), [*told, write_standing(stands)])
    if output:
        session.place.save_file(output, text)
    else:
        write_output(text, machine=True)
    return report_incomplete(select_failures(report.skipped))


def _read_accepted(run: Opened) -> tuple[Accepted, ...]:
    return read_baseline(run.workspace.tree, run.loaded.settings.config.baseline)
