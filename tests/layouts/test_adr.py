"""What decision records of other tools say: names of files, statuses, replacements, headers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.config import Config
from awos_lint.core.model.document import Address, Data, Document, Mark, Text
from awos_lint.core.model.kinds import KINDS
from awos_lint.core.model.status import Reading
from awos_lint.core.text import Span
from awos_lint.layouts import Claim, load_layouts
from awos_lint.layouts.adr import find_candidates
from awos_lint.layouts.adr.reader import read
from awos_lint.layouts.dialect.record_paths import find_folders, make_qualifiers, parse_name
from awos_lint.layouts.dialect.relations import find_relations, front_relations
from awos_lint.layouts.dialect.status import MEANINGS, read_status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Accepted", "accepted"),
        ("*deprecated*", "deprecated"),
        ("> ✅ **Accepted**", "accepted"),
        (":white_check_mark: Approved (by vote on 3/25/21)", "accepted"),
        ("Accepted and applied in v7 of x", "accepted"),
        ("ACCEPTED Not Implemented", "accepted"),
        ("2018-02-01 accepted", "accepted"),
        ("Accepted (2026-01-31), superseded by [ADR-9](0009-x.md)", "superseded"),
        ("~~Accepted~~ → Superceded by [12. New](0012-new.md)", "superseded"),
        ("Superseded", "superseded"),
        ("Partly superseded", "accepted"),
        ("Accepted — the cache is superseded by [ADR-9](0009-x.md)", "accepted"),
        ("Superseded-in-part by ADR-9", "accepted"),
        ("Accepted; will be superseded by ADR-9", "accepted"),
        ("Reverted by [discussion](https://example.org/1)", "deprecated"),
        ("not-implemented", "rejected"),
        ("work-in-progress", "proposed"),
        ("![Accepted](https://example.org/badge.svg)", "accepted"),
        ("已接受", "accepted"),
        ("Rejetée", "rejected"),
        ("on hold", ""),
        ("Living document", ""),
        ("Draft | Accepted", ""),
        ("", ""),
    ],
)
def test_status(text: str, status: str) -> None:
    assert read_status(text).means == status


@pytest.mark.parametrize(
    "text",
    [
        "[proposed | accepted | rejected | superseded by [ADR-0005](0005-example.md)]",
        "{proposed | rejected | accepted | deprecated | … | superseded by ADR-0123}",
        "\\{Deprecated|Proposed|Accepted\\}",
        "{proposé | accepté}",
        "`[Draft | Approved]`",
    ],
)
def test_a_template_offers_a_choice(text: str) -> None:
    assert read_status(text).reading is Reading.CHOICE


def test_only_one_letter_off_is_a_typo() -> None:
    for text, meant in (("Acepted", "accepted"), ("Aproved", "approved")):
        found = read_status(text)
        assert (found.reading, found.word, found.means) == (Reading.MISSPELT, meant, "")
    assert read_status("Selected").reading is Reading.OWN
    assert read_status("").reading is Reading.NONE


@pytest.mark.parametrize(
    ("one", "two", "contradict"),
    [
        ("Accepted", "Pending", True),
        ("Accepted", "Reverted", True),
        ("Abgelehnt", "accepté", True),
        ("Deprecated", "Superseded by ADR-2", False),
        ("Approved", "Adopted", False),
        # Words about the work that follows say nothing about the decision.
        ("In progress", "Accepted", False),
        ("Done", "Proposed", False),
        ("on hold", "Accepted", False),
        ("{proposed | accepted}", "Accepted", False),
        ("Partly superseded", "Superseded", False),
    ],
)
def test_statuses_that_cannot_both_be_true(one: str, two: str, contradict: bool) -> None:
    assert read_status(one).is_contradicting(read_status(two)) is contradict
    assert read_status(two).is_contradicting(read_status(one)) is contradict


@pytest.mark.parametrize(
    ("stem", "prefix", "number", "dated"),
    [
        ("0001-use-x", "", "0001", False),
        ("adr-014-project-templates", "ADR", "014", False),
        ("ADR002-x", "ADR", "002", False),
        ("ADR-1", "ADR", "1", False),
        ("ARCH-001-x", "ARCH", "001", False),
        ("ADR-ARCH-017-x", "ADR-ARCH", "017", False),
        ("ddr-0001-x", "DDR", "0001", False),
        ("2021-03-04_012-slug", "", "012", False),
        ("20200131-x", "", "", True),
        ("20200132-x", "", "", False),
        ("2023-01-05-x", "", "", True),
        ("12.1-x", "", "", False),
        ("0012a-x", "", "", False),
        ("use-postgres", "", "", False),
        ("phase-1-x", "", "", False),
    ],
)
def test_file_name(stem: str, prefix: str, number: str, dated: bool) -> None:
    name = parse_name(stem)
    assert (name.prefix, name.number, name.dated) == (prefix, number, dated)


def claimed(*paths: str) -> dict[str, Claim]:
    return {claim.path: claim for claim in find_candidates(sorted(paths), Config(), KINDS)}


@pytest.mark.parametrize(
    "folder",
    ["docs/adr", "adrs", "doc/architecture/decisions", "docs/decision-records", ".archgate/adrs"],
)
def test_a_folder_that_is_called_so_holds_records(folder: str) -> None:
    assert claimed(f"{folder}/0001-x.md")[f"{folder}/0001-x.md"].kind == "adr"


@pytest.mark.parametrize(
    "path",
    [
        "node_modules/x/docs/adr/0001-x.md",
        "tests/fixtures/adr/0001-x.md",
        ".claude/skills/adr/references/0001-x.md",
        "openspec/changes/decisions/0001-x.md",
        "context/decisions/0001-x.md",
        "docs/tutorial/01-intro.md",
        "specs/001-sign-in/spec.md",
        "docs/adr/0001-x.txt",
    ],
)
def test_what_is_somebody_elses_is_not_claimed(path: str) -> None:
    assert claimed(path) == {}


def test_outside_such_a_folder_one_file_is_not_enough() -> None:
    one = claimed("docs/adr-001-x.md", "docs/guide.md")
    assert one["docs/adr-001-x.md"].kind == ""
    two = claimed("docs/adr-001-x.md", "docs/adr-002-y.md", "docs/guide.md")
    assert {path: claim.kind for path, claim in two.items()} == {
        "docs/adr-001-x.md": "adr",
        "docs/adr-002-y.md": "adr",
    }


def test_what_is_left_aside_says_why() -> None:
    found = claimed(
        "docs/adr/0000-template.md",
        "docs/adr/0001-x.fr.md",
        "docs/adr/0001-x.md",
        "docs/adr/README.md",
        "docs/adr/0013-use-template-engine.md",
    )
    assert {path: claim.aside for path, claim in found.items() if claim.aside} == {
        "docs/adr/0000-template.md": "a template",
        "docs/adr/0001-x.fr.md": "a translation",
    }
    assert found["docs/adr/README.md"].kind == "page"


def test_folders_that_count_on_their_own_have_ids_of_their_own() -> None:
    found = claimed(
        "docs/adr/0001-x.md",
        "docs/adr/backend/0001-y.md",
        "services/api/docs/adr/0001-z.md",
        "docs/adr/0001-x-costs.md",
    )
    assert {path: claim.id for path, claim in found.items()} == {
        "docs/adr/0001-x.md": "ADR-0001",
        "docs/adr/0001-x-costs.md": "ADR-0001-x-costs",
        "docs/adr/backend/0001-y.md": "ADR-backend-0001",
        "services/api/docs/adr/0001-z.md": "ADR-api-0001",
    }


def test_an_archive_goes_on_with_the_numbers() -> None:
    found = claimed("docs/adr/0002-x.md", "docs/adr/archive/0001-y.md")
    assert found["docs/adr/archive/0001-y.md"].id == "ADR-0001"


names = st.sampled_from(["adr", "docs", "decisions", "api", "x", "0001-a.md", "adr-2-b.md"])
trees = st.lists(st.lists(names, min_size=1, max_size=4).map("/".join), max_size=12, unique=True)


@given(trees)
def test_each_path_is_claimed_once_and_ids_differ_where_numbers_do(paths: list[str]) -> None:
    files = sorted(path for path in paths if path.endswith(".md"))
    found = list(find_candidates(files, Config(), KINDS))
    assert len({claim.path for claim in found}) == len(found)
    assert {claim.path for claim in found} <= set(files)
    every = list(find_folders(files))
    assert set(make_qualifiers(every)) == {folder.path for folder in every}


def said(text: str, path: str = "docs/adr/0001-a.md") -> list[tuple[str, str]]:
    found = list(find_relations(path, Text(text, Span(0, len(text)))))
    for relation in found:
        assert text[relation.span.start : relation.span.end]
    return [(relation.key, relation.written) for relation in found]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Superceded by [12. New](0012-new.md).", ["docs/adr/0012-new.md"]),
        ("Superseded by\n[A](../b/a.md#x) and [B](b.md)", ["docs/b/a.md", "docs/adr/b.md"]),
        ("superseded by ADR-12", ["ADR-12"]),
        ("superseded by 0062", ["0062"]),
        ("Replaced by 20210106-use-x", ["20210106-use-x"]),
        ("superseded by [[0005-x]]", ["0005-x"]),
        ("| Superseded by | ADR-5 |", ["ADR-5"]),
        ("This ADR has been superseded by `0003-x.md`", ["0003-x"]),
        ("Superseded by [Foo](https://example.org/x)", ["https://example.org/x"]),
        ("Superseded by ADR-9 (2026-10-03). Only the code stays.", ["ADR-9"]),
    ],
)
def test_replaced(text: str, written: list[str]) -> None:
    assert said(text) == [("superseded_by", name) for name in written]


@pytest.mark.parametrize(
    "text",
    [
        "This ADR in part supersedes [0003](0003-x.md).",
        "Supersedes some aspects of [ADR-15](15.md)",
        "Supersedes ADR-0012's cache",
        "Supersedes [ADR-0012](12.md) §3",
        "Supersedes: ADR-0007 (decision 3 only)",
        "Supersedes: ADR-0006 draft",
        "The relation strategy\nis superseded by ADR-7.",
        "Will be superseded by [x](y.md)",
        "Supersedes [x](y.md)\nonly where it placed the year.",
        "[ADR-5](5.md) is superseded by [ADR-6](6.md)",
        "Superseded by ADR-018 for personal devices.",
        "Replaces 3 servers",
        "Superseded by 2023 policy",
        "Superseded by #12",
        "Replaces the old system",
    ],
)
def test_a_part_and_a_promise_replace_nothing(text: str) -> None:
    assert said(text) == []


def test_only_letters_of_records_make_an_id() -> None:
    assert said("Superseded by UTF-8") == [("superseded_by", "utf-8")]
    assert said("Superseded by ARCH-2", "adr/ARCH-001-x.md") == [("superseded_by", "ARCH-2")]


def test_front_matter_names_records_in_many_ways() -> None:
    fields: dict[str, Data] = {
        "supersedes": ["ADR-1", "0002", "[x](0003-x.md)", "none", "ADR-4 (partially)"],
        "superseded-by": "adr-0007-use-x",
        "replacedBy": "null",
    }
    marks: dict[Address, Mark] = {("supersedes", i): Mark(Span(i, i + 1)) for i in range(5)}
    marks |= {("superseded-by",): Mark(Span(9, 10)), ("replacedBy",): Mark(Span(11, 12))}
    found = front_relations("docs/adr/0009-x.md", fields, marks)
    assert [(relation.key, relation.written) for relation in found] == [
        ("supersedes", "ADR-1"),
        ("supersedes", "0002"),
        ("supersedes", "docs/adr/0003-x.md"),
        ("superseded_by", "adr-0007-use-x"),
    ]


def record(text: str, path: str = "docs/adr/0001-x.md") -> Document:
    (document,) = read(Claim(path, "adr", "ADR-0001", "0001"), text.encode(), Config(), KINDS)
    return document


def written(document: Document) -> str:
    span = document.marks[("status",)].value
    return document.source.text[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    [
        "# X\n\nStatus: Rejected\n",
        "# X\n\n* **Status**: Rejected\n",
        "# X\n\n**Date:** 2024-01-31 | **Status:** Rejected\n",
        "# X\n\n| Status | Rejected |\n| --- | --- |\n",
        "# X\n\n| Status | Date |\n| --- | --- |\n| Rejected | 2024 |\n",
        "# X\n\n## Context\n\ny\n\n## 2. Status:\n\nRejected\n\n## Z\n\n### Status\n\nDraft\n",
        "# X\n\nStatus\n------\n\n> Rejected\n",
        "X\n=\n\n## Statut\n\nRejected\n",
        "# X\n\n## Status\n\n- [ ] Accepted\n- [x] Rejected\n",
        "# X\n\n## Status\n\n- 2024-01-01 proposed\n- 2024-02-01 Rejected\n",
        "---\nstatus: Rejected\n---\n# X\n",
        "---\nstatus: Rejected\ndeciders: @bob\n---\n# X\n",
        "# X\n\n## Metadata\n\n- Status: Rejected\n",
    ],
)
def test_a_status_is_found_wherever_it_is_written(text: str) -> None:
    document = record(text)
    assert document.status == "rejected"
    assert "Rejected" in written(document)


@pytest.mark.parametrize(
    "text",
    [
        "# X\n\n```\nStatus: Rejected\n```\n",
        "# X\n\n<!-- Status: Rejected -->\n",
        "# X\n\n## Context\n\nStatus: Rejected\n",
        "# X\n\n## Context\n\n### Status\n\nRejected\n",
    ],
)
def test_code_comments_and_sections_below_state_no_status(text: str) -> None:
    document = record(text)
    assert document.status == ""
    assert not document.problems


def test_a_file_that_reads_like_no_record_is_none() -> None:
    claim = Claim("docs/adr/notes.md", root="docs/adr")
    assert read(claim, b"# Notes\n\nHello.\n", Config(), KINDS) == ()
    text = b"# Use X\n\n## Context\n\na\n\n## Decision\n\nb\n"
    assert [document.kind for document in read(claim, text, Config(), KINDS)] == ["adr"]


PIECES = """---
~status: ~# X
~## Status
~Superseded by ~[a](0002-b.md)~ADR-3~|~
~\r\n~- [x] ~- [ ] ~**Status:** ~{~}~ or ~Rejected~"proposed"~State:
~Accepted~\\~[~](~<!--~`~é~\0"""
pieces = st.sampled_from(PIECES.split("~"))


@given(st.lists(pieces, max_size=40).map("".join))
def test_reading_never_raises_and_every_place_is_in_the_text(text: str) -> None:
    for document in load_layouts()["adr"].read(
        Claim("docs/adr/0001-x.md", "adr", "ADR-0001", "0001"), text.encode(), Config(), KINDS
    ):
        spans = [mark.value for mark in document.marks.values()]
        spans += [problem.span for problem in document.problems if problem.span]
        spans += [document.stated.span] if document.stated.span else []
        assert all(0 <= span.start <= span.end <= len(document.source.text) for span in spans)


CELLS = st.sampled_from(
    [" ", "|", "\n", "\n\n", "\n- ", "\n  - ", "\n## Accepted\n", "status", "accepted", "of ADR-3"]
    + [f"[{name}](000{number}-x.md)" for number in "123" for name in ("1", "ADR-2", "x")]
)


@given(st.lists(CELLS, max_size=40).map("".join))
def test_a_row_and_an_item_give_one_record_a_status(text: str) -> None:
    (page,) = read(Claim("docs/adr/README.md", "page"), text.encode(), Config(), KINDS)
    records = page.fields["records"]
    assert isinstance(records, list)
    told = [i for i, entry in enumerate(records) if isinstance(entry, dict) and entry["status"]]
    lines = [page.source.find_position(page.marks[("records", i)].value.start)[0] for i in told]
    assert len(lines) == len(set(lines))


@given(st.text(st.sampled_from('aàé{}|/[]"*_- .\n')) | st.sampled_from(list(MEANINGS)))
def test_one_status_text_contradicts_itself_never(text: str) -> None:
    found = read_status(text, 7)
    assert not found.is_contradicting(found)
    assert found.span
    assert found.span.start >= 7
    assert bool(found.means) == (found.reading is Reading.WORD)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    for kind in ("adr", "page", ""):
        read(Claim("docs/adr/0001-x.md", kind, "ADR-0001"), data, Config(), KINDS)
