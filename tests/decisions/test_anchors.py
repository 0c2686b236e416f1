"""Anchors: which piece of a file is meant, what its digest covers, and what became of it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from awos_lint.core.model.front import Anchor
from awos_lint.core.text import Source, Span
from awos_lint.decisions.anchors import Anchored, State, anchor_digest, check_anchors, find_piece
from tests.support.worlds import judged, loaded

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "reference" / "claims.md"
CODE = "import x\n\ndef save(row):\n    return row\n\ndef load():\n    return 1\n"


def held(text: str, start: str | None = None, end: str | None = None) -> str:
    found = find_piece(Source("a.py", text), Anchor(path="a.py", start=start, end=end))
    return text[found.start : found.end] if isinstance(found, Span) else f"no {found}"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, CODE),
        ("save", "return", "def save(row):\n    return row"),
        ("def load", None, "def load():\n    return 1\n"),
        (None, "save", "import x\n\ndef save(row):"),
        ("save", "save", "no end"),
        ("return 1", "row", "no end"),
        ("nowhere", "return", "no start"),
        (None, "nowhere", "no end"),
        (
            "save(row):\n    return",
            "return",
            "def save(row):\n    return row\n\ndef load():\n    return 1",
        ),
        ("import", "x", "import x"),
    ],
)
def test_the_piece_reaches_over_whole_lines(
    start: str | None, end: str | None, expected: str
) -> None:
    assert held(CODE, start, end) == expected
    breaks = CODE.replace("\n", "\r\n")
    assert held(breaks, start, end) == expected.replace("\n", "\r\n")


def state(anchor: str, text: str | None) -> Anchored:
    decision = f"---\nstatus: accepted\nanchors:\n  - {anchor}\n---\n"
    files = {
        "context/decisions/0001-a.md": decision,
        **({"a.py": text} if text is not None else {}),
    }
    world = loaded(files)
    (found,) = check_anchors(world.project.documents[0], world.project.files, world.contents())
    return found


SAME = anchor_digest("x = 1")


@pytest.mark.parametrize(
    ("anchor", "text", "expected"),
    [
        ("path: a.py", "x = 1\n", State.NEW),
        (f"{{path: a.py, digest: '{SAME}'}}", "\nx = 1  \r\n\n", State.SAME),
        (f"{{path: a.py, digest: '{SAME}'}}", "x = 2\n", State.CHANGED),
        (f"{{path: a.py, digest: '{SAME.replace('v1', 'v2')}'}}", "x = 1\n", State.UNKNOWN),
        ("{path: a.py, start: y}", "x = 1\n", State.LOST),
        ("path: a.py", None, State.ABSENT),
        ("path: '**'", "x = 1\n", State.SEVERAL),
    ],
)
def test_what_became_of_a_piece(anchor: str, text: str | None, expected: State) -> None:
    assert state(anchor, text).state is expected


def test_the_lines_of_a_piece_are_counted_without_its_last_break() -> None:
    assert [state("path: a.py", text).lines for text in ("x", "x\n", "x\ny", "x\n\n")] == [
        1,
        1,
        2,
        1,
    ]


def test_a_file_that_cannot_be_read_leaves_it_open() -> None:
    files = {
        "context/decisions/0001-a.md": "---\nstatus: accepted\nanchors: [{path: a.py}]\n---\n",
        "a.py": "x = 1\n",
        "awos.toml": "[limits]\nclaim-bytes = 2\n",
    }
    report = judged(files)
    assert [found.rule for found in report.diagnostics if "anchor" in found.rule] == []
    assert [(skip.what, skip.why) for skip in report.skipped] == [
        ("a.py", "it has more than 2 bytes; ADR-0001 has an anchor in it")
    ]


def test_a_record_of_a_later_version_is_not_taken_for_a_change() -> None:
    digest = SAME.replace("v1", "v7")
    front = f"---\nstatus: accepted\nanchors: [{{path: a.py, digest: '{digest}'}}]\n---\n"
    report = judged({"context/decisions/0001-a.md": front, "a.py": "x = 1\n"})
    assert [found.rule for found in report.diagnostics if "anchor" in found.rule] == []
    (skip,) = report.skipped
    assert "version v7" in skip.why


# The digest.


def by_the_book(text: str) -> str:
    """The digest as docs/reference/claims.md says it, written anew."""
    lines = re.split("\r\n|\n|\r", unicodedata.normalize("NFC", text))
    data = re.sub(r"\A\n+|\n+\Z", "", "\n".join(line.rstrip(" \t") for line in lines)).encode()
    framed = b"awos-anchor-v1" + bytes([0]) + str(len(data)).encode() + b":" + data
    return f"sha256:v1:{hashlib.sha256(framed).hexdigest()}"


TEXTS = st.text(st.sampled_from("ab \t\n\re\u0301é\u2028"), max_size=20)


@given(TEXTS)
def test_the_digest_is_the_one_that_is_written_down(text: str) -> None:
    assert anchor_digest(text) == by_the_book(text)


def test_the_vectors_of_the_page_hold() -> None:
    blocks = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    vectors = json.loads(blocks[-1])
    assert len(vectors) >= 3
    for vector in vectors:
        assert anchor_digest(vector["piece"]) == vector["digest"]


LINES = st.lists(st.text("abé ", max_size=4), min_size=1, max_size=5)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.text(" \t", max_size=2), st.integers(0, 2))
def test_what_no_reader_sees_does_not_matter(
    lines: list[str], ending: str, blanks: str, empty: int
) -> None:
    plain = "\n".join(lines)
    other = ending.join([*[""] * empty, *(line + blanks for line in lines), *[""] * empty])
    assert anchor_digest(unicodedata.normalize("NFD", other)) == anchor_digest(plain)


@given(TEXTS, TEXTS)
def test_everything_else_does(one: str, other: str) -> None:
    def seen(text: str) -> list[str]:
        lines = re.split("\r\n|\n|\r", unicodedata.normalize("NFC", text))
        return "\n".join(line.rstrip(" \t") for line in lines).strip("\n").split("\n")

    assume(seen(one) != seen(other))
    assert anchor_digest(one) != anchor_digest(other)


def test_a_piece_is_no_document() -> None:
    data = b"x"
    assert anchor_digest("x") != f"sha256:v1:{hashlib.sha256(data).hexdigest()}"
    assert anchor_digest("x\udcff") != anchor_digest("x")
