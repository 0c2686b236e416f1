"""Workflow commands of GitHub Actions, which the runner turns into annotations.

The escapes are those that the runner undoes (actions/runner, ActionCommand.cs, ``TryParseV2``).
"""

from __future__ import annotations

from itertools import groupby

from awos_lint.core.diagnostic import Diagnostic, Report, Severity, Skip
from awos_lint.core.escape import show_text
from awos_lint.core.text import Location
from awos_lint.core.wording import conclude_report, heaviest_first, list_remarks

# GitHub shows this many annotations of each level for a step.
MOST_OF_A_LEVEL = 10


def write_commands(report: Report) -> str:
    """Return a command for each finding that GitHub will show, and a sentence for the log.

    What was not checked comes first: without it the findings would look complete.
    """
    missing = [skip for skip in report.skipped if skip.incomplete][:MOST_OF_A_LEVEL]
    lines = []
    for severity, same in groupby(heaviest_first(report), key=lambda d: d.severity):
        taken = len(missing) if severity is Severity.ERROR else 0
        lines += [_write_command(d) for d in list(same)[: MOST_OF_A_LEVEL - taken]]
    head = [_skip_command(skip) for skip in missing]
    return "".join(f"{line}\n" for line in [*head, *lines, _write_conclusion(report, len(lines))])


def _skip_command(skip: Skip) -> str:
    return f"::error title=not checked::{_escape_data(show_text(f'{skip.what}: {skip.why}'))}"


def _write_conclusion(report: Report, annotated: int) -> str:
    more = len(report.diagnostics) - annotated
    if not more:
        return conclude_report(report)
    limit = f"GitHub shows {MOST_OF_A_LEVEL} of each level for a step"
    return f"{conclude_report(report)} {more} more without an annotation: {limit}."


def _write_command(d: Diagnostic) -> str:
    properties = {"file": show_text(d.at.path), **_write_range(d.at), "title": show_text(d.rule)}
    listed = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{d.severity.word} {listed}::{_escape_data(_write_text(d))}"


def _write_range(at: Location) -> dict[str, str]:
    """The lines, and the columns where the runner takes them: on one line, in order."""
    lines = {"line": str(at.line), "endLine": str(at.end_line)}
    if at.line != at.end_line or at.end_column < at.column:
        return lines
    return {**lines, "col": str(at.column), "endColumn": str(at.end_column)}


def _write_text(d: Diagnostic) -> str:
    """The message with its place in front, which the log would not show otherwise."""
    place = f"{d.at.path}:{d.at.line}:{d.at.column}"
    related = [f"{label or 'see'}: {at.path}:{at.line}:{at.column}" for at, label in d.related]
    return "\n".join(map(show_text, [f"{place}: {d.message}", *related, *list_remarks(d)]))


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
