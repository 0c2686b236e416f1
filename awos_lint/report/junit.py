"""JUnit XML: a suite for each file, a test case for each finding.

Errors and warnings are failures and what could not be checked is an error, as in the exit code; a
notice is a test that passes and says something. A run that found nothing is one test that passes,
since readers take an empty report for a broken one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from awos_lint.core.diagnostic import Diagnostic, Failure, Report, Severity, Skip
from awos_lint.core.escape import show_text
from awos_lint.core.wording import conclude_report, list_remarks

HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_suites(report: Report) -> str:
    """Return the report as an XML document."""
    root = Element("testsuites", name="awos")
    ordered = sorted(report.diagnostics, key=lambda d: d.order)
    for path, group in groupby(ordered, key=lambda d: d.at.path):
        _add_suite(root, path, [_make_case(d) for d in group])
    if cases := list(_own_cases(report)):
        _add_suite(root, "awos", cases)
    indent(root)
    return f"{HEADER}{tostring(root, encoding='unicode')}\n"


def _add_suite(root: Element, name: str, cases: list[Element]) -> None:
    failures = sum(case.find("failure") is not None for case in cases)
    errors = sum(case.find("error") is not None for case in cases)
    counts = {"tests": len(cases), "failures": failures, "errors": errors}
    attributes = {"name": show_text(name), **{key: str(count) for key, count in counts.items()}}
    SubElement(root, "testsuite", attributes).extend(cases)


def _make_case(d: Diagnostic) -> Element:
    name = f"{d.rule}:{d.at.line}:{d.at.column}"
    case = Element("testcase", classname=show_text(d.at.path), name=show_text(name))
    if d.severity is Severity.NOTICE:
        SubElement(case, "system-out").text = _write_text(d)
    else:
        told = {"type": show_text(d.rule), "message": show_text(d.message)}
        SubElement(case, "failure", told).text = _write_text(d)
    return case


def _write_text(d: Diagnostic) -> str:
    place = f"{d.at.path}:{d.at.line}:{d.at.column}"
    related = [f"see: {at.path}:{at.line}:{at.column}: {label}" for at, label in d.related]
    lines = [f"{d.severity.word}: {place}: {d.message}", *related, *list_remarks(d)]
    return "\n".join(map(show_text, lines))


def _own_cases(report: Report) -> Iterator[Element]:
    yield from map(_make_skipped, report.skipped)
    if not report.diagnostics and not report.skipped:
        case = Element("testcase", classname="awos", name="check")
        SubElement(case, "system-out").text = conclude_report(report)
        yield case


def _make_skipped(skip: Skip) -> Element:
    case = Element("testcase", classname="awos", name=show_text(skip.what))
    if skip.incomplete:
        kind = "bug" if isinstance(skip, Failure) else "not-checked"
        SubElement(case, "error", type=kind, message=show_text(skip.why))
    else:
        SubElement(case, "skipped", message=show_text(skip.why))
    return case
