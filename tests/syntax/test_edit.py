"""Front matter is changed in place: what is not meant stays byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Data, Document
from awos_lint.core.text import Source
from awos_lint.syntax.edit import (
    Entries,
    Scalar,
    UneditableError,
    apply_edits,
    entry_edits,
    rewrite_front,
    scalar_edits,
)
from awos_lint.syntax.edit.written import write_flow, write_scalar
from awos_lint.syntax.parse import read_front

RECORD: dict[str, Data] = {
    "by": "Mara Lindqvist <mara@ledgerly.example>",
    "at": "2026-02-02",
    "digest": "sha256:v1:" + "0a" * 32,
    "upstream": {"MISSION": "sha256:v1:" + "b1" * 32},
}
LINES = (
    "  - by: Mara Lindqvist <mara@ledgerly.example>\n"
    "    at: 2026-02-02\n"
    f"    digest: sha256:v1:{'0a' * 32}\n"
    "    upstream:\n"
    f"      MISSION: sha256:v1:{'b1' * 32}\n"
)


def read(text: str) -> Document:
    front = read_front(Source("a.md", text), Limits())
    assert not front.broken, (text, front.problems)
    return Document(
        Source("a.md", text), "adr", fields=front.fields, marks=front.marks, front=front.span
    )


def changed(text: str, *changes: Scalar | Entries) -> str:
    return rewrite_front(Source("a.md", text), changes, Limits())


def added(text: str, entry: Data, key: str = "approvals") -> str:
    return changed(text, Entries((key,), add=(entry,)))


def dropped(text: str, *indexes: int, key: str = "approvals") -> str:
    return changed(text, Entries((key,), drop=frozenset(indexes)))


def status(text: str, value: str = "approved") -> str:
    return changed(text, Scalar(("status",), value))


# A key.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: draft\n", "status: approved\n"),
        ("status:   draft  # not yet\n", "status:   approved  # not yet\n"),
        ("status: 'draft'\n", "status: 'approved'\n"),
        ('"status": "draft"\n', '"status": "approved"\n'),
        ("status:\n", "status: approved\n"),
        ("status: # none\n", "status: approved # none\n"),
        ("status: |\n  draft\nowners: [a]\n", "status: approved\nowners: [a]\n"),
        ("{id: X, status: draft}\n", "{id: X, status: approved}\n"),
        ("id: X\nowners: [a]\n", "id: X\nstatus: approved\nowners: [a]\n"),
        ("# mine\nowners: [a]\n", "status: approved\n# mine\nowners: [a]\n"),
        ("  id: X # c\n  owners: [a]\n", "  id: X # c\n  status: approved\n  owners: [a]\n"),
        ("title: >\n  a\n  b\n\nx: 1\n", "title: >\n  a\n  b\nstatus: approved\n\nx: 1\n"),
        ("", "status: approved\n"),
    ],
)
def test_a_key_is_set_in_the_style_that_is_there(old: str, new: str) -> None:
    assert status(f"---\n{old}---\n\n# T\n") == f"---\n{new}---\n\n# T\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# T\n", "---\nstatus: approved\n---\n\n# T\n"),
        ("\n# T\n", "---\nstatus: approved\n---\n\n# T\n"),
        ("# T\r\n", "---\r\nstatus: approved\r\n---\r\n\r\n# T\r\n"),
        ("# T\r", "---\rstatus: approved\r---\r\r# T\r"),
        ("# T", "---\nstatus: approved\n---\n\n# T"),
        ("", "---\nstatus: approved\n---\n"),
    ],
)
def test_front_matter_is_begun_where_there_is_none(old: str, new: str) -> None:
    assert status(old) == new


def test_an_inserted_line_ends_as_the_others_do() -> None:
    assert status("---\r\nid: X\r\n---\r\n") == "---\r\nid: X\r\nstatus: approved\r\n---\r\n"
    assert status("---\rid: X\r...\r") == "---\rid: X\rstatus: approved\r...\r"


# A list of records.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: X\n", f"id: X\napprovals:\n{LINES}"),
        ("id: X # c\n# end\n", f"id: X # c\napprovals:\n{LINES}# end\n"),
        ("approvals:\nid: X\n", f"approvals:\n{LINES}id: X\n"),
        ("approvals: []\nid: X\n", f"approvals:\n{LINES}id: X\n"),
        ("approvals: [ ]  # none\nid: X\n", f"approvals:  # none\n{LINES}id: X\n"),
        (f"approvals:\n{LINES}id: X\n", f"approvals:\n{LINES}{LINES}id: X\n"),
        (
            "approvals:\n  - by: J # one\n  # two\nid: X\n",
            f"approvals:\n  - by: J # one\n{LINES}  # two\nid: X\n",
        ),
    ],
)
def test_a_record_is_added_behind_the_last(old: str, new: str) -> None:
    assert added(f"---\n{old}---\n", RECORD) == f"---\n{new}---\n"


def test_the_indent_of_lists_is_followed() -> None:
    entry: Data = {"by": "M", "more": [{"a": "b"}]}
    indentless = "---\nowners:\n- a\n---\n"
    assert added(indentless, entry) == (
        "---\nowners:\n- a\napprovals:\n- by: M\n  more:\n  - a: b\n---\n"
    )
    wide = "---\napprovals:\n    -   by: J\n        at: x\n---\n"
    assert added(wide, entry) == (
        "---\napprovals:\n    -   by: J\n        at: x\n"
        "    -   by: M\n        more:\n            - a: b\n---\n"
    )


def test_a_list_in_brackets_stays_in_brackets() -> None:
    short: Data = {"by": "M", "up": {"A": "sha256:v1:0"}}
    written = '{by: M, up: {A: "sha256:v1:0"}}'
    assert added("---\napprovals: [{by: J}]\n---\n", short) == (
        f"---\napprovals: [{{by: J}}, {written}]\n---\n"
    )
    assert added("---\napprovals: [\n  # c\n]\n---\n", short) == (
        f"---\napprovals: [{written}\n  # c\n]\n---\n"
    )
    assert added("---\napprovals: [\n  {by: J}, # c\n]\n---\n", short) == (
        f"---\napprovals: [\n  {{by: J}}, {written}, # c\n]\n---\n"
    )


@pytest.mark.parametrize(
    ("old", "drop", "new"),
    [
        ("[a, b, c]", {0}, "[b, c]"),
        ("[a, b, c]", {1}, "[a, c]"),
        ("[a, b, c]", {2}, "[a, b]"),
        ("[a, b, c,]", {0, 2}, "[b,]"),
        ("[a, b, c]", {1, 2}, "[a]"),
        ("[ {x: y}, b ] # c", {0, 1}, "[] # c"),
        ("\n  - a\n  # c\n  - b # d\n\n  - c", {1}, "\n  - a\n\n  - c"),
        ("\n- a # first\n-\n  x: y\n- c", {0, 1}, "\n- c"),
    ],
)
def test_entries_are_taken_out(old: str, drop: set[int], new: str) -> None:
    text = f"---\nid: X\nlist: {old}\nend: z\n---\n".replace(": \n", ":\n")
    expected = f"---\nid: X\nlist: {new}\nend: z\n---\n".replace(": \n", ":\n")
    if "  # c\n" in old:
        expected = expected.replace("  - a\n", "  - a\n  # c\n")
    assert dropped(text, *drop, key="list") == expected


def test_a_block_list_without_entries_goes_with_its_key() -> None:
    text = f"---\nid: X\napprovals: # mine\n{LINES}{LINES}# end\nz: w\n---\nB\n"
    assert dropped(text, 0, 1) == "---\nid: X\n# end\nz: w\n---\nB\n"


def test_one_change_drops_and_adds() -> None:
    text = f"---\napprovals:\n  - by: A\n  - by: B\n{LINES}---\n"
    change = Entries(("approvals",), frozenset({0, 2}), ({"by": "C"},))
    assert changed(text, change) == "---\napprovals:\n  - by: B\n  - by: C\n---\n"
    only = Entries(("approvals",), frozenset({0, 1, 2}), ({"by": "C"},))
    assert changed(text, only) == "---\napprovals:\n  - by: C\n---\n"


def test_a_list_inside_a_record_is_begun_and_extended() -> None:
    text = f"---\napprovals:\n{LINES}  - by: J\n---\n"
    address = ("approvals", 0, "acknowledged")
    once = changed(text, Entries(address, add=({"upstream": "A"},)))
    assert once == text.replace("  - by: J", "    acknowledged:\n      - upstream: A\n  - by: J")
    twice = changed(once, Entries(address, add=({"upstream": "B"},)))
    assert twice == once.replace("- upstream: A\n", "- upstream: A\n      - upstream: B\n")


# A list of ids.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: X\n", "id: X\nsuperseded_by: [ADR-0009]\n"),
        (f"approvals:\n{LINES}", f"superseded_by: [ADR-0009]\napprovals:\n{LINES}"),
        (f"id: X\napprovals:\n{LINES}", f"id: X\nsuperseded_by: [ADR-0009]\napprovals:\n{LINES}"),
        ("superseded_by: []\n", "superseded_by: [ADR-0009]\n"),
        ("superseded_by:\nid: X\n", "superseded_by: [ADR-0009]\nid: X\n"),
        ("superseded_by: [ADR-2]\n", "superseded_by: [ADR-2, ADR-0009]\n"),
        ("superseded_by:\n- ADR-2\n", "superseded_by:\n- ADR-2\n- ADR-0009\n"),
        ("superseded_by:\n  -\nid: X\n", "superseded_by:\n  -\n  - ADR-0009\nid: X\n"),
    ],
)
def test_an_id_is_added(old: str, new: str) -> None:
    assert added(f"---\n{old}---\n", "ADR-0009", "superseded_by") == f"---\n{new}---\n"


# What cannot be changed in place.


@pytest.mark.parametrize(
    ("text", "change", "words"),
    [
        ("---\nid: X\n", Scalar(("status",), "x"), "cannot be read"),
        ("---\nstatus: [a]\n---\n", Scalar(("status",), "x"), "not a line of text"),
        ("---\n{id: X}\n---\n", Scalar(("status",), "x"), "in braces"),
        ("---\n# c\n{}\n---\n", Scalar(("status",), "x"), "in braces"),
        ("---\na: b\n---\n", Entries(("a",), add=("c",)), "not a list"),
        ("---\na:\n  - - b\n    - c\n---\n", Entries(("a", 0), add=("d",)), "share a line"),
        ("---\na: b\n---\n", Scalar(("z", "y"), "x"), "not there"),
        ("---\na: |+\n  b\n\n---\n", Scalar(("z",), "x"), "in a way"),
        ("---\na: |\n  b\nc:\n- d\n  # e\n---\n", Entries(("c",), frozenset({0})), "in a way"),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(
    text: str, change: Scalar | Entries, words: str
) -> None:
    with pytest.raises(UneditableError, match=words):
        changed(text, change)


def test_no_change_is_no_edit() -> None:
    assert entry_edits(read("---\na: [b]\n---\n"), ("a",)) == ()


# Promises.

WORD = st.text(st.sampled_from("abcXYZ019é漢_"), min_size=1, max_size=6)
ANY = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20
)
COMMENT = st.sampled_from(["", "  # a comment", " #"])
BETWEEN = st.sampled_from(["", "# alone\n", "\n"])


@st.composite
def value(draw: st.DrawFn) -> str:
    """Some front matter value as it may stand behind a colon, with its line break."""
    word, comment = draw(WORD), draw(COMMENT)
    form = draw(st.sampled_from(["plain", "double", "single", "flow", "block", "list", "map"]))
    indent = draw(st.sampled_from(["", "  ", "    "]))
    return {
        "plain": f" v{word}{comment}\n",
        "double": f' "{word} # no: comment"{comment}\n',
        "single": f" 'it''s {word}'{comment}\n",
        "flow": f" [ v{word}, [x], {{y: z}} ]{comment}\n",
        "block": f" |\n  v{word}\n  # text\n",
        "list": f"{comment}\n{indent}- v{word}\n{indent}- x{comment}\n",
        "map": f"{comment}\n  v{word}: x\n  y:\n    - z{comment}\n",
    }[form]


@st.composite
def records(draw: st.DrawFn, indent: str) -> str:
    """The value of ``approvals`` with none to three records, in some style."""
    names = draw(st.lists(WORD, max_size=3))
    comment, between = draw(COMMENT), draw(BETWEEN | st.just("  # indented\n"))
    if draw(st.booleans()):
        inner = ", ".join(f"{{by: v{name}, up: {{A: b}}}}" for name in names)
        return f" [{inner}]{comment}\n"
    if not names:
        return f"{comment}\n"
    dash = draw(st.sampled_from(["- ", "-   "]))
    deep = indent + " " * len(dash)
    entries = [f"{indent}{dash}by: v{n}{comment}\n{deep}up:\n{deep}  A: b\n" for n in names]
    return f"{comment}\n{between.join(entries)}"


@st.composite
def front(draw: st.DrawFn) -> str:
    """A document whose front matter has ``status`` and ``approvals`` or not, among other keys."""
    indent = draw(st.sampled_from(["", "  ", "    "]))
    keys = {f"x-{n}": draw(value()) for n in draw(st.lists(WORD, max_size=3))}
    if draw(st.booleans()):
        keys["status"] = draw(st.sampled_from([" draft\n", " 'draft' # c\n", ' "draft"\n']))
    if draw(st.booleans()):
        keys["approvals"] = draw(records(indent))
    order = draw(st.permutations(sorted(keys)))
    lines = "".join(f"{key}:{keys[key]}{draw(BETWEEN)}" for key in order)
    body = draw(st.sampled_from(["", "\n# T\n\n- [x] **T-01** a\n", "text"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    fence = draw(st.sampled_from(["---", "...", "---  "]))
    return f"---\n{lines}{fence}\n{body}".replace("\n", end)


def plain(text: str) -> Any:
    """What another YAML reader sees in the front matter, all scalars as text."""
    document = read(text)
    assert document.front is not None
    block = text[: document.front.end].replace("\r\n", "\n").replace("\r", "\n")
    return yaml.load("\n".join([*block.split("\n")[1:-1], ""]), Loader=yaml.BaseLoader) or {}


def spliced(old: str, new: str) -> tuple[str, str]:
    """Return what was taken out of a text and what was put there."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    start = min(len(old), len(new)) if start is None else start
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end]


