"""The Reviewdog Diagnostic Format (reviewdog, proto/rdf/reviewdog.proto).

Lines and columns count from one, columns in bytes of UTF-8, and the end is exclusive.
"""

from __future__ import annotations

from awos_lint.core.diagnostic import Diagnostic, Edit, Report, Severity, Skip
from awos_lint.core.escape import to_json
from awos_lint.core.text import Location, Source, visible
from awos_lint.core.wording import remarks

SEVERITY = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTICE: "INFO"}

Object = dict[str, object]


def result(report: Report) -> str:
    """Return the report as one ``DiagnosticResult``.

    What could not be checked is a diagnostic, too: without any, a run is a clean one to reviewdog.
    """
    diagnostics = [_diagnostic(d, report) for d in report.diagnostics]
    diagnostics += [_skip_diagnostic(skip) for skip in report.skipped if skip.incomplete]
    return to_json({"source": {"name": "awos"}, "diagnostics": diagnostics})


def _diagnostic(d: Diagnostic, report: Report) -> Object:
    related = [
        {"message": visible(label), "location": _location(at, report)} for at, label in d.related
    ]
    return {
        "message": "\n".join(map(visible, [d.message, *remarks(d)])),
        "location": _location(d.at, report),
        "severity": SEVERITY[d.severity],
        "code": {"value": d.rule},
        "suggestions": _suggestions(d, report),
        "related_locations": related,
    }


def _skip_diagnostic(skip: Skip) -> Object:
    return {
        "message": f"not checked: {visible(skip.what)}: {visible(skip.why)}",
        "location": {"path": visible(skip.where)},
        "severity": SEVERITY[Severity.ERROR],
        "code": {"value": "not-checked"},
    }


def _location(at: Location, report: Report) -> Object:
    return {"path": at.path, "range": _range(at, report.sources.get(at.path))}


def _range(at: Location, source: Source | None) -> Object:
    return {
        "start": _position(at.line, at.column, source),
        "end": _position(at.end_line, at.end_column, source),
    }


def _position(line: int, column: int, source: Source | None) -> Object:
    """A position; without the text there is no telling the bytes, and the line must do."""
    if source is None or line > len(source.lines):
        return {"line": line}
    before = source.lines[line - 1][: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


def _suggestions(d: Diagnostic, report: Report) -> list[Object]:
    """The edits, unless one of them would be elsewhere: a suggestion cannot name its file."""
    source = report.sources.get(d.at.path)
    if source is None or any(edit.at.path != d.at.path or not edit.at.span for edit in d.edits):
        return []
    return [_suggestion(edit, source) for edit in d.edits]


def _suggestion(edit: Edit, source: Source) -> Object:
    return {"range": _range(source.location(edit.at.span), source), "text": edit.text}
