"""``markdown``: what a reviewer reads, and what a stranger cannot make of it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from awos_lint.core.diagnostic import Report
from awos_lint.core.text import escape_text
from awos_lint.report import render_report
from awos_lint.report.markdown import LONGEST_TEXT, MOST_BYTES, escape_cell, write_summary
from tests.support.reports import any_report, diagnostic, nasty, report, sample

SPEC = "context/specs/001/spec.md"
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])


awkward = st.lists(
    st.sampled_from(
        [*"\\`*_~|<>[]()!&#;:@$=+-. \t", "a", "1", "é", "—", "x_y", "&lt;", "http://e.org", "www.e"]
    )
).map("".join)


def written(report: Report) -> str:
    return render_report(report, "markdown", color=False, width=80)


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


@pytest.mark.parametrize(("message", "count"), [("x", 12_000), ("`" * 2 * LONGEST_TEXT, 300)])
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
    assert {child.type for child in inline} <= {
        "text",
        "text_special",
        "html_inline",
        "code_inline",
    }
    assert {c.content for c in inline if c.type == "html_inline"} <= {"<br>", "<!-- -->"}
    assert not any(re.search(r"@[\w-]", child.content, re.ASCII) for child in inline)
    assert {c.content for c in inline if c.type == "code_inline"} <= {"awos check --fix"}
    blocks = [token.type for token in tokens]
    assert blocks.count("heading_open") == 1
    assert blocks.count("tr_open") == rows_meant(report)
    assert not {"fence", "code_block", "html_block", "blockquote_open", "hr"} & set(blocks)


def rows_meant(report: Report) -> int:
    tables = [report.diagnostics, report.skipped]
    return sum(len(table) + 1 for table in tables if table)


@given(nasty | awkward)
def test_text_comes_back_as_it_would_be_shown(message: str) -> None:
    text = written(report(diagnostic(SPEC, "FR-1", message=message)))
    assert cells(text)[2] == [escape_text(message).strip()]


@given(nasty | awkward, nasty | awkward)
@example(first=">", second="")
@example(first="#", second="=")
@example(first="", second="_www.e")
@example(first="", second="\twww.e")
def test_text_in_an_item_comes_back_too(first: str, second: str) -> None:
    tokens = GITHUB.parse(f"- {escape_cell(first)} and {escape_cell(second)}\n")
    (line,) = [token for token in tokens if token.type == "inline"]
    assert texts(line) == [
        f"{escape_text(first).strip()} and {escape_text(second).strip()}".strip()
    ]
    assert [token.type for token in tokens if token.nesting > 0] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    ]
    assert {child.type for child in line.children or []} <= {"text", "html_inline", "text_special"}
    # What GitHub looks for in text it cannot find across a comment.
    shown = "".join(child.content for child in line.children or [])
    assert not re.search(r"@[\w-]|#\d|://|www\.", shown, re.ASCII)


@pytest.mark.parametrize(
    "text",
    [
        "ADR-0003",
        "SPEC-003/FR-2 depends on T-04",
        "docs/adr/0001-use_files.md",
        "services/pay:SPEC-003",
        "a & b (c), d; e: f = g + h - 50% \"i\" 'j' k > l $HOME {m}",
        r"C:\books",
        "v1.2.3",
    ],
)
def test_what_means_nothing_is_kept(text: str) -> None:
    assert escape_cell(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("- x", r"\- x"),
        ("12. x", r"12\. x"),
        ("# x", r"\# x"),
        ("> x", r"\> x"),
        ("[x]: y", r"\[x\]: y"),
        ("pkg/__init__.py", r"pkg/\_\_init\_\_.py"),
        ("<your name> says `a|b`", r"\<your name> says \`a\|b\`"),
        ("&amp; &c", r"\&amp; &c"),
        ("ask @ada about #12", "ask @<!-- -->ada about #<!-- -->12"),
        ("see https://example.org", "see https:<!-- -->//example.org"),
        ("$a$", "$<!-- -->a$"),
    ],
)
def test_what_means_something_is_escaped(text: str, escaped: str) -> None:
    assert escape_cell(text) == escaped


def test_places_lead_to_the_lines_where_they_can_be_read() -> None:
    found = replace(sample(), site="https://example.org/o/r/blob/abc")
    link = f"[{SPEC}:4](https://example.org/o/r/blob/abc/{SPEC}?plain=1#L4)"
    assert f"| ❌ error | {link} |" in written(found)


def test_the_findings_stand_before_the_other_parts() -> None:
    text = write_summary(sample(), ["### Plan"])
    assert text.index("| ❌ error |") < text.index("### Plan")
