"""Reports for people: findings with their excerpts, or one line each."""

from __future__ import annotations

from dataclasses import dataclass

from awos_lint.core.diagnostic import Diagnostic, Report, Severity
from awos_lint.core.escape import show_text
from awos_lint.core.text import Location
from awos_lint.core.wording import conclude_report
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

    def paint_text(self, style: str, text: str) -> str:
        return _paint_text(style, text, self.color)

    def draw_bar(self, number: str, text: str = "") -> str:
        left = self.paint_text(BLUE, f"{number:>{self.gutter}} |")
        return f"{left} {text}" if text else left


def _paint_text(style: str, text: str, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color else text


def write_full(report: Report, *, color: bool, width: int) -> str:
    """Return every finding with its excerpts, notes and help, and a closing sentence."""
    blocks = ["\n".join(_write_finding(d, report, color, width)) + "\n" for d in report.diagnostics]
    return "\n".join([*blocks, conclude_report(report) + "\n"])


def write_concise(report: Report, *, color: bool, width: int) -> str:
    """Return every finding on a line, and a closing sentence. Lines are not cut to the width."""
    lines = [_write_line(d, color) for d in report.diagnostics]
    return "\n".join([*lines, conclude_report(report) + "\n"])


def _write_line(d: Diagnostic, color: bool) -> str:
    place = _write_place(d.at)
    # A log reader takes a line that starts with two colons for a command; see escape.py.
    if place.lstrip().startswith("::"):
        place = f"./{place}"
    head = f"{_paint_text(BOLD, place, color)}: {_write_tag(d, color)}"
    return f"{head} {show_text(d.message)}{_write_mark(d)}"


def _write_finding(d: Diagnostic, report: Report, color: bool, width: int) -> list[str]:
    gutter = max(len(str(at.end_line)) for at in (d.at, *(at for at, _ in d.related)))
    page = _Page(report, color, width, gutter)
    lines = [
        f"{_write_tag(d, color)}: {page.paint_text(BOLD, show_text(d.message))}{_write_mark(d)}"
    ]
    lines += _write_excerpt(page, "-->", d.at, "", "^", PAINT[d.severity])
    for at, label in d.related:
        lines += _write_excerpt(page, ":::", at, show_text(label), "-", BLUE)
    lines += [_write_remark(page, "note", note) for note in d.notes]
    if d.help:
        lines.append(_write_remark(page, "help", d.help))
    return lines


def _write_tag(d: Diagnostic, color: bool) -> str:
    return _paint_text(PAINT[d.severity], f"{d.severity.word}[{show_text(d.rule)}]", color)


def _write_mark(d: Diagnostic) -> str:
    return " [fixable]" if d.is_fixable else ""


def _write_place(at: Location) -> str:
    return f"{show_text(at.path)}:{at.line}:{at.column}"


def _write_remark(page: _Page, word: str, text: str) -> str:
    lead = page.paint_text(BLUE, f"{' ' * page.gutter} =")
    return f"{lead} {page.paint_text(BOLD, word)}: {show_text(text)}"


def _write_excerpt(
    page: _Page, arrow: str, at: Location, label: str, mark: str, style: str
) -> list[str]:
    heading = f"{' ' * page.gutter}{page.paint_text(BLUE, arrow)} {_write_place(at)}"
    source = page.report.sources.get(at.path)
    room = max(page.width - page.gutter - 3, LEAST_ROOM)
    found = cut_rows(source, at, room) if source else []
    if not found:
        return [f"{heading}: {label}" if label else heading]
    lines = [heading, page.draw_bar("")]
    for row in found[:-1]:
        lines += _write_marked(page, row, page.paint_text(style, mark * row.marked))
    if found[-1].number > found[0].number + 1:
        lines.append(page.paint_text(BLUE, "..."))
    end = page.paint_text(style, f"{mark * found[-1].marked} {label}".rstrip())
    return lines + _write_marked(page, found[-1], end)


def _write_marked(page: _Page, row: Row, mark: str) -> list[str]:
    return [page.draw_bar(str(row.number), row.text), page.draw_bar("", " " * row.before + mark)]
