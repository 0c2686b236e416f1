"""The blocks are those of markdown-it-py, and every inline text stands where it says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from awos_lint.syntax.parse.blocks import parse_blocks
from awos_lint.syntax.parse.markdown_it_blocks import parsed_blocks
from awos_lint.syntax.parse.plain import plain_blocks
from awos_lint.syntax.parse.shapes import Block
from tests.support.profiles import scale_examples
from tests.support.texts import markdown

REFERENCE = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
KINDS = {
    "heading_open": "heading",
    "list_item_open": "item",
    "list_item_close": "item_end",
    "blockquote_open": "quote",
    "blockquote_close": "quote_end",
    "html_block": "html",
    "fence": "leaf",
    "code_block": "leaf",
    "hr": "leaf",
}


def expected(text: str) -> tuple[list[tuple[Any, ...]], object]:
    """Return what the unchanged parser finds, brought into the shape of :func:`facts`."""
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    REFERENCE.block.parse(text, REFERENCE, env, tokens)
    found: list[tuple[Any, ...]] = []
    opening = None
    for token in tokens:
        content = "\n".join(line.lstrip(" \t") for line in token.content.split("\n"))
        if token.type in ("paragraph_open", "heading_open"):
            opening = token
        elif token.type == "inline" and opening and opening.type == "heading_open":
            first, after = opening.map or (0, 0)
            found.append(("heading", content, first, after, int(opening.tag[1:]), opening.level))
        elif token.type == "inline":
            found.append(("paragraph" if opening else "cell", content))
        elif kind := KINDS.get(token.type):
            lines = tuple(token.map or ()) if kind in ("leaf", "html") else ()
            marker = token.info + token.markup if kind == "item" else ""
            level = token.level if kind in ("item", "quote") else 0
            found.append((kind, *lines, marker, level))
        opening = opening if token.type in ("paragraph_open", "heading_open") else None
    return found, env.get("references")


def facts(found: list[Block]) -> list[tuple[Any, ...]]:
    """Return of each block what the parser's tokens say of it."""
    result: list[tuple[Any, ...]] = []
    for b in found:
        if b.kind == "heading":
            result.append((b.kind, b.text, b.first, b.after, b.level, b.depth))
        elif b.kind in ("paragraph", "cell"):
            result.append((b.kind, b.text))
        else:
            lines = (b.first, b.after) if b.kind in ("leaf", "html") else ()
            result.append((b.kind, *lines, b.marker, b.depth))
    return result


def check_places(text: str, found: list[Block], start: int) -> None:
    """Demand that every piece of inline text is literally at its place."""
    for block in found:
        assert bool(block.at) == bool(block.text)
        ends = [*(offset for offset, _ in block.at[1:]), len(block.text)]
        for (offset, place), end in zip(block.at, ends[: len(block.at)], strict=True):
            # In a table, the backslash of `\|` is in the source and not in the text.
            assert text[place - start :].startswith(block.text[offset:end])
        if block.kind == "item":
            assert text[block.place - start :].startswith(block.marker)


@settings(max_examples=scale_examples(300))
@given(markdown)
def test_equal_to_the_parser(text: str) -> None:
    text += "\n"
    found, env = parsed_blocks(text, 0, 100)
    assert (facts(found), env.get("references")) == expected(text)


@settings(max_examples=scale_examples(300))
@given(markdown)
def test_the_plain_scanner_is_equal_to_the_parser_or_gives_up(text: str) -> None:
    text += "\n"
    plain = plain_blocks(text, 5)
    found, env = parsed_blocks(text, 5, 100)
    if plain is not None:
        assert plain == found
        assert "references" not in env


@given(markdown)
def test_places_are_exact(text: str) -> None:
    check_places(text, parse_blocks(text, 11, 100)[0], 11)


TASKS = """\
# Tasks: reset a password

Intro that goes on
over two lines, with `code` and [a link](spec.md).

## Phase 1

- [ ] **T-01** Add the endpoint
  and its route
  - after: T-00
  - files: `a.py`, `b.py`

  A second paragraph.
- [x] **T-02** Second

---

1. one
2. two
   * deeper
10) other

```sh
# no heading
- no item
```
<!-- awos: ignore[task] why -->
~~~
open
"""


def test_ordinary_documents_need_no_parser() -> None:
    found = plain_blocks(TASKS, 0)
    assert found is not None
    assert facts(found) == expected(TASKS)[0]
    check_places(TASKS, found, 0)
    kinds = [block.kind for block in found]
    assert (kinds.count("item"), kinds.count("leaf"), kinds.count("html")) == (8, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "> quote\n",
        "a\tb\n",
        "<div>\n",
        "a\n===\n",
        "a\n---\n",
        "a|b\n-|-\n",
        "    code\n",
        "- \n",
        "- - a\n",
        "-     code\n",
        "[a]: b\n",
        "# a #\n",
        " # a\n",
        "- # a\n",
        "- ```\n",
        "a\xa0\n",
        "``` a|b\n--|--\n",
        "# a|\n---\n",
        "```a`\n",
        "* * *\n",
        "- a\n      b\n",
        "- > a\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert plain_blocks(text, 0) is None
    assert facts(parse_blocks(text, 0, 100)[0]) == expected(text)[0]


def test_cells_and_the_pipes_in_them() -> None:
    text = "x\n\n| a \\| b |  `c\\|d`|\n|---|---|\n|e\n| f | g | h |\n"
    found = [block for block in parse_blocks(text, 0, 100)[0] if block.kind == "cell"]
    assert [block.text for block in found] == ["a | b", "`c|d`", "e", "", "f", "g"]
    first = found[0]
    places = [next(p + n - o for o, p in reversed(first.at) if o <= n) for n in range(5)]
    assert "".join(text[place] for place in places) == "a | b"


def test_definitions_know_their_destination() -> None:
    text = "> [a]: <u v> 't'\n> [B]:\n>   /x\n\n[a]: second\n\n[c\nd]: /y\n"
    _, env = parse_blocks(text, 3, 100)
    places = {
        label: (href, text[s - 3 : e - 3]) for label, (href, s, e) in env["definitions"].items()
    }
    assert places == {"A": ("u v", "u v"), "B": ("/x", "/x")}
    assert set(env["references"]) == {"A", "B", "C D"}


def test_a_text_without_a_last_line_break_is_read() -> None:
    text = "> - \n>   <b>"
    kinds = [block.kind for block in parse_blocks(text, 0, 100)[0]]
    assert kinds == ["quote", "item", "html", "item_end", "quote_end"]


@pytest.mark.parametrize("size", [2_000, 8_000])
def test_long_lists_are_read_without_recursion(size: int) -> None:
    found = parse_blocks("- a\n  b\n" * size, 0, 100)[0]
    assert len(found) == 3 * size
    assert re.fullmatch("a\nb", found[-2].text)