@given(front(), WORD)
def test_setting_a_key_changes_that_key_alone(text: str, word: str) -> None:
    before = plain(text)
    new = status(text, f"v{word}")
    assert plain(new) == {**before, "status": f"v{word}"}
    out, put = spliced(text, new)
    assert out in "draft"
    assert len(put.splitlines()) <= 2
    assert status(new, f"v{word}") == new


@given(front())
def test_adding_a_record_takes_nothing_out(text: str) -> None:
    before = plain(text)
    new = added(text, RECORD)
    assert plain(new) == {**before, "approvals": [*(before.get("approvals") or []), RECORD]}
    out, _ = spliced(text, new)
    # Only an empty list in brackets makes room for one with dashes.
    assert out.strip() in ("", "[]") or (before["approvals"] == [] and out.split()[0] == "[]")


@given(front(), st.sets(st.integers(0, 2)))
def test_dropping_records_puts_nothing_in(text: str, indexes: set[int]) -> None:
    before = plain(text)
    old = before.get("approvals") or []
    assume(all(index < len(old) for index in indexes))
    new = dropped(text, *indexes)
    kept = [entry for index, entry in enumerate(old) if index not in indexes]
    after = plain(new)
    assert (after.pop("approvals", None) or []) == kept
    before.pop("approvals", None)
    assert after == before
    if indexes and len(indexes) == 1:
        assert spliced(text, new)[1] == ""


