"""The Reviewdog Diagnostic Format (reviewdog, proto/rdf/reviewdog.proto).

Lines and columns count from one, columns in bytes of UTF-8, and the end is exclusive.
"""

from __future__ import annotations

from awos_lint.core.diagnostic import Diagnostic, Edit, Report, Severity, Skip
from awos_lint.core.escape import to_json
from awos_lint.core.text import Location, Source, escape_text
from awos_lint.core.wording import list_remarks

SEVERITY = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTICE: "INFO"}

Object = dict[str, object]


def write_result(report: Report) -> str:
    """Return the report as one ``DiagnosticResult``.

    What could not be checked is a diagnostic, too: without any, a run is a clean one to reviewdog.
    """
    diagnostics = [_make_diagnostic(d, report) for d in report.diagnostics]
    diagnostics += [_skip_diagnostic(skip) for skip in report.skipped if skip.incomplete]
    return to_json({"source": {"name": "awos"}, "diagnostics": diagnostics})


def _make_diagnostic(d: Diagnostic, report: Report) -> Object:
    related = [
        {"message": escape_text(label), "location": _make_location(at, report)}
        for at, label in d.related
    ]
    return {
        "message": "\n".join(map(escape_text, [d.message, *list_remarks(d)])),
        "location": _make_location(d.at, report),
        "severity": SEVERITY[d.severity],
        "code": {"value": d.rule},
        "suggestions": _make_suggestions(d, report),
        "related_locations": related,
    }


def _skip_diagnostic(skip: Skip) -> Object:
    return {
        "message": f"not checked: {escape_text(skip.what)}: {escape_text(skip.why)}",
        "location": {"path": escape_text(skip.where)},
        "severity": SEVERITY[Severity.ERROR],
        "code": {"value": "not-checked"},
    }


def _make_location(at: Location, report: Report) -> Object:
    return {"path": at.path, "range": _make_range(at, report.sources.get(at.path))}


def _make_range(at: Location, source: Source | None) -> Object:
    return {
        "start": _make_position(at.line, at.column, source),
        "end": _make_position(at.end_line, at.end_column, source),
    }


def _make_position(line: int, column: int, source: Source | None) -> Object:
    """A position; without the text there is no telling the bytes, and the line must do."""
    if source is None or line > len(source.lines):
        return {"line": line}
    before = source.lines[line - 1][: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


def _make_suggestions(d: Diagnostic, report: Report) -> list[Object]:
    """The edits, unless one of them would be elsewhere: a suggestion cannot name its file."""
    source = report.sources.get(d.at.path)
    if source is None or any(edit.at.path != d.at.path or not edit.at.span for edit in d.edits):
        return []
    return [_make_suggestion(edit, source) for edit in d.edits]


def _make_suggestion(edit: Edit, source: Source) -> Object:
    return {"range": _make_range(source.find_location(edit.at.span), source), "text": edit.text}
