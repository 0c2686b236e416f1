"""A summary in GitHub Flavored Markdown, as for the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from awos_lint.diagnostic import Diagnostic, Report, Severity, Skip
from awos_lint.report.tally import amount, asides, heaviest_first, verdict
from awos_lint.text import Location, visible

# GitHub drops a step's whole summary above 1 MiB; the rest is left for what else a step writes.
MOST_BYTES = 900 * 1024
# What one finding may take, so that no finding can crowd out the others.
LONGEST_TEXT = 2000

SIGN = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTICE: "ℹ️"}
FINDINGS = ["| | Where | Finding | Rule |", "| --- | --- | --- | --- |"]
SKIPPED = ["| Not checked | Why |", "| --- | --- |"]

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def summary(report: Report, sections: Sequence[str] = ()) -> str:
    """Return a heading, the counts, and a table of the findings, the heaviest first.

    ``sections`` are parts to stand before the table, with every stranger's text in them escaped.
    What has no room is left out, and a sentence says how much.
    """
    read = report.documents or report.prompts
    sign = " ✅" if read and not (report.diagnostics or report.skipped) else ""
    told = _fitting(sections, MOST_BYTES // 2)
    parts = [f"## awos: {verdict(report)}{sign}", _counts(report), *told]
    # A quarter at most for what was not checked, and a little for the sentences around.
    skips = _fitting(map(_skip, report.skipped), MOST_BYTES // 4)
    room = MOST_BYTES - _size("\n".join([*skips, *told])) - 2048
    findings = _fitting(map(_row, heaviest_first(report)), room)
    parts += _table(FINDINGS, findings, len(report.diagnostics))
    parts += _table(SKIPPED, skips, len(report.skipped))
    return "\n\n".join(parts) + "\n"


def _counts(report: Report) -> str:
    return ", ".join([f"{amount(report.documents, 'document')} checked", *asides(report)]) + "."


def _table(head: list[str], rows: list[str], total: int) -> list[str]:
    parts = ["\n".join([*head, *rows])] if rows else []
    if cut := total - len(rows):
        parts.append(f"{cut} more left out: a summary holds {MOST_BYTES // 1024} KiB.")
    return parts


def _fitting(rows: Iterable[str], room: int) -> list[str]:
    kept: list[str] = []
    for row in rows:
        room -= _size(row) + 1
        if room < 0:
            break
        kept.append(row)
    return kept


def _size(text: str) -> int:
    return len(text.encode())


def _row(d: Diagnostic) -> str:
    where = f"{cell(d.at.path)}:{d.at.line}"
    return f"| {SIGN[d.severity]} {d.severity.word} | {where} | {_finding(d)} | {cell(d.rule)} |"


def _finding(d: Diagnostic) -> str:
    lines = [cell(d.message), *(_see(at, label) for at, label in d.related)]
    lines += [f"Note: {cell(note)}" for note in d.notes]
    lines += [f"Help: {cell(d.help)}"] if d.help else []
    return "<br>".join(lines)


def _see(at: Location, label: str) -> str:
    return f"See {cell(at.path)}:{at.line} {cell(label)}".rstrip()


def cell(text: str) -> str:
    """Return untrusted text with its punctuation as entities, so that nothing in it is markup.

    GitHub looks for addresses and mentions once entities are gone, so each ``@`` is cut off from
    what follows by a comment.
    """
    entities = _PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", visible(text, LONGEST_TEXT))
    return entities.replace("&#64;", "&#64;<!-- -->").strip()


def _skip(skip: Skip) -> str:
    return f"| {cell(skip.what)} | {cell(skip.why)} |"
