"""Ids, numbers, links and globs lead where their readers expect."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Diagnostic, Edit
from awos_lint.core.model.document import Document, Link
from awos_lint.core.model.files import Files, matches_glob
from awos_lint.core.text import Source, Span
from awos_lint.graph.links import make_relative, resolve_link
from awos_lint.graph.project import normalize_id
from tests.support.worlds import judged

DECISION = "---\nstatus: accepted\n---\n"
NAMES = st.sampled_from(["a", "b", "a b", "ä", "x%20y", "c#d", "(e)", "f?"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
GLOBS = st.lists(st.sampled_from(["a", "b", "*", "**", "?", "a*"]), min_size=1, max_size=4)


def found(rule: str, files: dict[str, str | bytes]) -> list[Diagnostic]:
    return [d for d in judged(files).diagnostics if d.rule == rule]


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.at.span or Span(0, 0), reverse=True):
        assert edit.at.span
        text = text[: edit.at.span.start] + edit.text + text[edit.at.span.end :]
    return text


@pytest.mark.parametrize(
    "written", ["ADR-7", "adr-0007", "ADR7", "ADR_07", "ADR 7", "adr-" + "0" * 9000 + "7"]
)
def test_ways_to_write_one_id(written: str) -> None:
    assert normalize_id(written) == normalize_id("ADR-0007")


@pytest.mark.parametrize("written", ["ADR-70", "ADR-17", "ADRS-7", "ADR-7/FR-1", "STD-7", ""])
def test_other_ids_stay_others(written: str) -> None:
    assert normalize_id(written) != normalize_id("ADR-0007")


@pytest.mark.parametrize(
    ("written", "help_"),
    [
        ("ADR-0021", "write the id of a decision that exists, or remove it"),
        ("ADR-0120", "write the id of a decision that exists, or remove it"),
        ("ARD-0012", "did you mean `ADR-0012`?"),
        ("ARD-012", "did you mean `ADR-0012`?"),
        ("ADR-0011", "write the id of a decision that exists, or remove it"),
    ],
)
def test_only_a_likely_id_is_suggested(written: str, help_: str) -> None:
    spec = f"---\ndecisions: [{written}]\n---\n"
    files = {"context/decisions/0012-x.md": DECISION, "context/specs/001-a/spec.md": spec}
    assert [d.help for d in found("reference-dangling", dict(files))] == [help_]


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("reference-ambiguous", "decisions: [ADR-1]", "decisions: [ADR-0001]"),
        ("reference-ambiguous", "decisions:\n  - ADR-01 # one", "decisions:\n  - ADR-0001 # one"),
        ("reference-repeated", "decisions: [ADR-0001, ADR-0001]", "decisions: [ADR-0001]"),
        ("reference-repeated", "decisions: ['ADR-0001','ADR-0001']", "decisions: ['ADR-0001']"),
        ("reference-repeated", "decisions:\n- ADR-0001\n- ADR-0001", "decisions:\n- ADR-0001"),
        ("reference-repeated", "decisions:\n- ADR-0001 # a\n- ADR-0001", None),
        ("reference-repeated", "decisions:\n- ADR-0001\n- ADR-0001 # b", None),
    ],
)
def test_fixes_leave_the_rest_alone(rule: str, before: str, after: str | None) -> None:
    def spec(front: str) -> str:
        return f"---\n{front}\ncreated: 2026-01-31\n---\n"

    files: dict[str, str | bytes] = {"context/decisions/0001-x.md": DECISION}
    (diagnostic,) = found(rule, {**files, "context/specs/001-a/spec.md": spec(before)})
    assert applied(spec(before), diagnostic.edits) == spec(after or before)
    if after:
        assert not found(rule, {**files, "context/specs/001-a/spec.md": spec(after)})


@pytest.mark.parametrize(
    ("written", "completed"),
    [
        ("[ADR-0001]", "[ADR-0001, ADR-0002]"),
        ("[ ADR-0001 ]", "[ ADR-0001, ADR-0002 ]"),
        ("['ADR-0001']", "['ADR-0001', ADR-0002]"),
        ("\n  - ADR-0001", None),
        ("[]", None),
    ],
)
def test_a_successor_joins_a_list_on_one_line(written: str, completed: str | None) -> None:
    old = "---\nstatus: superseded\nsuperseded_by: {}\n---\n"
    files: dict[str, str | bytes] = {
        "context/decisions/0001-x.md": "---\nstatus: accepted\nsupersedes: [ADR-0003]\n---\n",
        "context/decisions/0002-y.md": "---\nstatus: accepted\nsupersedes: [ADR-0003]\n---\n",
        "context/decisions/0003-z.md": old.format(written),
    }
    every = found("adr-supersession-one-sided", files)
    diagnostic = next(d for d in every if d.message.startswith("ADR-0002"))
    fixed = applied(old.format(written), diagnostic.edits)
    assert fixed == old.format(completed or written)


@given(PATHS, PATHS)
@example("a", "a")
def test_a_suggested_path_leads_to_the_file(here: str, there: str) -> None:
    document = Document(Source(here, ""), "spec")
    target = resolve_link(document, Link(make_relative(document, there), "", Span(0, 0)))
    assert target is not None
    assert (target.path, target.outside) == (there, False)


@given(st.text())
def test_no_link_breaks_the_reading(href: str) -> None:
    target = resolve_link(Document(Source("a/b.md", ""), "spec"), Link(href, "", Span(0, 0)))
    assert target is None or ".." not in target.path.split("/") or target.machine


@given(GLOBS, st.frozensets(st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map("/".join)))
def test_looking_at_few_paths_finds_all(parts: list[str], paths: frozenset[str]) -> None:
    pattern = "/".join(parts)
    expected = sorted(path for path in paths if matches_glob(pattern, path))
    assert Files(paths).match_glob(pattern) == expected
    assert Files(paths).matches_any(pattern) is bool(expected)
