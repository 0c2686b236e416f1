"""``awos check``: read, judge, report."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial, wraps
from typing import Any, TypeVar

import click

from awos_lint.cli.diff_options import load_evidence, open_project
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, find_width, parse_day, reads_tree, rule_names, use_color
from awos_lint.cli.streams import write_message, write_output
from awos_lint.core.diagnostic import Report, Severity, Skip, Unreadable
from awos_lint.core.escape import show_text
from awos_lint.core.text import escape_text
from awos_lint.core.wording import conclude_report, count_noun
from awos_lint.files import DiskError, WriteError
from awos_lint.files.tree import Tree
from awos_lint.git import GitError, UnknownRevisionError
from awos_lint.linter.check import check_project
from awos_lint.project.baseline_file import baseline_text, read_baseline
from awos_lint.project.load import Loaded
from awos_lint.project.place import open_folder
from awos_lint.project.revision_range import Step, choose_step, find_site, is_range
from awos_lint.project.settings import Settings
from awos_lint.project.workspace import Workspace
from awos_lint.report import FORMATS, render_report

FOR_PEOPLE = ("full", "concise")
WIDTH = 100
"""The width of a report that is written to a file."""

_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of ``awos check``, as they were given."""

    paths: tuple[str, ...]
    format: str
    output: str | None
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    as_of: str | None
    evidence: str | None
    fail_on: str
    baseline: str | None
    write_baseline: bool
    fix: bool
    diff: bool
    range: str
    since: str | None
    whole: bool
    statistics: bool
    explain: str | None
    preview: bool
    exit_zero: bool
    quiet: bool
    watch: bool


