"""What OpenSpec would refuse or ignore is reported, in a place, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.diagnostic import Diagnostic
from tests.support.worlds import judged

WORDS = st.lists(st.sampled_from(["tide", "Pier", "FERRY", "9", "`gate`"]), min_size=1, max_size=4)
SCENARIO = "#### Scenario: Morning\n\n- **WHEN** the pier opens\n- **THEN** the board is on\n"


def requirement(name: str, text: str = "The board SHALL be on.") -> str:
    return f"### Requirement: {name}\n\n{text}\n\n{SCENARIO}\n"


def spec(*names: str) -> bytes:
    blocks = "".join(map(requirement, names))
    return f"## Purpose\n\nWhat the board shows.\n\n## Requirements\n\n{blocks}".encode()


def change(name: str, delta: str, root: str = "") -> dict[str, bytes]:
    home = f"{root}openspec/changes/{name}"
    return {
        f"{home}/proposal.md": b"## Why\n\nRiders ask for it.\n",
        f"{home}/specs/board/spec.md": delta.encode(),
    }


def found(files: dict[str, bytes], *rules: str) -> list[Diagnostic]:
    return [d for d in judged(files).diagnostics if not rules or d.rule in rules]


@given(WORDS, st.data())
def test_another_spelling_of_a_name_is_that_name(words: list[str], data: st.DataObject) -> None:
    respelled = [data.draw(st.sampled_from([w, w.lower(), w.upper()])) for w in words]
    blanks = data.draw(st.sampled_from([" ", "  ", "\t"]))
    files = {"openspec/specs/board/spec.md": spec(" ".join(words))}
    delta = f"## ADDED Requirements\n\n{requirement(blanks.join(respelled), 'It SHALL be off.')}"
    taken = found({**files, **change("light", delta)}, "requirement-delta-taken")
    assert [d.at.line for d in taken] == [3]


@given(WORDS, WORDS)
def test_another_name_is_free(words: list[str], others: list[str]) -> None:
    one, two = " ".join(words), " ".join(others)
    files = {"openspec/specs/board/spec.md": spec(one)}
    delta = f"## ADDED Requirements\n\n{requirement(two, 'It SHALL be off.')}"
    taken = found({**files, **change("light", delta)}, "requirement-delta-taken")
    assert bool(taken) == (one.lower() == two.lower())


def test_one_finding_names_all_changes_that_disagree() -> None:
    files = {"openspec/specs/board/spec.md": spec("Departures")}
    for name in ("a-day", "b-night", "c-noon"):
        text = f"The board SHALL be on in {name}."
        delta = f"## MODIFIED Requirements\n\n{requirement('Departures', text)}"
        files.update(change(name, delta))
    (one,) = found(files, "requirement-delta-overlap")
    assert one.at.path == "openspec/changes/c-noon/specs/board/spec.md"
    assert [place.path.split("/")[2] for place, _ in one.related] == ["a-day", "b-night"]


def test_changes_of_two_roots_do_not_disagree() -> None:
    files: dict[str, bytes] = {}
    for root in ("east/", "west/"):
        files[f"{root}openspec/specs/board/spec.md"] = spec("Departures")
        text = f"The board SHALL face {root}."
        delta = f"## MODIFIED Requirements\n\n{requirement('Departures', text)}"
        files.update(change("turn", delta, root))
    assert found(files, "requirement-delta-overlap") == []


def test_a_change_that_is_one_word_is_named_by_its_folder_and_not_in_prose() -> None:
    files = {"openspec/specs/board/spec.md": spec("Departures")}
    for name in ("light", "zoom"):
        text = f"The board SHALL {name}."
        delta = f"## MODIFIED Requirements\n\n{requirement('Departures', text)}"
        files.update(change(name, delta))
    proposal = "openspec/changes/zoom/proposal.md"
    files[proposal] = b"## Why\n\nThere is light on the board.\n"
    assert len(found(files)) == 1
    files[proposal] = b"## Why\n\nThis comes after changes/light.\n"
    assert found(files) == []


def test_a_page_of_context_is_read_and_a_book_is_reported() -> None:
    page = "schema: spec-driven\ncontext: |\n" + "  Boats come and go.\n" * 1_000
    report = judged({"openspec/config.yaml": page.encode()})
    assert (report.diagnostics, report.skipped, report.documents) == ((), (), 1)
    book = "schema: spec-driven\ncontext: |\n" + "  Boats come and go.\n" * 3_000
    (one,) = found({"openspec/config.yaml": book.encode()})
    assert (one.rule, one.at.line) == ("document-data", 2)


def test_yaml_that_awos_does_not_read_is_left_alone() -> None:
    text = b"context: &text Boats\nrules:\n  proposal: [*text]\n"
    report = judged({"openspec/config.yaml": text})
    assert (report.diagnostics, report.skipped) == ((), ())
