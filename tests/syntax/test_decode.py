"""Bytes become text, and what is wrong with them is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.syntax.parse import decode_document

CONFLICT = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n"


def test_plain_text_has_no_problems() -> None:
    decoded = decode_document("a.md", "# é 😀\n".encode())
    assert (decoded.source.path, decoded.source.text) == ("a.md", "# é 😀\n")
    assert not decoded.bom
    assert not decoded.problems
    assert not decoded.broken


def test_byte_order_mark_is_dropped_and_remembered() -> None:
    decoded = decode_document("a.md", "\ufeff---\n".encode())
    assert decoded.source.text == "---\n"
    assert decoded.bom


@pytest.mark.parametrize(
    ("data", "byte", "offset"),
    [
        (b"caf\xe9 au lait", 3, 3),
        ("é".encode() + b"\xff", 2, 1),
        ("\ufeff".encode() + b"a\xff", 4, 1),
        (b"\xff\xfea\x00", 0, 0),
        (b"\xed\xa0\x80", 0, 0),
        (b"\xc0\xaf", 0, 0),
        (b"ab\xe2\x82", 2, 2),
    ],
    ids=["latin-1", "behind-two-bytes", "behind-bom", "utf-16", "surrogate", "overlong", "cut-off"],
)
def test_other_encodings_are_refused_with_the_byte(data: bytes, byte: int, offset: int) -> None:
    decoded = decode_document("a.md", data)
    (problem,) = [p for p in decoded.problems if p.rule == "document-encoding"]
    assert f"byte {byte} " in problem.message
    assert problem.span is not None
    assert problem.span.start == offset
    assert decoded.source.text[offset] == "\ufffd"
    assert decoded.source.garbled


def test_each_control_character_is_reported_once() -> None:
    decoded = decode_document("a.md", "a\x00b\x00c\x1b\td\r\n\x85e".encode())
    spans = [p.span.start for p in decoded.problems if p.span]
    assert [p.rule for p in decoded.problems] == ["document-control-character"] * 3
    assert [decoded.source.text[start] for start in spans] == ["\x00", "\x1b", "\x85"]
    assert "U+0000" in decoded.problems[0].message
    assert not decoded.broken


def test_control_characters_are_reported_up_to_a_bound() -> None:
    every = "".join(map(chr, range(0x7F, 0xA0)))
    assert len(decode_document("a.md", every.encode()).problems) == 8


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_conflict_breaks_the_document(newline: str) -> None:
    decoded = decode_document("a.md", CONFLICT.replace("\n", newline).encode())
    (problem,) = decoded.problems
    assert problem.rule == "document-conflict-marker"
    assert decoded.source.find_location(problem.span).line == 2
    assert [decoded.source.find_location(span).line for span, _ in problem.related] == [4, 6]
    assert decoded.broken


@pytest.mark.parametrize(
    "text",
    [
        "Heading\n=======\n",
        "<<<<<<<\n",
        ">>>>>> a\n>>>>>>> b\n",
        "||||||| a |\n",
        "```\n<<<<<<< HEAD\n```\n",
        " <<<<<<< HEAD\n=======\n >>>>>>> other\n",
        f"```\n{CONFLICT}```\n",
        f"~~~ text\n{CONFLICT}~~~\n",
        f"````\n```\n{CONFLICT}````\n",
    ],
)
def test_not_a_conflict(text: str) -> None:
    assert not decode_document("a.md", text.encode()).problems


@pytest.mark.parametrize(
    ("text", "line", "others"),
    [
        ("a\n<<<<<<< HEAD\n", 2, []),
        ("<<<<<<< HEAD\na\n>>>>>>> other\n", 1, [3]),
        (">>>>>>> other\n=======\n<<<<<<< HEAD\n", 1, [3]),
        ("a\n=======\nb\n\n>>>>>>> other\n", 5, []),
        ("a\n\n||||||| 1234abc\nb\n", 3, []),
    ],
)
def test_markers_that_were_left_do_not_break_the_document(
    text: str, line: int, others: list[int]
) -> None:
    decoded = decode_document("a.md", text.encode())
    (problem,) = decoded.problems
    assert problem.rule == "document-conflict-marker"
    assert decoded.source.find_location(problem.span).line == line
    assert [decoded.source.find_location(span).line for span, _ in problem.related] == others
    assert not decoded.broken


def test_conflict_behind_a_closed_fence_or_with_base_is_one() -> None:
    diff3 = CONFLICT.replace("=======", "||||||| base\nx\n=======")
    assert decode_document("a.md", f"```\ncode\n```\n{diff3}".encode()).broken


@given(st.binary(max_size=200))
def test_any_bytes_decode(data: bytes) -> None:
    decoded = decode_document("a.md", data)
    for problem in decoded.problems:
        assert problem.span is not None
        assert 0 <= problem.span.start < problem.span.end <= len(decoded.source.text)
    try:
        data.decode()
    except UnicodeDecodeError:
        assert decoded.source.garbled
