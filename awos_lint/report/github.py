"""Workflow commands of GitHub Actions, which the runner turns into annotations.

The escapes are those that the runner undoes (actions/runner, ActionCommand.cs, ``TryParseV2``).
"""

from __future__ import annotations

from itertools import groupby

from awos_lint.core.diagnostic import Diagnostic, Report, Severity, Skip
from awos_lint.core.escape import shown
from awos_lint.core.text import Location
from awos_lint.core.wording import conclusion, heaviest_first, remarks

# GitHub shows this many annotations of each level for a step.
MOST_OF_A_LEVEL = 10


def commands(report: Report) -> str:
    """Return a command for each finding that GitHub will show, and a sentence for the log.

    What was not checked comes first: without it the findings would look complete.
    """
    missing = [skip for skip in report.skipped if skip.incomplete][:MOST_OF_A_LEVEL]
    lines = []
    for severity, same in groupby(heaviest_first(report), key=lambda d: d.severity):
        taken = len(missing) if severity is Severity.ERROR else 0
        lines += [_command(d) for d in list(same)[: MOST_OF_A_LEVEL - taken]]
    head = [_skip_command(skip) for skip in missing]
    return "".join(f"{line}\n" for line in [*head, *lines, _close(report, len(lines))])


def _skip_command(skip: Skip) -> str:
    return f"::error title=not checked::{_data(shown(f'{skip.what}: {skip.why}'))}"


def _close(report: Report, annotated: int) -> str:
    more = len(report.diagnostics) - annotated
    if not more:
        return conclusion(report)
    limit = f"GitHub shows {MOST_OF_A_LEVEL} of each level for a step"
    return f"{conclusion(report)} {more} more without an annotation: {limit}."


def _command(d: Diagnostic) -> str:
    properties = {"file": shown(d.at.path), **_range(d.at), "title": shown(d.rule)}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{d.severity.word} {listed}::{_data(_text(d))}"


def _range(at: Location) -> dict[str, str]:
    """The lines, and the columns where the runner takes them: on one line, in order."""
    lines = {"line": str(at.line), "endLine": str(at.end_line)}
    if at.line != at.end_line or at.end_column < at.column:
        return lines
    return {**lines, "col": str(at.column), "endColumn": str(at.end_column)}


def _text(d: Diagnostic) -> str:
    """The message with its place in front, which the log would not show otherwise."""
    place = f"{d.at.path}:{d.at.line}:{d.at.column}"
    related = [f"{label or 'see'}: {at.path}:{at.line}:{at.column}" for at, label in d.related]
    return "\n".join(map(shown, [f"{place}: {d.message}", *related, *remarks(d)]))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
