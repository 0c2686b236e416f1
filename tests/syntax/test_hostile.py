"""Texts that are made to crash, hang or fool a parser end in plain data."""

from __future__ import annotations

import sys
import threading

import pytest

from awos_lint.syntax.parse import (
    Body,
    assign_items,
    decode_document,
    markdown,
    read_body,
    read_front,
    read_items,
)
from awos_lint.syntax.parse.walk import Walk
from tests.support.texts import LIMITS, body

REPEATED = {
    "angles": "<",
    "tags": "<a id=x ",
    "comments": "<!--",
    "comments for awos": "x <!-- awos: ignore[a] b --> ",
    "comments of awos alone": "<!-- awos: ignore[a] b -->\n",
    "back-ticks": "``a`",
    "brackets": "[a",
    "closed brackets": "[[]",
    "links": "[a](b)\n",
    "images": "![a](",
    "images with code": "![a`b](c)` ",
    "definitions": "[a]: b\n",
    "open definitions": "[a]:\n",
    "strikes": "~~a~~ ",
    "lists": "- ",
    "indented lists": "  - a\n",
    "tasks": "- [ ] **T-1** x\n  - after: a, b, `c`\n",
    "fields": "  - files: `a`,b\n",
    "equal headings": "# a\n",
    "underlines": "a\n=\n",
    "quotes": "> - ",
    "lazy quotes": "> a\nb\n",
    "fences": "```\n",
    "tables": "|-|-|\n|a\\|b|c|\n",
    "tabs": "\t- a\n",
    "blanks": " \xa0",
    "backslashes": "\\",
    "conflicts": "<<<<<<< a\n=======\n",
    "controls": "\x00\x1b",
}


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED.keys())
def test_repeated_pieces(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    decoded = decode_document("a.md", text.encode())
    front = read_front(decoded.source, LIMITS)
    found = read_body(decoded.source, front.body, LIMITS)
    items = read_items("tasks", found.entries)
    assert len(assign_items(found.prose, items)) == len(found.prose)


NESTED = {
    "quotes": "> " * 300 + "a",
    "lists": "- " * 300 + "a",
    "mixed": "> - 1. " * 100 + "a",
    "brackets": "[" * 2000 + "a" + "](b)" * 2000,
    "images": "![" * 90 + "a" + "](b)" * 90,
    "images behind brackets": "[" * 90 + "![" * 99 + "a" + "](b)" * 99,
    "emphasis": "*a _b " * 500 + "c_ d*" * 500,
    "indents": "".join("  " * n + "- a\n" for n in range(150)),
}


def test_nesting_on_a_small_stack() -> None:
    found: dict[str, Body] = {}
    size = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(
            target=lambda: found.update({name: body(text) for name, text in NESTED.items()})
        )
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
    assert set(found) == set(NESTED)
    silent = {"images", "emphasis"}
    assert {name for name, read in found.items() if not read.unread} == silent
    assert [link.href for link in found["images"].links] == ["b"]


def test_a_parser_that_gives_up_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(Walk, "_walk_blocks", fail)
    assert "parser failed" in body("# a\n").unread


def test_little_room_on_the_stack_is_no_crash() -> None:
    def deep(left: int) -> Body:
        return deep(left - 1) if left else body("![" * 99 + "a" + "](b)" * 99)

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + 400)
    try:
        found = deep(limit)
    finally:
        sys.setrecursionlimit(limit)
    assert found.links or "parser failed" in found.unread


def test_an_empty_text_has_nothing() -> None:
    for text in ("", "\n", " \n\n", "\ufeff"):
        found = body(text)
        assert (found.headings, found.links, found.entries, found.unread) == ((), (), (), "")


def test_a_body_may_begin_at_the_end() -> None:
    source = decode_document("a.md", b"---\nid: A\n---").source
    front = read_front(source, LIMITS)
    assert read_body(source, front.body, LIMITS) == Body()
    assert markdown.assign_items((), ()) == ()