def _split_names(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(name.strip() for given in value for name in given.split(",") if name.strip())


def _takes_names(option: str, says: str) -> Callable[[_Command], _Command]:
    return click.option(
        option,
        metavar="NAME",
        multiple=True,
        callback=_split_names,
        shell_complete=rule_names,
        help=says,
    )


def _reports_git_errors(command: Callable[..., int]) -> Callable[..., int]:
    """Write why git did not answer also in the format that was asked for.

    Whoever reads only the report must not take a run that ended early for a clean one.
    """

    @wraps(command)
    def reported(*arguments: Any, **given: Any) -> int:
        try:
            return command(*arguments, **given)
        except GitError as error:
            names = {field.name for field in fields(Wishes)}
            read = _interpret_diff(given)
            wishes = Wishes(**{name: read[name] for name in names})  # type: ignore[arg-type]
            _write_unchecked(wishes, error)
            raise

    return reported


def _write_unchecked(wishes: Wishes, error: GitError) -> None:
    """Write a report that says only why nothing was checked; people read it on standard error."""
    if not _is_plain(wishes) or wishes.explain is not None:
        return
    if wishes.format not in FOR_PEOPLE or wishes.output:
        # Git may be what keeps the repository from being opened.
        directory = click.get_current_context().obj["directory"]
        session = Session(directory, Workspace(open_folder(directory)), color="never")
        _write_report(session, Report(skipped=(Skip("the documents", str(error)),)), wishes)


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
@_takes_names("--select", "Run only these rules or families.")
@_takes_names("--extend-select", "Run these rules besides.")
@_takes_names("--ignore", "Leave these rules or families out.")
@click.option("--as-of", metavar="DATE", callback=parse_day, help="Judge dates as of this day.")
@click.option("--evidence", metavar="FILE", help="Believe the reviews that `awos reviews` wrote.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "notice"]),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--baseline", metavar="FILE", help="Accept the findings that FILE lists.")
@click.option("--write-baseline", is_flag=True, help="Write what is found now to the baseline.")
@click.option("--fix", is_flag=True, help="Mend what has one right answer.")
@click.option(
    "--diff",
    metavar="[BASE...HEAD]",
    is_flag=False,
    flag_value="",
    help="Judge the step between two commits. Alone: show what --fix would change.",
)
@click.option("--since", metavar="REF", help="Judge the step from where REF was left.")
@click.option("--whole", is_flag=True, help="Judge no step, also in a pull request or a push.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead.")
@click.option(
    "--explain",
    metavar="FINDING",
    help="Show the facts behind a finding, named by its fingerprint or as PATH:LINE.",
)
@click.option("--preview", is_flag=True, help="Run the rules that are in preview, too.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of findings.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings, and nothing else.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes.")
@_reports_git_errors
@reads_tree
def command(session: Session, /, **given: object) -> int:
    """Check the documents and report what is wrong.

    PATHS filter the report to findings that touch these files or folders; the whole graph is always
    read. Findings go to standard output, everything else to standard error.

    With a step, also in a pull request on GitHub and in a pre-push hook, the step itself is judged,
    and reported is what it may have caused.
    """
    wishes = Wishes(**_interpret_diff(given))  # type: ignore[arg-type]
    _refuse_nonsense(session, wishes)
    if wishes.watch:
        from awos_lint.cli.watch import watch_files

        return watch_files(session, lambda fresh: run_check(fresh, wishes))
    return run_check(session, wishes)


def _interpret_diff(given: dict[str, object]) -> dict[str, object]:
    """Tell what `--diff` means: a range, or the fixes, perhaps of the path that follows it."""
    value, paths = given["diff"], given["paths"]
    assert isinstance(paths, tuple)
    ranged = isinstance(value, str) and is_range(value)
    after = (value,) if value and not ranged else ()
    shows = value is not None and not ranged
    return given | {"diff": shows, "range": value if ranged else "", "paths": (*after, *paths)}


def run_check(session: Session, wishes: Wishes) -> int:
    """Check once; return the exit code."""
    session, step = _open_step(session, wishes)
    settings = _configure_run(session, wishes, session.load_settings())
    loaded, report = _opened_and_judged(session, settings, wishes, session.tree, step)
    if wishes.explain is not None:
        return _explain_finding(session, loaded, report, wishes.explain)
    if wishes.write_baseline:
        return _write_baseline(session, settings, wishes, report)
    if wishes.diff:
        return _show_fixes(session, settings, wishes, report)
    refused = 0
    if wishes.fix:
        report, refused = _fix_documents(session, settings, wishes, report)
    _write_report(session, report, wishes)
    return max(
        _report_incomplete(report),
        0 if wishes.exit_zero else max(_decide_exit_code(report, wishes), refused),
    )


def _refuse_nonsense(session: Session, wishes: Wishes) -> None:
    if not session.on_disk and (wishes.fix or wishes.watch or wishes.write_baseline):
        raise click.UsageError("--fix, --watch and --write-baseline work on the work tree only")
    if wishes.diff and (name := _find_commit(session, wishes.paths)):
        raise click.UsageError(
            f"{name} names a commit, and --diff takes two: write --since {name} for the step from"
            f" there, or --diff {name}...HEAD"
        )
    named = bool(wishes.range) + (wishes.since is not None)
    if named and not _is_plain(wishes):
        raise click.UsageError("a step is judged as it is: no --fix, --watch or --write-baseline")
    if named + wishes.whole > 1:
        raise click.UsageError("--diff BASE...HEAD, --since and --whole exclude each other")
    if wishes.range and not session.on_disk:
        raise click.UsageError("--diff BASE...HEAD names a commit: no --staged, no --at")
    shaped = wishes.output or wishes.statistics
    if wishes.explain is not None and (shaped or not _is_plain(wishes)):
        raise click.UsageError("--explain shows one finding, with no other output beside it")
    if wishes.write_baseline and (wishes.fix or wishes.diff or wishes.paths):
        raise click.UsageError("--write-baseline accepts what is found now: no PATHS, no fixes")


def _find_commit(session: Session, paths: tuple[str, ...]) -> str:
    """Return the first path if it is none, and names a commit; empty otherwise."""
    first, git = "".join(paths[:1]), session.place.git
    if not first or git is None or os.path.lexists(os.path.join(session.directory, first)):
        return ""
    try:
        git.resolve_revision(first)
    except UnknownRevisionError:
        return ""
    return escape_text(first, 80)


def _is_plain(wishes: Wishes) -> bool:
    """Return whether nothing is asked for but what is wrong."""
    return not (wishes.fix or wishes.diff or wishes.watch or wishes.write_baseline)


def _open_step(session: Session, wishes: Wishes) -> tuple[Session, Step | None]:
    """Return the step that is judged, and the session with the tree that it leads to."""
    place = session.place
    step: Step | None = None
    if _is_plain(wishes) and not wishes.whole:
        place, step = choose_step(place, wishes.range, wishes.since)
    return replace(session, workspace=session.workspace.move_to(place)), step


def _decide_exit_code(report: Report, wishes: Wishes) -> int:
    least = Severity[wishes.fail_on.upper()]
    return int(any(found.severity >= least for found in report.diagnostics))


def _report_incomplete(report: Report) -> int:
    """Say what was not checked, also where the report holds it; return the exit code for that."""
    return report_incomplete(report.skipped)


def _explain_finding(session: Session, loaded: Loaded, report: Report, which: str) -> int:
    """Print the facts behind one finding."""
    from awos_lint.linter.explain import explain_finding, find_explained

    found = find_explained(report.diagnostics, which, session.place.resolve_named)
    if not found:
        hint = "`awos check --format json` lists fingerprints"
        raise click.UsageError(f"no finding `{escape_text(which, 80)}` is reported; {hint}")
    write_output("\n".join(explain_finding(loaded, diagnostic) for diagnostic in found))
    return _report_incomplete(report)


def _check_tree(
    session: Session, settings: Settings, wishes: Wishes, tree: Tree, step: Step | None = None
) -> Report:
    return _opened_and_judged(session, settings, wishes, tree, step)[1]


def _opened_and_judged(
    session: Session, settings: Settings, wishes: Wishes, tree: Tree, step: Step | None = None
) -> tuple[Loaded, Report]:
    only = tuple(session.place.resolve_existing(path) for path in wishes.paths)
    opened = open_project(session.workspace, step, partial(_configure_run, session, wishes), tree)
    if opened.stepped:
        accepted = opened.stepped.kept
    else:
        kept = None if wishes.write_baseline else settings.config.baseline
        accepted = read_baseline(tree, kept)
    report = check_project(
        opened.loaded,
        only=only,
        accepted=accepted,
        pages=wishes.format == "sarif",
        past=load_evidence(opened, wishes.evidence, wishes.as_of),
        stepped=opened.stepped,
    )
    return opened.loaded, report


def _configure_run(session: Session, wishes: Wishes, settings: Settings) -> Settings:
    """Let the command line win over a configuration file."""
    config = settings.config
    given: dict[str, object] = {}
    if wishes.select:
        # Only these: what the file adds and leaves out is about the file's own selection.
        given |= {"select": list(wishes.select), "extend_select": [], "ignore": []}
        config = config.model_copy(update=given)
    if wishes.extend_select:
        given["extend_select"] = [*config.extend_select, *wishes.extend_select]
    if wishes.ignore:
        given["ignore"] = [*config.ignore, *wishes.ignore]
    if wishes.preview:
        given["preview"] = True
    if wishes.baseline:
        given["baseline"] = session.place.to_relative(wishes.baseline)
    said = {key.replace("_", "-"): "command line" for key in given}
    applied = config.model_copy(update=given)
    return replace(settings, config=applied, origins={**settings.origins, **said})


def _write_baseline(session: Session, settings: Settings, wishes: Wishes, report: Report) -> int:
    path = settings.config.baseline
    if not path:
        raise click.UsageError("--write-baseline needs --baseline FILE, or `baseline` in awos.toml")
    unread = [skip for skip in report.skipped if isinstance(skip, Unreadable)]
    if unread:
        write_message(f"{path} was not written: it would not say all that there is to accept")
        return _report_incomplete(report)
    session.place.save_file(os.path.join(session.place.root, path), baseline_text(report))
    write_message(f"{count_noun(len(report.diagnostics), 'finding')} written to {path}")
    if wishes.baseline:
        _set_baseline(session, path)
    return _report_incomplete(report)


def _set_baseline(session: Session, path: str) -> None:
    """Name the baseline in the configuration, so that every later run finds it."""
    from awos_lint.project.baseline_file import name_baseline
    from awos_lint.syntax.edit import UneditableError

    settings = session.load_settings()
    if settings.config.baseline == path:
        return
    where = settings.path or "awos.toml"
    try:
        changed = name_baseline(session.place, settings, path)
    except UneditableError as error:
        write_message(
            f'{where} was not changed: {error}; write `baseline = "{path}"` above its first table'
        )
    else:
        write_message(f"{where} names it: `{changed}`")


def _show_fixes(session: Session, settings: Settings, wishes: Wishes, report: Report) -> int:
    from awos_lint.actions.apply_fixes import plan_fixes
    from awos_lint.linter.fixes import write_diff

    texts = plan_fixes(session.tree, partial(_check_tree, session, settings, wishes), report)
    pages = [
        write_diff(show_text(path), report.sources[path].text, text)
        for path, text in sorted(texts.items())
    ]
    _deliver_output(session, _escape_patch("".join(pages)), wishes)
    return max(_report_incomplete(report), 0 if wishes.exit_zero else int(bool(texts)))


def _escape_patch(text: str) -> str:
    """Escape a patch where it is looked at; into a file or another program it goes as it is."""
    if not sys.stdout.isatty() and not os.environ.get("GITHUB_ACTIONS"):
        return text
    return "".join(f"{show_text(line)}\n" for line in text.split("\n")[:-1])


def _fix_documents(
    session: Session, settings: Settings, wishes: Wishes, report: Report
) -> tuple[Report, int]:
    """Settle what has one right answer; return what is left, and 1 if a file was refused."""
    from awos_lint.actions.apply_fixes import plan_fixes

    judge = partial(_check_tree, session, settings, wishes)
    refused = 0
    for path, text in sorted(plan_fixes(session.tree, judge, report).items()):
        try:
            session.place.rewrite_document(report.sources[path], text)
        except WriteError as error:
            if isinstance(error, DiskError):
                raise
            refused = 1
            write_message(str(error))
    after = judge(session.tree)
    # What could not be read then was not fixed, though it may be read now.
    unread = (skip for skip in report.skipped if isinstance(skip, Unreadable))
    after = replace(after, skipped=tuple(dict.fromkeys((*after.skipped, *unread))))
    left = {found.fingerprint for found in after.diagnostics}
    settled = [d for d in report.diagnostics if d.is_fixable and d.fingerprint not in left]
    if not wishes.quiet:
        write_message(f"{count_noun(len(settled), 'finding')} fixed")
    return after, refused


def _write_report(session: Session, report: Report, wishes: Wishes) -> None:
    if wishes.statistics:
        text = _format_counts(report)
    else:
        color = use_color(session.color) and not wishes.output
        width = WIDTH if wishes.output else find_width()
        linked = replace(report, site=find_site())
        text = render_report(linked, wishes.format, color=color, width=width)
    if wishes.quiet and wishes.format in FOR_PEOPLE:
        text = text.removesuffix(f"{conclude_report(report)}\n").rstrip("\n")
        text = f"{text}\n" if text else ""
    _deliver_output(session, text, wishes)


def _deliver_output(session: Session, text: str, wishes: Wishes) -> None:
    if wishes.output:
        session.place.save_file(wishes.output, text)
    else:
        machine = wishes.format not in FOR_PEOPLE
        write_output(text, machine=machine, commands=wishes.format == "github")


def _format_counts(report: Report) -> str:
    counts = Counter(found.rule for found in report.diagnostics)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:5}  {rule}\n" for rule, count in rows)
