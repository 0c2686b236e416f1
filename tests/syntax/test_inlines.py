"""What is in inline text is what markdown-it-py finds in it, with exact places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from awos_lint.syntax.parse.blocks import parse_blocks
from awos_lint.syntax.parse.codespans import blank_ranges, code_spans
from awos_lint.syntax.parse.inlines import measure_depth, parse_inline
from awos_lint.syntax.parse.markdown_it_inlines import parsed_inline
from awos_lint.syntax.parse.shapes import Inline, Target
from tests.support.profiles import scale_examples
from tests.support.texts import markdown

REFERENCE = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
DEFINED = "\n\n[x]: <u v> 't'\n[y z]: /u%20v\n"


def read(text: str) -> Inline:
    return parse_inline(text, {"definitions": {}}, 100, titled=True)


def pieces(text: str, found: Inline) -> list[str]:
    return [text[start:end] for start, end in found.holes]


@settings(max_examples=scale_examples(300))
@given(markdown)
def test_equal_to_the_parser(text: str) -> None:
    """Links, images, code and HTML are those of the unchanged parser, in number and in target."""
    found, env = parse_blocks(text + DEFINED, 0, 100)
    reference = [t for t in REFERENCE.parse(text + DEFINED) if t.type == "inline"]
    texts = [block.text for block in found if block.kind in ("paragraph", "heading", "cell")]
    assert len(texts) == len(reference)
    for piece, token in zip(texts, reference, strict=True):
        mine = parse_inline(piece, env, 100)
        children = token.children or []
        links = [str(t.attrs["href"]) for t in children if t.type == "link_open"]
        images = [str(t.attrs["src"]) for t in children if t.type == "image"]
        hrefs = [REFERENCE.normalizeLink(t.href) for t in mine.targets if not t.image]
        sources = [REFERENCE.normalizeLink(t.href) for t in mine.targets if t.image]
        assert sorted(hrefs) == sorted(links)
        assert sorted(sources) == sorted(images)
        html = [t.content for t in children if t.type == "html_inline"]
        assert [piece[start:end] for start, end in mine.html] == html


@settings(max_examples=scale_examples(300))
@given(markdown)
def test_plain_text_is_read_as_the_parser_reads_it(text: str) -> None:
    text = " ".join(text.split())
    mine, parsed = read(text), parsed_inline(text, {"definitions": {}}, 100)
    assert list(mine.holes) == list(parsed.holes)
    assert list(mine.targets) == list(parsed.targets)
    assert list(mine.html) == list(parsed.html)
    assert " ".join(mine.title.split()) == parsed.title
    assert mine.heading == parsed.heading


@given(markdown)
def test_places_are_exact(text: str) -> None:
    for block in parse_blocks(text, 0, 100)[0]:
        found = parse_inline(block.text, {"definitions": {}}, 100)
        edges = [edge for hole in found.holes for edge in hole]
        assert edges == sorted(edges)
        for target in found.targets:
            written = block.text[target.start : target.end]
            assert target.href.removeprefix("mailto:") == written or {"\\", "&"} & set(written)
        assert len(blank_ranges(block.text, found.holes)) == len(block.text)


@pytest.mark.parametrize(
    ("text", "targets", "holes"),
    [
        ("[a](b.md)", [("b.md", "a", "b.md")], ["(b.md)"]),
        ("[a](<b c> 't')", [("b c", "a", "b c")], ["(<b c> 't')"]),
        ("[a](b\\_c&amp;d)", [("b_c&d", "a", "b\\_c&amp;d")], ["(b\\_c&amp;d)"]),
        ("[a](b%20c)", [("b%20c", "a", "b%20c")], ["(b%20c)"]),
        ("[a](b(c)d)", [("b(c)d", "a", "b(c)d")], ["(b(c)d)"]),
        ("[a]()", [("", "a", "")], ["()"]),
        ("[](b)", [("b", "", "b")], ["(b)"]),
        ("[`a`](b)", [("b", "`a`", "b")], ["`a`", "(b)"]),
        ("![i `x` [j](k)](p.png)", [("p.png", "i `x` [j](k)", "p.png")], ["(p.png)"]),
        ("[![i](p)](l)", [("p", "i", "p"), ("l", "![i](p)", "l")], ["(p)", "(l)"]),
        ("<https://a.b/c>", [("https://a.b/c", "https://a.b/c", "https://a.b/c")], None),
        ("<a@b.c>", [("mailto:a@b.c", "a@b.c", "a@b.c")], ["<a@b.c>"]),
        ("[a](javascript:x)", [], []),
        ("[a] (b)", [], []),
        ("`[a](b)` \\[a](b)", [], ["`[a](b)`"]),
        ("a <b id=c>d</b> <!-- e --> < f > g", [], ["<b id=c>", "</b>", "<!-- e -->"]),
        ("``a ` b`` `c", [], ["``a ` b``"]),
        ("\\`a` b`", [], ["` b`"]),
        ("a\n`b\nc` d", [], ["`b\nc`"]),
    ],
)
def test_targets_and_holes(
    text: str, targets: list[tuple[str, str, str]], holes: list[str] | None
) -> None:
    found = read(text)
    assert [(t.href, t.label, text[t.start : t.end]) for t in found.targets] == targets
    assert pieces(text, found) == ([text] if holes is None else holes)


def test_references_lead_to_their_definition() -> None:
    text = "[x], [a][x], ![b][X], [c][], [y z][], [none]" + DEFINED
    found, env = parse_blocks(text, 0, 100)
    targets = parse_inline(found[0].text, env, 100).targets
    places = [(t.href, t.label, text[t.start : t.end], t.image) for t in targets]
    assert places == [
        ("u v", "x", "u v", False),
        ("u v", "a", "u v", False),
        ("u v", "b", "u v", True),
        ("/u%20v", "y z", "/u%20v", False),
    ]
    assert all(target.defined for target in targets)


def test_a_reference_without_a_known_definition_place_is_pointed_at_itself() -> None:
    text = "see [c d]"
    _, env = parse_blocks(f"{text}\n\n[c\nd]: /y\n", 0, 100)
    (target,) = parse_inline(text, env, 100).targets
    assert target == Target("/y", "c d", 4, 9)


@pytest.mark.parametrize(
    ("text", "title", "heading"),
    [
        ("plain", "plain", "plain"),
        ("**Bold** and _it_ ~~s~~", "Bold and it s", "Bold and it s"),
        ("`awos_x` & more", "awos_x & more", "awos_x & more"),
        ("`` a`b `` c", "a`b c", "a`b c"),
        ("a &amp; \\* [b *c*](d)", "a & * b c", "a & * b c"),
        ("![logo](p) Name <br> x", "Name x", " Name  x"),
        ("two\nlines", "two lines", "twolines"),
    ],
)
def test_titles(text: str, title: str, heading: str) -> None:
    found = read(text)
    assert (" ".join(found.title.split()), found.heading) == (title, heading)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("`a` b `c`", ["`a`", "`c`"]),
        ("`a", []),
        ("``a`", []),
        ("``a` b``", ["``a` b``"]),
        ("`a\\` b`", ["`a\\`"]),
        ("\\\\`a`", ["`a`"]),
        ("`a``b`", ["`a``b`"]),
    ],
)
def test_code_spans(text: str, spans: list[str]) -> None:
    assert [text[start:end] for start, end in code_spans(text)] == spans


def test_blanks_keep_length_and_lines() -> None:
    assert blank_ranges("a`b\nc`d", [(1, 6)]) == "a  \n  d"


def test_deepest_counts_open_brackets() -> None:
    assert [measure_depth(text) for text in ("", "[a] [b]", "[[a] [b [c]]]", "]]]["[::-1])] == [
        0,
        1,
        3,
        1,
    ]
