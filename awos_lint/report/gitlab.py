"""GitLab's Code Quality report: a list of issues in its subset of the Code Climate format.

The fields are those of GitLab's documentation, "Code Quality report format".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from awos_lint.core.diagnostic import Diagnostic, Report, Severity, Skip
from awos_lint.core.escape import to_json
from awos_lint.core.text import escape_text

Object = dict[str, object]

SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


NOT_CHECKED = "not-checked"


def write_issues(report: Report) -> str:
    """Return the findings as issues, no two with the same fingerprint.

    The format has no place for what could not be checked, and an empty list is a clean run: so each
    of these is an issue, too.
    """
    found = [_make_issue(d) for d in report.diagnostics]
    found += [_skip_issue(skip) for skip in report.skipped if skip.incomplete]
    return to_json(list(_tell_apart(found)))


def _tell_apart(found: Iterable[Object]) -> Iterator[Object]:
    """Yield issues with a fingerprint of their own; GitLab shows only the first of equal ones."""
    seen: Counter[object] = Counter()
    for issue in found:
        candidate = own = issue["fingerprint"]
        while seen[candidate]:
            seen[own] += 1
            candidate = f"{own}-{seen[own]}"
        seen[candidate] += 1
        yield {**issue, "fingerprint": candidate}


def _make_issue(d: Diagnostic) -> Object:
    return {
        # The widget does not show the check's name.
        "description": f"{d.rule}: {escape_text(d.message)}",
        "check_name": d.rule,
        "fingerprint": d.fingerprint,
        "severity": SEVERITY[d.severity],
        "location": {
            "path": d.at.path,
            "lines": {"begin": d.at.line, "end": d.at.end_line},
        },
    }


def _skip_issue(skip: Skip) -> Object:
    what, why = escape_text(skip.what), escape_text(skip.why)
    return {
        "description": f"{NOT_CHECKED}: {what}: {why}",
        "check_name": NOT_CHECKED,
        "fingerprint": f"{NOT_CHECKED}: {what}",
        "severity": SEVERITY[Severity.ERROR],
        "location": {"path": escape_text(skip.where), "lines": {"begin": 1, "end": 1}},
    }
