"""The formats for programs, against their schemas and as their readers take them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from awos_lint.core.diagnostic import Edit, Failure, Report, Severity, Skip
from awos_lint.core.text import Location, Place, Source, Span
from awos_lint.report import render_report
from tests.support.reports import MANUALS, any_report, diagnostic, nasty, report, sample

SCHEMAS = Path(__file__).parent / "schemas"
SPEC = "context/specs/001/spec.md"
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
VALIDATORS = {
    name: Draft202012Validator(json.loads((SCHEMAS / file).read_text(encoding="utf-8")))
    for name, file in {
        "sarif": "sarif-2.1.0.json",
        "rdjson": "rdjson.json",
        "gitlab": "gitlab.json",
    }.items()
}


def written(report: Report, name: str) -> str:
    return render_report(report, name, color=False, width=80)


def parsed(report: Report, name: str) -> Any:
    return json.loads(written(report, name), parse_constant=pytest.fail)


def run(report: Report) -> Any:
    return parsed(report, "sarif")["runs"][0]


# Schemas


@pytest.mark.parametrize("name", sorted(VALIDATORS))
@pytest.mark.parametrize("report", [sample(), Report()], ids=["sample", "clean"])
def test_json_formats_keep_to_their_schema(name: str, report: Report) -> None:
    VALIDATORS[name].validate(parsed(report, name))


@given(any_report())
def test_json_formats_keep_to_their_schema_whatever_is_in_them(report: Report) -> None:
    for name, validator in VALIDATORS.items():
        validator.validate(parsed(report, name))


@given(any_report())
def test_junit_keeps_to_its_schema(report: Report) -> None:
    JUNIT.validate(ElementTree.fromstring(written(report, "junit")))


# Our own


def test_json_has_the_promised_shape() -> None:
    document = parsed(sample(), "json")
    assert list(document) == ["version", "findings", "summary", "skipped"]
    assert document["version"] == 1
    assert document["findings"][1] == {
        "rule": "reference-dangling",
        "severity": "error",
        "message": "SPEC-001 depends on SPEC-009, which does not exist",
        "path": SPEC,
        "line": 4,
        "column": 14,
        "end_line": 4,
        "end_column": 22,
        "help": "write the id of a spec that exists",
        "related": [
            {
                "path": "context/roadmap.md",
                "line": 3,
                "column": 7,
                "message": "the feature that asks for it",
            }
        ],
        "fingerprint": "aaaa1111",
        "fixable": False,
    }
    assert [finding["fixable"] for finding in document["findings"]] == [True, False, False]
    assert document["summary"] == {
        "documents": 12,
        "errors": 1,
        "warnings": 1,
        "suppressed": 2,
        "baselined": 1,
        "aside": 0,
    }
    assert document["skipped"] == [
        {
            "what": "context/specs/002/spec.md",
            "why": "it is larger than 512 KiB",
            "incomplete": True,
        }
    ]


@given(any_report())
def test_jsonl_has_what_json_has_a_line_each(report: Report) -> None:
    lines = written(report, "jsonl").split("\n")
    assert lines.pop() == ""
    document = parsed(report, "json")
    skipped = [{"skipped": entry} for entry in document["skipped"]]
    assert [json.loads(line) for line in lines] == document["findings"] + skipped


@given(st.text(), nasty)
def test_json_keeps_a_path_that_can_be_opened(plain: str, other: str) -> None:
    def path_in(path: str) -> str:
        at = Location(path, 1, 1, 1, 1)
        (finding,) = parsed(report(diagnostic(SPEC, "FR-1", at=at)), "json")["findings"]
        return str(finding["path"])

    assert path_in(plain) == plain
    path_in(other).encode("utf-8")


def test_json_sentences_can_be_printed() -> None:
    found = diagnostic(SPEC, "FR-1", message="\x1b[2J", help="\u202e", related=())
    (finding,) = parsed(report(found), "json")["findings"]
    assert (finding["message"], finding["help"]) == ("\\x1b[2J", "\\u{202e}")


# SARIF


def test_sarif_has_what_github_requires() -> None:
    first = run(sample())["results"][0]
    physical = first["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": SPEC, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 14, "endLine": 4, "endColumn": 22},
    }
    assert first["level"] == "error"
    assert first["partialFingerprints"] == {"awosFinding/v2": "aaaa1111"}
    assert run(sample())["columnKind"] == "unicodeCodePoints"


def test_sarif_links_related_places_from_the_message() -> None:
    first = run(sample())["results"][0]
    assert first["message"]["text"] == (
        "SPEC-001 depends on SPEC-009, which does not exist. "
        "note: the link is required by `kind: spec`. "
        "help: write the id of a spec that exists. see: [the feature that asks for it](1)."
    )
    (related,) = first["relatedLocations"]
    assert related["id"] == 1
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "context/roadmap.md"


def test_sarif_carries_the_manual_of_each_rule() -> None:
    rules = run(sample())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(MANUALS)
    assert rules[1]["help"]["markdown"] == MANUALS["reference-dangling"].page
    assert rules[1]["properties"] == {
        "precision": "high",
        "problem.severity": "error",
        "tags": ["reference"],
    }


@given(any_report())
def test_sarif_leaves_no_required_text_empty_and_no_index_astray(report: Report) -> None:
    ours = run(report)
    rules = ours["tool"]["driver"]["rules"]
    for rule in rules:
        described = ["shortDescription", "fullDescription", "help"]
        assert all(len(rule[key]["text"]) > 0 for key in described)
        assert all(len(rule[key]["text"]) <= 1024 for key in described[:2])
        assert "security" not in rule["properties"]["tags"]
    for found in ours["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        assert found["message"]["text"]
        assert "primaryLocationLineHash" not in found["partialFingerprints"]


def test_sarif_cuts_a_long_description() -> None:
    long = replace(MANUALS["document-value"], summary="a" * 3000)
    (rule,) = run(Report(manuals={"document-value": long}))["tool"]["driver"]["rules"]
    assert len(rule["shortDescription"]["text"]) == 1024


@given(st.text(min_size=1))
@example("/etc/passwd")
@example("c:/x y?#%")
def test_sarif_paths_are_relative_references(path: str) -> None:
    at = Location(path, 1, 1, 1, 1)
    (found,) = run(report(diagnostic(SPEC, "FR-1", at=at)))["results"]
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?!/)([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert unquote(uri) == path


def test_sarif_names_what_awos_does_not_claim_to_read_without_failing() -> None:
    named = Skip(".beads", "Beads (2 files) is not read", incomplete=False)
    (invocation,) = run(Report(skipped=(named,)))["invocations"]
    assert invocation["executionSuccessful"]
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["note"]


@given(nasty)
def test_sarif_messages_hold_no_link_and_no_placeholder(message: str) -> None:
    (found,) = run(report(diagnostic(SPEC, "FR-1", message=message)))["results"]
    rest = re.sub(r"\\[\[\]\\]|\{\{|\}\}", "", found["message"]["text"])
    assert not set("[]{}\\") & set(rest)


def test_sarif_says_what_was_skipped() -> None:
    (invocation,) = run(sample())["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": "context/specs/002/spec.md: it is larger than 512 KiB"},
            }
        ],
    }
    assert run(Report())["invocations"][0]["executionSuccessful"] is True


def test_sarif_keeps_the_heaviest_and_says_how_many_it_cut() -> None:
    light = [diagnostic(SPEC, "FR-1", message=f"{n:05}") for n in range(5002)]
    heavy = diagnostic(SPEC, "FR-1", severity=Severity.ERROR, message="zzz")
    ours = run(report(*light, heavy))
    assert len(ours["results"]) == 5000
    assert ours["results"][0]["message"]["text"] == "zzz."
    assert ours["results"][-1]["message"]["text"] == "04998."
    (notification,) = ours["invocations"][0]["toolExecutionNotifications"]
    assert notification["level"] == "warning"
    assert notification["message"]["text"].startswith("3 findings left out")
    assert ours["invocations"][0]["executionSuccessful"] is True


# JUnit


def test_junit_counts_as_the_exit_code_does() -> None:
    root = ElementTree.fromstring(written(sample(), "junit"))
    suites = [dict(suite.attrib) for suite in root]
    assert suites == [
        {"name": SPEC, "tests": "3", "failures": "2", "errors": "0"},
        {"name": "awos", "tests": "1", "failures": "0", "errors": "1"},
    ]
    failures = [(f.get("type"), f.get("message")) for f in root.iter("failure")]
    assert failures == [
        ("document-value", "aproved is wrong"),
        ("reference-dangling", "SPEC-001 depends on SPEC-009, which does not exist"),
    ]
    assert [error.get("message") for error in root.iter("error")] == ["it is larger than 512 KiB"]


def test_junit_of_a_clean_run_is_a_test_that_passes() -> None:
    root = ElementTree.fromstring(written(Report(documents=2), "junit"))
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("1", "0", "0")


def test_junit_has_one_suite_for_a_file() -> None:
    here = diagnostic(SPEC, "FR-1")
    there = diagnostic("context/roadmap.md", "Dashboard")
    root = ElementTree.fromstring(written(report(here, there, here), "junit"))
    assert [suite.get("name") for suite in root] == ["context/roadmap.md", SPEC]


@given(any_report())
def test_junit_loses_no_finding(report: Report) -> None:
    root = ElementTree.fromstring(written(report, "junit"))
    loud = [d for d in report.diagnostics if d.severity > Severity.NOTICE]
    assert len(list(root.iter("failure"))) == len(loud)
    incomplete = [skip for skip in report.skipped if skip.incomplete]
    assert len(list(root.iter("error"))) == len(incomplete)
    assert len(list(root.iter("skipped"))) == len(report.skipped) - len(incomplete)


# Reviewdog


def offset(data: bytes, position: dict[str, int]) -> int:
    """The offset of a reviewdog position: lines from one, columns in bytes from one."""
    starts = [0, *(match.end() for match in re.finditer(rb"\n", data))]
    return starts[position["line"] - 1] + position["column"] - 1


def applied(data: bytes, suggestion: dict[str, Any]) -> bytes:
    start, end = (offset(data, suggestion["range"][side]) for side in ("start", "end"))
    text: str = suggestion["text"]
    return data[:start] + text.encode() + data[end:]


@given(st.text("aé表👍\n"), st.data())
def test_rdjson_counts_bytes_so_that_a_suggestion_fits(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    source = Source("a.md", text)
    found = diagnostic(
        SPEC,
        "FR-1",
        at=source.find_location(span),
        edits=(Edit(Place("a.md", span), "new\u202e"),),
    )
    (diagnosed,) = parsed(report(found, sources={"a.md": source}), "rdjson")["diagnostics"]
    (suggestion,) = diagnosed["suggestions"]
    expected = text[: span.start] + "new\u202e" + text[span.end :]
    assert applied(text.encode(), suggestion) == expected.encode()
    assert diagnosed["location"]["range"] == suggestion["range"]


def test_rdjson_without_the_text_names_lines_only() -> None:
    (first, *_) = parsed(replace(sample(), sources={}), "rdjson")["diagnostics"]
    assert first["location"]["range"] == {"start": {"line": 3}, "end": {"line": 3}}


def test_rdjson_of_a_place_past_the_text_names_lines_only() -> None:
    at = Location(SPEC, 8, 5, 99, 2)
    (found,) = parsed(report(diagnostic(SPEC, "FR-1", at=at)), "rdjson")["diagnostics"]
    assert found["location"]["range"] == {"start": {"line": 8, "column": 5}, "end": {"line": 99}}


@pytest.mark.parametrize("place", [Place("context/roadmap.md", Span(0, 1)), Place(SPEC)])
def test_rdjson_suggests_no_half_of_an_edit(place: Place) -> None:
    here, there = Edit(Place(SPEC, Span(0, 1)), "x"), Edit(place, "x")
    (found,) = parsed(report(diagnostic(SPEC, "FR-1", edits=(here, there))), "rdjson")[
        "diagnostics"
    ]
    assert found["suggestions"] == []


def test_rdjson_names_what_was_not_checked() -> None:
    *_, last = parsed(sample(), "rdjson")["diagnostics"]
    assert last == {
        "message": "not checked: context/specs/002/spec.md: it is larger than 512 KiB",
        "location": {"path": "context/specs/002/spec.md"},
        "severity": "ERROR",
        "code": {"value": "not-checked"},
    }


# GitLab


@given(any_report())
def test_gitlab_fingerprints_are_unique_and_stable(report: Report) -> None:
    prints = [issue["fingerprint"] for issue in parsed(report, "gitlab")]
    incomplete = [skip for skip in report.skipped if skip.incomplete]
    assert len(set(prints)) == len(prints) == len(report.diagnostics) + len(incomplete)
    first = report.diagnostics[:1]
    assert prints[: len(first)] == [d.fingerprint for d in first]


def test_gitlab_names_the_rule_where_the_widget_shows_it() -> None:
    issue = parsed(sample(), "gitlab")[0]
    assert issue["description"] == "document-value: aproved is wrong"
    assert issue["location"] == {"path": SPEC, "lines": {"begin": 3, "end": 3}}
    severities = [i["severity"] for i in parsed(sample(), "gitlab")]
    assert severities == ["minor", "major", "info", "major"]


def test_gitlab_names_what_was_not_checked() -> None:
    issue = parsed(sample(), "gitlab")[-1]
    spec = "context/specs/002/spec.md"
    assert issue["description"] == f"not-checked: {spec}: it is larger than 512 KiB"
    assert issue["location"]["path"] == spec


@pytest.mark.parametrize("name", ["gitlab", "rdjson"])
def test_a_bug_is_named_at_its_file(name: str) -> None:
    bug = Failure("rule x on a.md", "a bug", path="a.md", error="ValueError", log="")
    assert '"path": "a.md"' in written(Report(skipped=(bug,)), name)


@pytest.mark.parametrize("name", ["gitlab", "rdjson"])
def test_what_awos_does_not_claim_to_read_is_no_issue(name: str) -> None:
    named = Skip(".beads", "Beads (2 files) is not read", incomplete=False)
    assert written(Report(skipped=(named,)), name) == written(Report(), name)
