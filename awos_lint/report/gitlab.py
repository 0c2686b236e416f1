"""GitLab's Code Quality report: a list of issues in its subset of the Code Climate format.

The fields are those of GitLab's documentation, "Code Quality report format".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from awos_lint.core.diagnostic import Diagnostic, Report, Severity
from awos_lint.core.escape import to_json
from awos_lint.core.text import visible

SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def issues(report: Report) -> str:
    """Return the findings as issues, no two with the same fingerprint."""
    return to_json([_issue(d, fingerprint) for d, fingerprint in _told_apart(report)])


def _told_apart(report: Report) -> Iterator[tuple[Diagnostic, str]]:
    """Each finding with a fingerprint of its own; GitLab shows only the first of equal ones."""
    seen: Counter[str] = Counter()
    for d in report.diagnostics:
        candidate = d.fingerprint
        while seen[candidate]:
            seen[d.fingerprint] += 1
            candidate = f"{d.fingerprint}-{seen[d.fingerprint]}"
        seen[candidate] += 1
        yield d, candidate


def _issue(d: Diagnostic, fingerprint: str) -> dict[str, object]:
    return {
        # The widget does not show the check's name.
        "description": f"{d.rule}: {visible(d.message)}",
        "check_name": d.rule,
        "fingerprint": fingerprint,
        "severity": SEVERITY[d.severity],
        "location": {
            "path": d.at.path,
            "lines": {"begin": d.at.line, "end": d.at.end_line},
        },
    }
