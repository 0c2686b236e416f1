"""``markdown``: what a reviewer reads, and what a stranger cannot make of it."""

from __future__ import annotations

import re
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from awos_lint.diagnostic import Report
from awos_lint.report import render
from awos_lint.report.markdown import LONGEST_TEXT, MOST_BYTES
from awos_lint.text import visible
from tests.report.samples import any_report, diagnostic, nasty, report, sample

SPEC = "context/specs/001/spec.md"
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def written(report: Report) -> str:
    return render(report, "markdown", color=False, width=80)


def texts(token: Token) -> list[str]:
    """The text of a cell, line by line."""
    parts = [child.content for child in token.children or []]
    return "".join(parts).replace("<!-- -->", "").split("<br>")


def cells(text: str) -> list[list[str]]:
    """The cells of all tables but their heads, in order."""
    tokens = GITHUB.parse(text)
    return [texts(b) for a, b in pairwise(tokens) if a.type == "td_open"]


def test_a_reader_sees_the_counts_and_the_heaviest_first() -> None:
    lines = written(sample()).splitlines()
    assert lines[0] == "## awos: 1 error, 1 warning, 1 notice"
    assert lines[2] == (
        "12 documents checked, 1 fixable with `awos check --fix`, 2 suppressed, "
        "1 in the baseline, 1 not checked."
    )
    assert cells(written(sample()))[:8] == [
        ["❌ error"],
        [f"{SPEC}:4"],
        [
            "SPEC-001 depends on SPEC-009, which does not exist",
            "See context/roadmap.md:3 the feature that asks for it",
            "Note: the link is required by `kind: spec`",
            "Help: write the id of a spec that exists",
        ],
        ["reference-dangling"],
        ["⚠️ warning"],
        [f"{SPEC}:3"],
        ["aproved is wrong"],
        ["document-value"],
    ]


def test_what_was_not_checked_is_listed() -> None:
    assert cells(written(sample()))[-2:] == [
        ["context/specs/002/spec.md"],
        ["it is larger than 512 KiB"],
    ]


def test_a_clean_run_is_said() -> None:
    assert written(Report(documents=4)) == dedent("""\
        ## awos: no findings ✅

        4 documents checked.
        """)


@pytest.mark.parametrize(("message", "count"), [("x", 9000), ("`" * 2 * LONGEST_TEXT, 300)])
def test_a_summary_stays_within_what_github_takes(message: str, count: int) -> None:
    found = diagnostic(SPEC, "FR-1", message=message)
    text = written(report(*[found] * count, skipped=sample().skipped * count))
    assert MOST_BYTES * 0.95 < len(text.encode()) <= MOST_BYTES
    cut = count - text.count("\n| ⚠️ warning |")
    assert cut > 0
    assert f"\n\n{cut} more left out: a summary holds 900 KiB.\n\n| Not checked " in text


def test_what_was_not_checked_leaves_room_for_the_findings() -> None:
    many = sample().skipped * 20_000
    text = written(report(diagnostic(SPEC, "FR-1"), skipped=many))
    assert len(text.encode()) <= MOST_BYTES
    assert "\n| ⚠️ warning |" in text
    cut = len(many) - text.count("larger than")
    assert text.endswith(f"\n\n{cut} more left out: a summary holds 900 KiB.\n")


@given(any_report())
def test_a_stranger_adds_no_markup(report: Report) -> None:
    tokens = GITHUB.parse(written(report))
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "html_inline", "code_inline"}
    assert {c.content for c in inline if c.type == "html_inline"} <= {"<br>", "<!-- -->"}
    assert not any(re.search(r"@.", child.content) for child in inline)
    assert {c.content for c in inline if c.type == "code_inline"} <= {"awos check --fix"}
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == 1
    assert kinds.count("tr_open") == rows_meant(report)
    assert not {"fence", "code_block", "html_block", "blockquote_open", "hr"} & set(kinds)


def rows_meant(report: Report) -> int:
    tables = [report.diagnostics, report.skipped]
    return sum(len(table) + 1 for table in tables if table)


@given(nasty)
def test_text_comes_back_as_it_would_be_shown(message: str) -> None:
    text = written(report(diagnostic(SPEC, "FR-1", message=message)))
    assert cells(text)[2] == [visible(message).strip()]
