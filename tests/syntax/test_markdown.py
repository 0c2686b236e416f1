"""Headings, anchors, links, prose and list items, each at its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Item, Text
from awos_lint.core.text import Source, Span
from awos_lint.syntax.parse import Body, assign_items, read_body, read_items
from tests.support.profiles import scale_examples
from tests.support.texts import LIMITS, at, body, markdown

REFERENCE = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])


def test_headings() -> None:
    text = (
        "# The *first* ##\n"
        "one two\n"
        "## Sub `x`\n"
        "three `not counted` <!-- nor this -->\n\n"
        "Set\n  text\n---\n"
        "four\n"
        "# Last\n"
    )
    found = body(text).headings
    assert [(h.level, h.title, at(text, h.span)) for h in found] == [
        (1, "The first", "The *first*"),
        (2, "Sub x", "Sub `x`"),
        (2, "Set text", "Set\n  text"),
        (1, "Last", "Last"),
    ]
    assert [at(text, h.section).split("\n")[0] for h in found] == [
        "one two",
        "three `not counted` <!-- nor this -->",
        "four",
        "",
    ]
    assert at(text, found[0].section).endswith("four\n")
    assert [h.empty for h in found] == [False, False, False, True]


def test_a_heading_without_text_has_a_place() -> None:
    text = "a\n\n#\n\nb\n"
    (heading,) = body(text).headings
    assert (heading.title, heading.anchor, heading.empty) == ("", "", False)
    assert heading.span == Span(3, 3)


def test_headings_in_quotes_and_items_are_anchors_only() -> None:
    found = body("# Top\n> # Quoted\n\n- # Listed\n\n## Below\n")
    assert [h.title for h in found.headings] == ["Top", "Below"]
    assert found.anchors == {"top", "quoted", "listed", "below"}


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Simple", "simple"),
        ("Two  blanks & more!", "two--blanks--more"),
        ("1. Numbers (v1.2)", "1-numbers-v12"),
        ("snake_case-and-dash", "snake_case-and-dash"),
        ("`code` *em* [link](x)", "code-em-link"),
        ("Привет мир", "привет-мир"),
        ("日本語 テスト", "日本語-テスト"),
        ("नमस्ते", "नमस्ते"),
        ("x² ½ 😀", "x--"),
        ("a &amp; b", "a--b"),
        ("![image](p.png) text", "-text"),
        (":rocket: go", "rocket-go"),
        ("ÄÖ", "äö"),
    ],
)
def test_anchors_are_those_of_github(heading: str, anchor: str) -> None:
    assert body(f"# {heading}\n").headings[0].anchor == anchor


def test_equal_headings_are_numbered() -> None:
    found = body("# A\n# A\n# A-1\n# a\n").headings
    assert [h.anchor for h in found] == ["a", "a-1", "a-1-1", "a-2"]


def test_names_in_html_are_anchors() -> None:
    text = (
        'x <a name="one"></a> <b id=two>\n\n'
        "<div class=a\n  ID='three'>\n<!-- <a id=no> -->\n<p data-id=no>\n\n"
        "<!-- <a id=no> -->\n\n```\n<a id=no>\n```\n`<a id=no>`\n"
    )
    assert body(text).anchors == {"one", "two", "three"}


def test_links_in_every_place() -> None:
    text = (
        "# [h](h.md)\n\n- [i](i.md)\n  - ![p](p.png)\n\n> [q](q.md)\n\n"
        "| [c](c.md) | a \\| [d](d.md) |\n|---|---|\n\n"
        "[r], [again][r] <https://x.y>\n\n[r]: r.md\n[unused]: u.md\n\n    [code](no)\n"
    )
    found = body(text).links
    assert [(link.href, link.text, link.image) for link in found] == [
        ("h.md", "h", False),
        ("i.md", "i", False),
        ("p.png", "p", True),
        ("q.md", "q", False),
        ("c.md", "c", False),
        ("d.md", "d", False),
        ("r.md", "r", False),
        ("r.md", "again", False),
        ("https://x.y", "https://x.y", False),
    ]
    assert all(at(text, link.span) == link.href for link in found)


@pytest.mark.parametrize("use", ["[^1]", "![^1]", "[a][^1]"])
def test_a_footnote_defines_no_link(use: str) -> None:
    found = body(f"{use}\n\n[^1]: a.md\n[^2]: [x](y.md)\n").links
    assert [link.href for link in found] == ["y.md"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[^1]: a\n\n    [x](x.md)", ["x.md"]),
        ("[^1]: a\n\n        [x](x.md)", []),
        ("[^1]:\n    ```\n    [x](x.md)\n\n    [y](y.md)\n    ```\n\n[z](z.md)", ["z.md"]),
        ("text\n[^1]: a\n\n    [x](x.md)", ["x.md"]),
        ("[^1]: a\n[^2]: b\n\n    [x](x.md)\n\n[y](y.md)", ["x.md", "y.md"]),
        ("- a\n\n  [^1]: b\n\n      [x](x.md)\n\n  [y](y.md)", ["x.md", "y.md"]),
        ("[^1]:\n\n[x](x.md)", ["x.md"]),
        ("[^1]:\n    x.md\n\n[a][^1]", []),
    ],
)
def test_a_footnote_goes_on_below_where_it_is_indented(text: str, links: list[str]) -> None:
    assert [link.href for link in body(text + "\n").links] == links


def test_nothing_in_a_footnote_belongs_to_the_document() -> None:
    found = body("# A\n\n[^1]: note\n\n    ## B\n\n    - [ ] **T-01** b\n\n- [ ] **T-02** c\n")
    assert [heading.title for heading in found.headings] == ["A"]
    assert [entry.quoted for entry in found.entries] == [True, False]


def test_footnotes_in_one_another_end() -> None:
    text = "".join(f"{'    ' * n}[^{n}]: a\n" for n in range(200))
    assert body(text).unread


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.org/[x](x.md) and [y](y.md)", ["y.md"]),
        ("HTTP://a.org/?q=![x](x.png), www.a.org/[y](y.md)", []),
        ("https://a.org/[x](x.md)<br>[y](y.md)", ["y.md"]),
        ("[a](https://a.org)[x](x.md)", ["https://a.org", "x.md"]),
        ("[https://a.org/[x]](x.md)", ["x.md"]),
        ("`https://a.org/`[x](x.md)", ["x.md"]),
        ("<https://a.org/>[x](x.md)", ["https://a.org/", "x.md"]),
        ("awww.[x](x.md), http://[y](y.md)", ["x.md", "y.md"]),
    ],
)
def test_a_bare_address_ends_at_a_blank(text: str, links: list[str]) -> None:
    assert [link.href for link in body(text + "\n").links] == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("so $f[i](j)$, and [a](a.md)", ["a.md"]),
        ("$$\nf[i](j)\n$$", []),
        ("$5 for [a](a.md), $6 for [b](b.md)", ["a.md", "b.md"]),
        ("`$` and [a](a.md)$", ["a.md"]),
        ("\\$1 [a](a.md)$", ["a.md"]),
        ("$HOME/[a](a.md)", ["a.md"]),
    ],
)
def test_a_formula_holds_no_link(text: str, links: list[str]) -> None:
    assert [link.href for link in body(text + "\n").links] == links


def test_the_same_use_of_a_definition_is_one_link() -> None:
    assert len(body("[r] and [r]\n\n[r]: r.md\n").links) == 1


def test_prose_is_blanked_and_mapped() -> None:
    text = (
        "> a `b` <i>c</i>\n> [d](e.md) ~~f~~\n\n- [x] g `h`\n  lazy\n\n```\ncode\n```\n<p>x</p>\n"
    )
    found = body(text).prose
    assert [run.text for run in found] == [
        "a        c    \n[d]       ~~f~~",
        "    g    \nlazy",
    ]
    start = found[0].text.index("f")
    assert at(text, found[0].map_span(start, start + 1)) == "f"
    assert at(text, found[1].map_span(10, 14)) == "lazy"


def test_prose_in_cells_is_mapped_across_escaped_pipes() -> None:
    text = "| a \\| bc | d |\n|---|---|\n"
    run = body(text).prose[0]
    assert run.text == "a | bc"
    assert at(text, run.map_span(4, 6)) == "bc"


ENTRIES = """\
# One

