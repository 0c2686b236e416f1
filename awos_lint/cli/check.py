"""``awos check``: read, judge, report."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import click

from awos_lint.cli.outer import INCOMPLETE
from awos_lint.cli.session import Session, colored, columns, reads_tree
from awos_lint.diagnostic import Report, Severity
from awos_lint.fix import difference, fixed
from awos_lint.report import FORMATS, render
from awos_lint.rules import Accepted
from awos_lint.text import visible
from awos_lint.workspace import Settings, baseline_text, check, load, read_baseline

_PASSES = 10


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of ``awos check``, as they were given."""

    paths: tuple[str, ...]
    format: str
    output: str | None
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    baseline: str | None
    write_baseline: bool
    fix: bool
    diff: bool
    statistics: bool
    exit_zero: bool
    quiet: bool
    watch: bool


def _names(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for given in value for name in given.split(",") if name.strip())


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    type=click.Choice(list(FORMATS)),
    default="full",
    envvar="AWOS_FORMAT",
    show_default=True,
    help="How to write the findings.",
)
@click.option("-o", "--output", metavar="FILE", help="Write the findings to FILE.")
@click.option("--select", multiple=True, callback=_names, help="Run only these rules or families.")
@click.option("--extend-select", multiple=True, callback=_names, help="Run these rules besides.")
@click.option("--ignore", multiple=True, callback=_names, help="Leave these rules or families out.")
@click.option("--baseline", metavar="FILE", help="Accept the findings that FILE lists.")
@click.option("--write-baseline", is_flag=True, help="Write what is found now to the baseline.")
@click.option("--fix", is_flag=True, help="Mend what has one right answer.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings, and nothing else.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes.")
@reads_tree
def command(session: Session, /, **given: object) -> int:
    """Check the documents and report what is wrong.

    PATHS filter the report to findings that touch these files or folders; the whole graph is always
    read. Findings go to standard output, everything else to standard error.
    """
    wishes = Wishes(**given)  # type: ignore[arg-type]
    if not session.on_disk and (wishes.fix or wishes.watch or wishes.write_baseline):
        raise click.UsageError("--fix, --watch and --write-baseline work on the work tree only")
    if wishes.watch:
        from awos_lint.cli.watch import watch

        return watch(session, lambda fresh: run(fresh, wishes))
    return run(session, wishes)


def run(session: Session, wishes: Wishes) -> int:
    """Check once; return the exit code."""
    report = _judged(session, wishes)
    if wishes.write_baseline:
        return _write_baseline(session, wishes, report)
    if wishes.diff:
        return _show_fixes(report)
    if wishes.fix:
        report = _mended(session, wishes, report)
    _write(session, report, wishes)
    _explain(report, wishes)
    return 0 if wishes.exit_zero else exit_code(report)


def exit_code(report: Report) -> int:
    """Return 3 when something was not checked, 1 when there are findings, else 0."""
    if report.skipped:
        return INCOMPLETE
    return int(any(found.severity > Severity.NOTICE for found in report.diagnostics))


def _judged(session: Session, wishes: Wishes) -> Report:
    settings = _configured(session.settings(), wishes)
    loaded = load(session.tree, settings)
    only = tuple(session.place.existing(path) for path in wishes.paths)
    accepted: tuple[Accepted, ...] = ()
    if settings.config.baseline and not wishes.write_baseline:
        accepted = read_baseline(session.tree, settings.config.baseline)
    pages = wishes.format == "sarif"
    return check(loaded, only=only, accepted=accepted, pages=pages)


def _configured(settings: Settings, wishes: Wishes) -> Settings:
    """Let the command line win over the configuration file."""
    config = settings.config
    given: dict[str, object] = {
        "select": list(wishes.select) or config.select,
        "extend_select": [*config.extend_select, *wishes.extend_select],
        "ignore": [*config.ignore, *wishes.ignore],
        "baseline": wishes.baseline or config.baseline,
    }
    return replace(settings, config=config.model_copy(update=given))


def _write_baseline(session: Session, wishes: Wishes, report: Report) -> int:
    path = wishes.baseline or session.settings().config.baseline
    if not path:
        raise click.UsageError("--write-baseline needs --baseline FILE, or `baseline` in awos.toml")
    Path(session.place.root, path).write_text(baseline_text(report), "utf-8")
    click.echo(f"awos: {len(report.diagnostics)} findings written to {path}", err=True)
    return 0


def _show_fixes(report: Report) -> int:
    texts, _ = fixed(report.diagnostics, report.sources)
    for path, text in sorted(texts.items()):
        click.echo(difference(visible(path), report.sources[path].text, text), nl=False)
    return int(bool(texts))


def _mended(session: Session, wishes: Wishes, report: Report) -> Report:
    """Apply fixes until none is left; one may make room for the next."""
    settled = 0
    for _ in range(_PASSES):
        texts, count = fixed(report.diagnostics, report.sources)
        if not texts:
            break
        for path, text in sorted(texts.items()):
            session.place.rewrite(report.sources[path], text)
        settled += count
        report = _judged(session, wishes)
    click.echo(f"awos: {settled} findings fixed", err=True)
    return report


def _write(session: Session, report: Report, wishes: Wishes) -> None:
    color = colored(session.color) and not wishes.output
    if wishes.statistics:
        text = _counted(report)
    else:
        text = render(report, wishes.format, color=color, width=columns())
    if wishes.output:
        Path(wishes.output).write_text(text, "utf-8", newline="")
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def _counted(report: Report) -> str:
    counts = Counter(found.rule for found in report.diagnostics)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:5}  {rule}\n" for rule, count in rows)


def _explain(report: Report, wishes: Wishes) -> None:
    """Say on standard error what was not checked; a machine format carries it too."""
    for skip in report.skipped:
        click.echo(f"awos: not checked: {visible(skip.what)}: {visible(skip.why)}", err=True)
