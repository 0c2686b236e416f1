"""What holds for every format."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Report
from awos_lint.core.escape import to_json
from awos_lint.report import FORMATS, render_report
from tests.support.reports import any_report, sample
from tests.support.runner_commands import commands

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def every(report: Report, *, color: bool = False, width: int = 60) -> dict[str, str]:
    """The report in every format."""
    return {name: render_report(report, name, color=color, width=width) for name in FORMATS}


def test_the_formats_are_those_promised() -> None:
    promised = "full concise json jsonl sarif github gitlab junit rdjson markdown"
    assert set(FORMATS) == set(promised.split())


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render_report(sample(), "yaml", color=False, width=80)


@given(any_report())
def test_nothing_hidden_reaches_an_output(report: Report) -> None:
    for name, text in every(report).items():
        hidden = {c for c in text if unicodedata.category(c) in HIDDEN or c.isspace()}
        assert hidden <= {"\n", " "}, name


@given(any_report())
def test_an_output_can_be_written_and_ends_its_last_line(report: Report) -> None:
    for name, text in every(report).items():
        assert text.encode("utf-8").endswith(b"\n") or text == "", name
        silent = not report.diagnostics and not report.skipped
        assert (text == "") == (name == "jsonl" and silent)


@given(any_report())
def test_machine_formats_do_not_know_the_terminal(report: Report) -> None:
    one, other = every(report), every(report, color=True, width=200)
    assert {name for name in FORMATS if one[name] != other[name]} <= {"full", "concise"}


@given(any_report())
def test_no_format_but_github_says_a_command(report: Report) -> None:
    for name, text in every(report).items():
        assert name == "github" or commands(text) == []


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_report_has_a_text(name: str) -> None:
    render_report(Report(), name, color=True, width=0)


@given(st.recursive(st.text() | st.integers() | st.none(), lambda inner: st.lists(inner)))
def test_json_means_what_it_meant(value: object) -> None:
    text = to_json(value)
    assert text.isascii()
    assert json.loads(text) == value


def test_json_has_no_numbers_that_json_lacks() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"number": float("nan")})


def test_a_lone_surrogate_is_written_out() -> None:
    assert to_json("a\udcffb") == '"a\\\\u{dcff}b"\n'


def test_importing_the_package_imports_no_format() -> None:
    ask = "import awos_lint.report, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("awos_lint.report.")} == set()
    assert not {"json", "xml", "hashlib", "urllib", "urllib.parse"} & loaded