- [ ] **T-01** first
  goes on
  - after: T-00
    1. deep

  second paragraph

  > quoted
- [-] ~~struck
  through~~
* - [~] both
- ```
  [ ] code
  ```
  not first
> - [x] in a quote

## Two

12) [?]
- [x]
- [](x) [ab] no box
"""


def test_entries() -> None:
    found = body(ENTRIES).entries
    seen = [(e.marker, e.mark, e.words.value, e.parent, e.heading) for e in found]
    assert seen == [
        ("-", " ", "**T-01** first goes on", -1, 0),
        ("-", "", "after: T-00", 0, 0),
        ("1.", "", "deep", 1, 0),
        ("-", "-", "struck through", -1, 0),
        ("*", "", "", -1, 0),
        ("-", "~", "both", 4, 0),
        ("-", "", "", -1, 0),
        ("-", "x", "in a quote", -1, 0),
        ("12)", "?", "", -1, 1),
        ("-", "x", "", -1, 1),
        ("-", "", "[](x) [ab] no box", -1, 1),
    ]
    assert [text.value for text in found[0].rest] == ["second paragraph", "quoted"]
    assert [text.value for text in found[6].rest] == ["not first"]
    assert [e.struck for e in found].index(True) == 3
    assert [e.quoted for e in found].index(True) == 7
    assert [at(ENTRIES, e.box) for e in found if e.box] == [
        "[ ]",
        "[-]",
        "[~]",
        "[x]",
        "[?]",
        "[x]",
    ]


def test_entries_end_where_their_content_does() -> None:
    spans = [at(ENTRIES, entry.span) for entry in body(ENTRIES).entries]
    assert [span.rpartition("\n")[2] for span in spans] == [
        "  > quoted",
        "    1. deep",
        "1. deep",
        "  through~~",
        "* - [~] both",
        "- [~] both",
        "  not first",
        "- [x] in a quote",
        "12) [?]",
        "- [x]",
        "- [](x) [ab] no box",
    ]
    assert all(span.startswith(("-", "*", "1")) for span in spans)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("~~a~~", True),
        ("~~a~~ ", True),
        ("~~a~~ b ~~c~~", False),
        ("~~a~~.", False),
        ("~~~a~~~", False),
        ("~~ a ~~", False),
        ("~a~", False),
        ("~~~~", False),
        ("~~", False),
    ],
)
def test_struck_means_all_of_it(text: str, whole: bool) -> None:
    (entry,) = body(f"- [ ] {text}\n").entries
    assert entry.struck is whole
    assert entry.words.value == ("a" if whole else text.strip())


def test_owned_prose_knows_its_innermost_item() -> None:
    text = "intro\n\n- [ ] **T-01** a\n  - note\n  - [ ] **T-02** b\n\n  more\n- plain\n"
    found = body(text)
    items = read_items("tasks", found.entries)
    owners = {run.text.strip(): run.item for run in assign_items(found.prose, items)}
    assert owners == {
        "intro": -1,
        "**T-01** a": 0,
        "note": 0,
        "**T-02** b": 1,
        "more": 0,
        "plain": -1,
    }


@pytest.mark.parametrize(
    ("text", "limits", "key"),
    [
        ("a" * 30, Limits(document_bytes=20), "document-bytes"),
        ("é" * 15, Limits(document_bytes=20), "document-bytes"),
        ("a\n" * 5, Limits(lines=5), "lines"),
        ("a" * 30, Limits(line_length=20), "line-length"),
        ("> " * 99 + "a", LIMITS, "nesting"),
        ("- " * 60 + "a", LIMITS, "nesting"),
        ("[" * 100 + "a](b)", LIMITS, "nesting"),
        ("> > > a", Limits(nesting=4), "nesting"),
    ],
)
def test_limits_are_said(text: str, limits: Limits, key: str) -> None:
    assert f"`limits.{key}`" in body(text, limits).unread


def test_what_is_under_a_limit_is_read_whole() -> None:
    found = body("> " * 90 + "[a](b)\n\n" + "- " * 45 + "c\n")
    assert found.unread == ""
    assert [link.href for link in found.links] == ["b"]
    assert len(found.entries) == 45


def told(found: Body, text: str) -> tuple[object, ...]:
    """Return what a body says, its places as the text that stands there."""

    def show(span: Span) -> str:
        return " ".join(at(text, span).split())

    items = [item for kind in ("tasks", "spec") for item in read_items(kind, found.entries)]
    return (
        [
            (h.level, h.title, show(h.span), h.anchor, show(h.section), h.empty)
            for h in found.headings
        ],
        [(link.href, link.text, show(link.span), link.image) for link in found.links],
        found.anchors,
        [run.text for run in found.prose],
        [
            (e.marker, show(e.span), e.mark, e.words.value, e.parent, e.struck)
            for e in found.entries
        ],
        [(i.name, i.title.value, i.state, show(i.span), show(i.anchor), i.words) for i in items],
        [(s.first, s.last, s.reason) for s in found.suppressions],
        [problem.message for problem in found.problems],
    )


@given(markdown)
def test_line_endings_do_not_change_what_is_said(text: str) -> None:
    ways = []
    for newline in ("\n", "\r\n", "\r"):
        written = "# x\n\n".replace("\n", newline) + text.replace("\n", newline)
        ways.append(told(body(written), written))
    assert ways[0] == ways[1] == ways[2]


def every_text(item: Item) -> list[Text]:
    values = [text for texts in item.fields.values() for text in texts]
    return [item.title, *item.notes, *values]


@settings(max_examples=scale_examples(200))
@given(markdown, st.sampled_from(["", "\r\n", "é😀\n"]))
def test_places_are_exact(text: str, before: str) -> None:
    """Every text is what stands at its span, but for line breaks and what begins a line."""
    source = Source("a.md", before + text)
    found = read_body(source, len(before), LIMITS)
    items = [item for kind in ("tasks", "spec") for item in read_items(kind, found.entries)]
    texts = [text for item in items for text in every_text(item)]
    texts += [text for entry in found.entries for text in (entry.words, *entry.rest)]
    for entry in texts:
        if "\n" not in at(source.text, entry.span):
            assert at(source.text, entry.span) == entry.value
        assert entry.value.split()[:1] == at(source.text, entry.span).split()[:1]
    for item in items:
        assert at(source.text, item.anchor) in (item.name, at(source.text, item.box or item.span))
    for run in found.prose:
        for offset, character in enumerate(run.text):
            if not character.isspace():
                assert at(source.text, run.map_span(offset, offset + 1)) == character


@given(st.text(max_size=120))
def test_never_raises_on_any_text(text: str) -> None:
    body(text)


def test_the_tokens_that_matter_are_all_there() -> None:
    """Nothing that markdown-it-py shows is lost on a text that uses everything."""
    text = ENTRIES + "\n| a | b |\n|---|---|\n| c | d |\n\nSet\n===\n"
    inline = [token for token in REFERENCE.parse(text) if token.type == "inline" and token.content]
    assert len(body(text).prose) == len(inline)
