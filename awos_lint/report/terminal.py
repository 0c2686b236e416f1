"""Reports for people: findings with their excerpts, or one line each."""

from __future__ import annotations

from dataclasses import dataclass

from awos_lint.core.diagnostic import Diagnostic, Report, Severity
from awos_lint.core.escape import shown
from awos_lint.core.text import Location
from awos_lint.core.wording import conclusion
from awos_lint.report.excerpt import Row, cut_rows

# Select Graphic Rendition parameters, ECMA-48 §8.3.117.
BOLD = "1"
BLUE = "1;34"
PAINT = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTICE: "1;36"}

# Under this many columns an excerpt says nothing.
LEAST_ROOM = 20


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of one finding share."""

    report: Report
    color: bool
    width: int
    gutter: int

    def paint(self, style: str, text: str) -> str:
        return _paint(style, text, self.color)

    def bar(self, number: str, text: str = "") -> str:
        left = self.paint(BLUE, f"{number:>{self.gutter}} |")
        return f"{left} {text}" if text else left


def _paint(style: str, text: str, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color else text


def full(report: Report, *, color: bool, width: int) -> str:
    """Return every finding with its excerpts, notes and help, and a closing sentence."""
    blocks = ["\n".join(_finding(d, report, color, width)) + "\n" for d in report.diagnostics]
    return "\n".join([*blocks, conclusion(report) + "\n"])


def concise(report: Report, *, color: bool, width: int) -> str:
    """Return every finding on a line, and a closing sentence. Lines are not cut to the width."""
    lines = [_line(d, color) for d in report.diagnostics]
    return "\n".join([*lines, conclusion(report) + "\n"])


def _line(d: Diagnostic, color: bool) -> str:
    place = _place(d.at)
    # A log reader takes a line that starts with two colons for a command; see escape.py.
    if place.lstrip().startswith("::"):
        place = f"./{place}"
    return f"{_paint(BOLD, place, color)}: {_tag(d, color)} {shown(d.message)}{_mark(d)}"


def _finding(d: Diagnostic, report: Report, color: bool, width: int) -> list[str]:
    gutter = max(len(str(at.end_line)) for at in (d.at, *(at for at, _ in d.related)))
    page = _Page(report, color, width, gutter)
    lines = [f"{_tag(d, color)}: {page.paint(BOLD, shown(d.message))}{_mark(d)}"]
    lines += _excerpt(page, "-->", d.at, "", "^", PAINT[d.severity])
    for at, label in d.related:
        lines += _excerpt(page, ":::", at, shown(label), "-", BLUE)
    lines += [_remark(page, "note", note) for note in d.notes]
    if d.help:
        lines.append(_remark(page, "help", d.help))
    return lines


def _tag(d: Diagnostic, color: bool) -> str:
    return _paint(PAINT[d.severity], f"{d.severity.word}[{shown(d.rule)}]", color)


def _mark(d: Diagnostic) -> str:
    return " [fixable]" if d.fixable else ""


def _place(at: Location) -> str:
    return f"{shown(at.path)}:{at.line}:{at.column}"


def _remark(page: _Page, word: str, text: str) -> str:
    lead = page.paint(BLUE, f"{' ' * page.gutter} =")
    return f"{lead} {page.paint(BOLD, word)}: {shown(text)}"


def _excerpt(page: _Page, arrow: str, at: Location, label: str, mark: str, style: str) -> list[str]:
    heading = f"{' ' * page.gutter}{page.paint(BLUE, arrow)} {_place(at)}"
    source = page.report.sources.get(at.path)
    room = max(page.width - page.gutter - 3, LEAST_ROOM)
    found = cut_rows(source, at, room) if source else []
    if not found:
        return [f"{heading}: {label}" if label else heading]
    lines = [heading, page.bar("")]
    for row in found[:-1]:
        lines += _marked(page, row, page.paint(style, mark * row.marked))
    if found[-1].number > found[0].number + 1:
        lines.append(page.paint(BLUE, "..."))
    end = page.paint(style, f"{mark * found[-1].marked} {label}".rstrip())
    return lines + _marked(page, found[-1], end)


def _marked(page: _Page, row: Row, mark: str) -> list[str]:
    return [page.bar(str(row.number), row.text), page.bar("", " " * row.before + mark)]
