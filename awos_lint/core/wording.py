"""The counts of a report in words, and what several formats make of a finding."""

from __future__ import annotations

from collections.abc import Iterable

from awos_lint.core.diagnostic import Diagnostic, Report, Severity

_LISTED = 8  # names in a sentence


def heaviest_first(report: Report) -> list[Diagnostic]:
    """Return the diagnostics, errors before warnings before notices."""
    return sorted(report.diagnostics, key=lambda d: (-d.severity, d.order))


def list_remarks(d: Diagnostic) -> list[str]:
    """Return the notes and the help of a finding, each with the word that says which it is."""
    helps = [f"help: {d.help}"] if d.help else []
    return [f"note: {note}" for note in d.notes] + helps


def count_noun(number: int, noun: str) -> str:
    """Return a number with its noun, as in ``1 error`` and ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def count_findings(report: Report) -> str:
    """Return how many findings of each severity there are, as in ``2 errors, 1 warning``."""
    counts = [(report.count_severity(severity), severity.word) for severity in reversed(Severity)]
    return ", ".join(count_noun(number, word) for number, word in counts if number) or "no findings"


def list_asides(report: Report) -> list[str]:
    """Return what else a reader should know about the findings, counted."""
    fixable = sum(d.is_fixable for d in report.diagnostics)
    counts = [
        (fixable, "fixable with `awos check --fix`"),
        (report.suppressed, "suppressed"),
        (report.baselined, "in the baseline"),
        (len(report.skipped), "not checked"),
        (report.aside, "left aside: see `awos layout`"),
    ]
    return [f"{number} {what}" for number, what in counts if number]


def conclude_report(report: Report) -> str:
    """Return the sentence that ends a report for people."""
    found = count_findings(report)
    beside = f" and {count_noun(report.prompts, 'file')} of agents" if report.prompts else ""
    text = f"{found[0].upper()}{found[1:]} in {count_noun(report.documents, 'document')}{beside}"
    notes = list_asides(report)
    return f"{text} ({', '.join(notes)})." if notes else f"{text}."


def join_names(written: Iterable[str]) -> str:
    """Return names as a sentence lists them: ``T-01, T-02 and T-03``; the ninth is counted."""
    names = list(written)
    if len(names) > _LISTED:
        names[_LISTED - 1 :] = [f"{len(names) - _LISTED + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
