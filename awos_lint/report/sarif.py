"""SARIF 2.1.0 (OASIS Standard, errata 01), with all that GitHub code scanning asks for.

The properties and limits are those of GitHub's "SARIF support for code scanning". The fingerprint
has a key of our own: the upload action computes ``primaryLocationLineHash`` itself and warns about
a value that differs. No rule is tagged ``security``, which would move its alerts to another view.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from awos_lint import __version__
from awos_lint.core.diagnostic import Diagnostic, Failure, Manual, Report, Severity, Skip
from awos_lint.core.escape import to_json
from awos_lint.core.text import Location, escape_text
from awos_lint.core.wording import count_noun, heaviest_first, list_remarks

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
FINGERPRINT = "awosFinding/v2"

# GitHub keeps 5,000 results of a run and 1,024 characters of a description.
MOST_RESULTS = 5000
LONGEST_DESCRIPTION = 1023

LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
PROBLEM = {**LEVEL, Severity.NOTICE: "recommendation"}

Object = dict[str, object]

_LINK = re.compile(r"[\[\]\\]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def write_log(report: Report) -> str:
    """Return the report as a SARIF log of one run."""
    run = _make_run(report)
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _make_run(report: Report) -> Object:
    diagnostics = heaviest_first(report)
    manuals = _list_manuals(report)
    index = {manual.name: position for position, manual in enumerate(manuals)}
    driver = {
        "name": "awos",
        "semanticVersion": __version__,
        "rules": [_make_rule(manual) for manual in manuals],
    }
    return {
        "tool": {"driver": driver},
        "invocations": [_make_invocation(report)],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_make_result(d, index[d.rule]) for d in diagnostics[:MOST_RESULTS]],
    }


def _list_manuals(report: Report) -> list[Manual]:
    """The manuals by name, with a stand-in for a rule that has none."""
    named = {d.rule: Manual(d.rule, d.rule, d.severity, d.rule) for d in report.diagnostics}
    named.update(report.manuals)
    return [named[name] for name in sorted(named)]


def _make_rule(manual: Manual) -> Object:
    # Empty strings are refused where a text is required.
    summary = escape_text(manual.summary or manual.name, LONGEST_DESCRIPTION)
    page = manual.page or summary
    return {
        "id": manual.name,
        # The name must differ from the id (§3.49.7), and is shown in Pascal case by convention.
        "name": manual.name.title().replace("-", ""),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": LEVEL[manual.severity]},
        "properties": {
            "precision": "high",
            "problem.severity": PROBLEM[manual.severity],
            "tags": [manual.name.partition("-")[0]],
        },
    }


def _make_invocation(report: Report) -> Object:
    notes = [_make_skipped(skip) for skip in report.skipped]
    cut = len(report.diagnostics) - MOST_RESULTS
    if cut > 0:
        why = f"GitHub keeps {MOST_RESULTS} results of a run"
        notes.append(_make_notification("warning", f"{count_noun(cut, 'finding')} left out: {why}"))
    return {"executionSuccessful": not report.is_incomplete, "toolExecutionNotifications": notes}


def _make_skipped(skip: Skip) -> Object:
    note = _make_notification("error" if skip.incomplete else "note", f"{skip.what}: {skip.why}")
    if isinstance(skip, Failure):
        note["exception"] = {"kind": skip.error}
        if skip.path:
            artifact = {"artifactLocation": {"uri": _write_uri(skip.path), "uriBaseId": ROOT}}
            note["locations"] = [{"physicalLocation": artifact}]
    return note


def _make_notification(level: str, text: str) -> Object:
    return {"level": level, "message": {"text": _escape_text(text)}}


def _make_result(d: Diagnostic, index: int) -> Object:
    related = [_make_related(number, at, label) for number, (at, label) in enumerate(d.related, 1)]
    return {
        "ruleId": d.rule,
        "ruleIndex": index,
        "level": LEVEL[d.severity],
        "message": {"text": _write_message(d)},
        "locations": [{"physicalLocation": _make_physical(d.at)}],
        "relatedLocations": related,
        "partialFingerprints": {FINGERPRINT: d.fingerprint},
    }


def _write_message(d: Diagnostic) -> str:
    """The sentences of a finding; the first is the alert's title, links lead to the related."""
    sentences = [_escape_text(text).rstrip(".") for text in (d.message, *list_remarks(d))]
    for number, (at, label) in enumerate(d.related, 1):
        sentences.append(f"see: [{_escape_text(label or at.path)}]({number})")
    return ". ".join(sentences) + "."


def _make_related(number: int, at: Location, label: str) -> Object:
    return {
        "id": number,
        "message": {"text": _escape_text(label or at.path)},
        "physicalLocation": _make_physical(at),
    }


def _make_physical(at: Location) -> Object:
    return {
        "artifactLocation": {"uri": _write_uri(at.path), "uriBaseId": ROOT},
        "region": {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
        },
    }


def _write_uri(path: str) -> str:
    """A path as a relative reference (RFC 3986); a colon or a slash in front is encoded."""
    encoded = quote(_SURROGATE.sub(lambda match: escape_text(match[0]), path), safe="/")
    return f"%2F{encoded[1:]}" if encoded.startswith("/") else encoded


def _escape_text(text: str) -> str:
    """Untrusted text as a plain text message: no links (§3.11.6), no placeholders (§3.11.5)."""
    text = _LINK.sub(r"\\\g<0>", escape_text(text))
    return text.replace("{", "{{").replace("}", "}}")
