"""The formats of our own: one JSON document, or one JSON object on each line.

Keys are added, never renamed; a change that breaks a reader gets a new version number. Lines and
columns count from one, in code points, and the end is exclusive.
"""

from __future__ import annotations

from awos_lint.core.diagnostic import Diagnostic, Failure, Report, Severity, Skip
from awos_lint.core.escape import to_json
from awos_lint.core.text import Location, escape_text

VERSION = 1


def write_json(report: Report) -> str:
    """Return the whole report as one JSON object."""
    summary = {
        "documents": report.documents,
        "errors": report.count_severity(Severity.ERROR),
        "warnings": report.count_severity(Severity.WARNING),
        "suppressed": report.suppressed,
        "baselined": report.baselined,
        "aside": report.aside,
    }
    return to_json(
        {
            "version": VERSION,
            "findings": [_make_finding(d) for d in report.diagnostics],
            "summary": summary,
            "skipped": [skip_entry(skip) for skip in report.skipped],
        }
    )


def write_json_lines(report: Report) -> str:
    """Return the findings, each as a JSON object on a line of its own.

    What was not checked follows, as objects with the one key ``skipped``.
    """
    entries = [_make_finding(d) for d in report.diagnostics]
    entries += [{"skipped": skip_entry(skip)} for skip in report.skipped]
    return "".join(to_json(entry, indent=None) for entry in entries)


def skip_entry(skip: Skip) -> dict[str, object]:
    """Return what was not checked as an object of JSON."""
    entry: dict[str, object] = {
        "what": escape_text(skip.what),
        "why": escape_text(skip.why),
        "incomplete": skip.incomplete,
    }
    return entry | ({"error": skip.error} if isinstance(skip, Failure) else {})


def _make_finding(d: Diagnostic) -> dict[str, object]:
    return {
        "rule": d.rule,
        "severity": d.severity.word,
        "message": escape_text(d.message),
        "path": d.at.path,
        "line": d.at.line,
        "column": d.at.column,
        "end_line": d.at.end_line,
        "end_column": d.at.end_column,
        "help": escape_text(d.help),
        "related": [_make_related(at, message) for at, message in d.related],
        "fingerprint": d.fingerprint,
        "fixable": d.is_fixable,
    }


def _make_related(at: Location, message: str) -> dict[str, object]:
    return {
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "message": escape_text(message),
    }
