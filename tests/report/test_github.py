"""``github``: what the runner makes of it."""

from __future__ import annotations

from hypothesis import given

from awos_lint.core.diagnostic import Diagnostic, Report, Severity, Skip
from awos_lint.core.escape import show_text
from awos_lint.core.text import Location
from awos_lint.report import render_report
from tests.support.reports import any_report, diagnostic, nasty, report, sample
from tests.support.runner_commands import Command, commands

SPEC = "context/specs/001/spec.md"


def written(report: Report) -> str:
    return render_report(report, "github", color=False, width=80)


def test_the_runner_reads_every_field_back() -> None:
    assert commands(written(sample()))[1] == Command(
        "error",
        {
            "file": SPEC,
            "line": "4",
            "endLine": "4",
            "col": "14",
            "endColumn": "22",
            "title": "reference-dangling",
        },
        f"{SPEC}:4:14: SPEC-001 depends on SPEC-009, which does not exist\n"
        "the feature that asks for it: context/roadmap.md:3:7\n"
        "note: the link is required by `kind: spec`\n"
        "help: write the id of a spec that exists",
    )


def test_what_was_not_checked_comes_first_and_then_errors() -> None:
    found = commands(written(sample()))
    assert [c.name for c in found] == ["error", "error", "warning", "notice"]
    assert found[0] == Command(
        "error",
        {"title": "not checked"},
        "context/specs/002/spec.md: it is larger than 512 KiB",
    )


def test_what_is_only_named_is_no_error() -> None:
    skip = Skip("beads", "not read", incomplete=False)
    assert commands(written(Report(documents=1, skipped=(skip,)))) == []


def test_columns_are_left_out_on_several_lines() -> None:
    notice = commands(written(sample()))[3]
    assert notice.properties == {
        "file": SPEC,
        "line": "9",
        "endLine": "10",
        "title": "document-value",
    }


def test_what_github_would_not_show_is_counted() -> None:
    def some(severity: Severity, count: int) -> list[Diagnostic]:
        return [diagnostic(SPEC, "FR-1", severity=severity, message=str(n)) for n in range(count)]

    many = some(Severity.NOTICE, 3) + some(Severity.WARNING, 12) + some(Severity.ERROR, 25)
    text = written(report(*many))
    names = [command.name for command in commands(text)]
    assert names == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 3
    assert text.splitlines()[-1] == (
        "25 errors, 12 warnings, 3 notices in 1 document. 17 more without an annotation: "
        "GitHub shows 10 of each level for a step."
    )


def test_a_clean_run_is_a_sentence_in_the_log() -> None:
    assert written(Report(documents=1)) == "No findings in 1 document.\n"


@given(nasty, nasty)
def test_text_comes_back_as_it_would_be_shown(path: str, message: str) -> None:
    at = Location(f"x{path}", 1, 1, 1, 2)
    (command,) = commands(written(report(diagnostic(SPEC, "FR-1", at=at, message=message))))
    assert command.properties["file"] == show_text(f"x{path}")
    assert command.properties["title"] == "document-value"
    assert command.data == show_text(f"x{path}:1:1: {message}")


@given(any_report())
def test_the_runner_finds_only_the_commands_we_meant(report: Report) -> None:
    found = commands(written(report))
    missing = [skip for skip in report.skipped if skip.incomplete]
    assert len(found) == len(report.diagnostics) + len(missing)
    levels = {d.severity.word for d in report.diagnostics} | {"error" for _ in missing}
    assert {c.name for c in found} == levels
