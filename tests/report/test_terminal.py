"""``full`` and ``concise``: what a person sees."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Diagnostic, Report, Severity
from awos_lint.core.text import Location, Source, Span
from awos_lint.report import render_report
from tests.support.reports import SOURCES, any_report, diagnostic, location, report, sample

SPEC = "context/specs/001/spec.md"
CONCLUSION = (
    "1 error, 1 warning, 1 notice in 12 documents (1 fixable with `awos check --fix`, "
    "2 suppressed, 1 in the baseline, 1 not checked).\n"
)


def full(report: Report, *, color: bool = False, width: int = 80) -> str:
    return render_report(report, "full", color=color, width=width)


def about(text: str, start: int, end: int, **kept: object) -> Report:
    """A report with one finding about ``text[start:end]``."""
    source = Source("a.md", text)
    found = diagnostic(SPEC, "FR-1", at=source.find_location(Span(start, end)), **kept)
    return report(found, sources={"a.md": source})


def excerpt(report: Report, width: int = 80) -> list[str]:
    """The lines between the place and the conclusion, without the empty bar."""
    return full(report, width=width).split("\n\n")[0].splitlines()[3:]


def test_full_shows_excerpts_related_places_notes_and_help() -> None:
    assert (
        full(sample())
        == dedent("""\
        warning[document-value]: aproved is wrong [fixable]
         --> context/specs/001/spec.md:3:9
          |
        3 | status: aproved
          |         ^^^^^^^

        error[reference-dangling]: SPEC-001 depends on SPEC-009, which does not exist
         --> context/specs/001/spec.md:4:14
          |
        4 | depends_on: [SPEC-009]
          |              ^^^^^^^^
         ::: context/roadmap.md:3:7
          |
        3 | - [ ] **F-02** Dashboard
          |       -------- the feature that asks for it
          = note: the link is required by `kind: spec`
          = help: write the id of a spec that exists

        notice[document-value]: a criterion on two lines
          --> context/specs/001/spec.md:9:11
           |
         9 |   - AC-1: a person without
           |           ^^^^^^^^^^^^^^^^
        10 |     an account is told so.
           |     ^^^^^^^^^^

        """)
        + CONCLUSION
    )


def test_concise_has_a_line_for_each_finding() -> None:
    assert (
        render_report(sample(), "concise", color=False, width=20)
        == dedent(f"""\
        {SPEC}:3:9: warning[document-value] aproved is wrong [fixable]
        {SPEC}:4:14: error[reference-dangling] SPEC-001 depends on SPEC-009, which does not exist
        {SPEC}:9:11: notice[document-value] a criterion on two lines
        """)
        + CONCLUSION
    )


@pytest.mark.parametrize("name", ["full", "concise"])
def test_a_clean_run_is_said(name: str) -> None:
    written = render_report(Report(documents=3), name, color=False, width=80)
    assert written == "No findings in 3 documents.\n"


@pytest.mark.parametrize(
    ("text", "word", "before", "marks"),
    [
        ("a: wrong", "wrong", 3, 5),
        ("表示: 誤り", "誤り", 6, 4),
        ("e\u0301e\u0301: o\u0308", "o\u0308", 4, 1),
        ("\tx: y", "y", 7, 1),
        ("x\ty", "\t", 1, 4),
        ("\u1112\u1161\u11ab: x", "x", 4, 1),
        ("👍: x", "x", 4, 1),
        ("\u202ex: y", "y", 11, 1),
        ("a ##[b] c", "c", 11, 1),
    ],
)
def test_the_mark_stands_under_what_is_meant(text: str, word: str, before: int, marks: int) -> None:
    start = text.index(word)
    _, mark = excerpt(about(text, start, start + len(word)))
    assert mark == "  | " + " " * before + "^" * marks


def test_an_empty_span_has_one_mark() -> None:
    assert excerpt(about("ab\ncd", 2, 2)) == ["1 | ab", "  |   ^"]


def test_an_empty_line_can_be_marked() -> None:
    assert excerpt(about("\nx", 0, 0)) == ["1 |", "  | ^"]


def test_a_long_span_shows_where_it_begins_and_ends() -> None:
    text = "one\ntwo\nthree\n  four five\n"
    assert excerpt(about(text, 1, text.index(" five"))) == [
        "1 | one",
        "  |  ^^",
        "...",
        "4 |   four five",
        "  |   ^^^^",
    ]


def test_a_span_with_its_line_break_ends_before_it() -> None:
    assert excerpt(about("one\ntwo\n", 0, 4)) == ["1 | one", "  | ^^^"]


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (0, "1 | Xaaaaaaaaaaaaaaaaaaaaaaaa…"),
        (50, "1 | …aaaaaaaaaaaaXaaaaaaaaaaaa…"),
        (99, "1 | …aaaaaaaaaaaaaaaaaaaaaaaaX"),
    ],
)
def test_a_long_line_is_cut_around_the_mark(start: int, line: str) -> None:
    text = "a" * start + "X" + "a" * (99 - start)
    shown, mark = excerpt(about(text, start, start + 1), width=31)
    assert shown == line
    assert shown[mark.index("^")] == "X"


def test_a_span_longer_than_the_terminal_is_cut() -> None:
    shown, mark = excerpt(about("a" * 100, 10, 90), width=30)
    assert (len(shown), len(mark)) == (30, 29)
    assert mark.count("^") == 24


@given(
    st.text("ab表e\u0301\t#[", max_size=60),
    st.text("ab表\u0301", min_size=1, max_size=60),
    st.text("ab表\t", max_size=60),
    st.integers(24, 60),
)
def test_no_excerpt_is_wider_than_the_terminal(
    before: str, word: str, after: str, width: int
) -> None:
    text = before + word + after
    lines = excerpt(about(text, len(before), len(before) + len(word)), width)
    assert all(columns(line) <= width for line in lines)
    assert "^" in lines[1]


def columns(line: str) -> int:
    """The columns of what the sample texts are made of."""
    return sum({"表": 2, "\u0301": 0}.get(char, 1) for char in line)


def test_an_endless_run_without_width_is_cut() -> None:
    lines = excerpt(about("x" + "\u0301" * 100_000, 0, 1), width=40)
    assert len(lines[0]) < 100


def test_a_place_that_is_not_in_the_text_has_no_excerpt() -> None:
    at = Location("a.md", 9, 1, 9, 2)
    gone = report(diagnostic(SPEC, "FR-1", at=at), sources={"a.md": Source("a.md", "x")})
    assert full(gone).splitlines()[1:3] == [" --> a.md:9:1", ""]


def test_a_related_place_without_its_text_keeps_its_label() -> None:
    at = Location("b.md", 9, 1, 9, 2)
    found = diagnostic(SPEC, "FR-1", related=((at, "see here"),))
    assert " ::: b.md:9:1: see here\n" in full(report(found))


def test_line_numbers_share_one_gutter() -> None:
    far = Source("far.md", "\n" * 119 + "here\n")
    found = diagnostic(SPEC, "FR-1", related=((far.find_location(Span(119, 123)), "there"),))
    lines = full(report(found, sources={**SOURCES, "far.md": far})).splitlines()
    assert lines[1:8] == [
        f"   --> {SPEC}:8:5",
        "    |",
        "  8 | - **FR-1** The user signs in.",
        "    |     ^^^^",
        "   ::: far.md:120:1",
        "    |",
        "120 | here",
    ]


@given(any_report())
def test_colour_changes_nothing_but_colour(report: Report) -> None:
    for name in ("full", "concise"):
        plain = render_report(report, name, color=False, width=60)
        painted = render_report(report, name, color=True, width=60)
        assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


@pytest.mark.parametrize(
    ("severity", "style"),
    [(Severity.ERROR, "1;31"), (Severity.WARNING, "1;33"), (Severity.NOTICE, "1;36")],
)
def test_each_severity_has_its_colour(severity: Severity, style: str) -> None:
    found = diagnostic(SPEC, "FR-1", severity=severity)
    first, *_, mark = full(report(found), color=True).split("\n\n")[0].splitlines()
    assert first.startswith(f"\x1b[{style}m{severity.word}[document-value]\x1b[0m: ")
    assert mark.endswith(f"\x1b[{style}m^^^^\x1b[0m")


def test_findings_keep_the_order_of_the_report() -> None:
    first = diagnostic(SPEC, "FR-1", message="first")
    second = Diagnostic("document-value", Severity.ERROR, "second", location(SPEC, "aproved"), "f")
    written = render_report(report(first, second), "concise", color=False, width=80)
    assert written.index("first") < written.index("second")