@given(front())
def test_a_record_added_and_dropped_leaves_the_text_as_it_was(text: str) -> None:
    count = len(plain(text).get("approvals") or [])
    assume(count)
    assert dropped(added(text, RECORD), count) == text


@given(ANY)
def test_a_scalar_is_read_back_as_it_was(text: str) -> None:
    assume(text.isprintable() or "\ufffe" not in text)
    for written in (
        write_scalar(text),
        write_scalar(text, quote="'"),
        write_scalar(text, quote='"'),
        write_flow([text]),
    ):
        assert "\n" not in written
        seen = yaml.load(f"a: {written}\n", Loader=yaml.BaseLoader)["a"]
        assert seen == text or seen == [text]
        found = read_front(Source("a.md", f"---\na: {written} # c\nb: c\n---\n"), Limits())
        assert found.fields == {"a": seen, "b": "c"}


@given(ANY)
def test_no_reader_takes_a_scalar_for_something_else(text: str) -> None:
    written = write_scalar(text)
    if written == text:
        assert str(yaml.safe_load(f"a: {written}")["a"]) == text


def test_edits_are_made_from_the_front() -> None:
    document = read("---\na: 1\nb: 2\n---\n")
    edits = [*scalar_edits(document, ("b",), "four"), *scalar_edits(document, ("a",), "3")]
    assert apply_edits(document.source.text, edits) == "---\na: 3\nb: four\n---\n"
