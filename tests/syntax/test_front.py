"""Front matter: what opens and closes it, values as text, exact places, and what is refused."""

from __future__ import annotations

import threading

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.config import Limits
from awos_lint.core.text import Source
from awos_lint.syntax.parse import events, read_front
from awos_lint.syntax.parse.front import FrontMatter
from tests.support.texts import LIMITS, at, front, yaml


def read(text: str) -> FrontMatter:
    return read_front(Source("a.md", text), LIMITS)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\nid: A\n---\nbody", "body"),
        ("--- \t\nid: A\n---  \nbody", "body"),
        ("---\nid: A\n...\nbody", "body"),
        ("---\nid: A\n---", ""),
        ("---\r\nid: A\r\n---\r\nbody", "body"),
        ("---\rid: A\r---\rbody", "body"),
        ("---\nid: A\n---\n---\nid: B\n---\n", "---\nid: B\n---\n"),
    ],
)
def test_fences(text: str, body: str) -> None:
    found = read(text)
    assert found.fields == {"id": "A"}
    assert text[found.body :] == body
    assert at(text, found.span).startswith("---")
    assert at(text, found.span)[-3:] in ("---", "...")
    assert not found.problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# T\n",
        "----\nid: A\n----\n",
        "---x\nid: A\n---\n",
        "\n---\nid: A\n---\n",
        " ---\nid: A\n---\n",
        "+++\nid = 1\n+++\n",
        '{"id": 1}\n',
        "***\nid: A\n***\n",
    ],
)
def test_without_front_matter(text: str) -> None:
    assert read(text) == FrontMatter()


@pytest.mark.parametrize(
    "text", ["---", "---\nid: A\n", "---\nid: A\n---x\n", "---\nid: |\n ---\n"]
)
def test_unclosed(text: str) -> None:
    found = read(text)
    assert found.broken
    assert found.fields == {}
    assert "not closed" in found.problems[0].message
    assert at(text, found.problems[0].span) == "---"
    assert "---" in found.problems[0].help


def test_empty_front_matter_says_nothing() -> None:
    for yaml_text in ("", "# a comment", "\n\n"):
        found = front(yaml_text)
        assert (found.fields, found.problems, found.broken) == ({}, (), False)


def test_every_scalar_is_the_text_that_was_written() -> None:
    written = "a: 2024-02-30\nb: 12\nc:\nd: 'it''s'\ne: \"\\u00e9\"\nf: [x, {g: h}]\ni: |\n  j\n"
    assert front(written).fields == {
        "a": "2024-02-30",
        "b": "12",
        "c": "",
        "d": "it's",
        "e": "é",
        "f": ["x", {"g": "h"}],
        "i": "j\n",
    }


def test_marks_are_exact() -> None:
    text = "---\nt: 😀 x\nu:\n- 'q'\n-\nv: [1, {w: z}]\nempty:\nb: |\n  line\n\nlast: \"é\"\n---\n"
    found = read(text)
    places = {address: at(text, mark.value) for address, mark in found.marks.items()}
    assert places == {
        ("t",): "😀 x",
        ("u",): "- 'q'\n-",
        ("u", 0): "'q'",
        ("u", 1): "",
        ("v",): "[1, {w: z}]",
        ("v", 0): "1",
        ("v", 1): "{w: z}",
        ("v", 1, "w"): "z",
        ("empty",): "",
        ("b",): "|\n  line",
        ("last",): '"é"',
    }
    keys = {address: at(text, mark.key) for address, mark in found.marks.items() if mark.key}
    assert keys == {address: address[-1] for address in places if isinstance(address[-1], str)}
    assert found.marks[("empty",)].value.start == text.index("empty:") + len("empty:")


@pytest.mark.parametrize(
    ("written", "word", "help_"),
    [
        ("a: &x b", "anchors", "&"),
        ("a: *x", "aliases", "*"),
        ("a: {<<: b}", "merge keys", "<<"),
        ("a: !t b", "tags", "!"),
        ("a: ! b", "tags", "!"),
        ("a: !!python/object/apply:os.system [x]", "tags", "!"),
        ("a: &x [*x]", "anchors", "&"),
        ("--- b: c", "", ""),
        ("a: b\n--- c", "further YAML documents", "---"),
        ("[a]: b", "a key is a list", "plain words"),
        ("? {a: b}\n: c", "a key is a list", "plain words"),
        ("- a", "not a mapping", "key: value"),
        ("just text", "not a mapping", "key: value"),
        ("a: @b", "cannot begin with `@`", "quotes"),
        ("a: `b`", "cannot begin with ```", "quotes"),
        ("a: %b", "cannot begin with `%`", "quotes"),
        ("a: *.md", "cannot begin with `*`", "quotes"),
        ("a: **/x", "cannot begin with `*`", "quotes"),
        ("a: b: c", "`:` stands where no key", "quotes"),
        ("a:\n\tb: c", "a tab", "spaces"),
        ("a: 'b", "quotation mark is not closed", "close it"),
        ('a: "b', "quotation mark is not closed", "close it"),
        ("a: [b", "`[` is not closed", "]"),
        ("a: {b", "`{` is not closed", "}"),
        ('a: "\\q"', "a backslash", "single quotes"),
        ("a: 'b' c", "belongs to no key", "quotes"),
        ("a: - b", "a list cannot begin here", "next line"),
        ("%YAML 1.1", "directives", "remove"),
        ("a: ]", "not valid YAML", "quotes"),
    ],
)
def test_refused(written: str, word: str, help_: str) -> None:
    found = front(f"id: A\n{written}" if not written.startswith(("- ", "j", "%")) else written)
    assert found.broken
    problem = found.problems[-1]
    assert problem.rule == "document-front-matter"
    assert word in problem.message
    assert help_ in problem.help
    assert problem.span is not None
    assert Source("a.md", f"---\nid: A\n{written}").find_position(problem.span.start)[0] >= 2


def test_what_stood_before_a_mistake_is_kept_and_the_rest_is_not() -> None:
    assert front("id: A\ntitle: b: c\nstatus: draft").fields == {"id": "A"}
    assert front("id: A\ntitle: @b").fields == {"id": "A"}
    found = front("id: A\ntags: [x")
    assert found.fields == {"id": "A"}
    assert set(found.marks) == {("id",)}


def test_the_first_of_two_keys_counts() -> None:
    text = "---\nstatus: draft\nstatus: [a, {b: approved}]\nz: w\n---\n"
    found = read(text)
    assert found.fields == {"status": "draft", "z": "w"}
    assert set(found.marks) == {("status",), ("z",)}
    (problem,) = found.problems
    assert problem.rule == "document-duplicate-key"
    assert problem.span is not None
    assert problem.span.start == text.index("status: [")
    assert [(at(text, span), note) for span, note in problem.related] == [
        ("status", "first written here")
    ]
    assert not found.broken


def test_ambiguous_values_are_found_unless_quoted() -> None:
    text = "---\na: 012\nb: '012'\nc: [no, 2026-01-31, 7]\n---\n"
    found = read(text)
    assert [at(text, p.span) for p in found.problems] == ["012", "no"]
    assert {p.rule for p in found.problems} == {"document-ambiguous-value"}
    assert "see 10 " in found.problems[0].message
    assert found.problems[0].fix == '"012"'
    assert found.fields == {"a": "012", "b": "012", "c": ["no", "2026-01-31", "7"]}


@pytest.mark.parametrize(("written", "code"), [('"\\0"', "U+0000"), ('"\\x9b"', "U+009B")])
def test_control_characters_by_escape_are_found(written: str, code: str) -> None:
    found = front(f"a: {written}")
    assert code in found.problems[0].message
    assert not found.broken


def test_halves_of_characters_never_come_out() -> None:
    found = front('a: "\\ud800"')
    assert found.problems
    found = read("---\na: x\ud800y\n---\n")
    assert found.fields == {"a": "x\ufffdy"}


def test_a_line_separator_is_a_finding() -> None:
    found = front("a: b\u2028c: d")
    assert "U+2028" in found.problems[0].message


def test_control_characters_do_not_hide_the_rest() -> None:
    assert front("a: b\x00\nc: d").fields == {"a": "b\ufffd", "c": "d"}


def test_a_conflict_in_front_matter_is_reported_once() -> None:
    found = front("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> other")
    assert found.broken
    assert found.problems == ()


def test_comments_silence_rules() -> None:
    text = (
        "---\n"
        "a: b  # awos: ignore[document-schema, task] the other tool needs it\n"
        "# awos: ignore[adr] the next line\n"
        "\n"
        "c: '# awos: ignore[x] text'\n"
        "d: |\n"
        "  # awos: ignore[x] text\n"
        "# awos: drop\n"
        "---\n"
    )
    found = read(text)
    assert [(s.first, s.last, s.reason) for s in found.suppressions] == [
        (2, 2, "the other tool needs it"),
        (5, 5, "the next line"),
    ]
    rules = found.suppressions[0].rules
    assert [(t.value, at(text, t.span)) for t in rules] == [
        ("document-schema", "document-schema"),
        ("task", "task"),
    ]
    assert [p.rule for p in found.problems] == ["suppression-malformed"]


@pytest.mark.parametrize(
    ("written", "limits", "key"),
    [
        ("a: b\n" * 20, Limits(front_bytes=50), "front-bytes"),
        ("a: [[b]]", Limits(front_depth=2), "front-depth"),
        ("a: " + "[" * 60_000, LIMITS, "front-depth"),
        ("- " * 100 + "a", LIMITS, "front-depth"),
        ("a: [b, c, d]", Limits(front_events=6), "front-events"),
        ("a: bcdef", Limits(scalar=4), "scalar"),
        ("abcdef: b", Limits(scalar=4), "scalar"),
    ],
)
def test_limits_are_said(written: str, limits: Limits, key: str) -> None:
    found = front(written if written.startswith("a") else f"a:\n {written}", limits)
    assert found.broken
    assert f"`limits.{key}`" in found.unread


def test_ten_megabytes_are_not_parsed() -> None:
    found = front("a: " + "é" * 5_000_000)
    assert "`limits.front-bytes`" in found.unread
    assert found.fields == {}


def test_bombs_on_a_small_stack() -> None:
    """Deep nesting and merge keys end in a finding, also where libyaml's composer would crash."""
    bombs = [
        "a: " + "[" * 20_000 + "]" * 20_000,
        "a: " + "{b: " * 10_000 + "}" * 10_000,
        "\n".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 25)),
        "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "x:\n" + "".join("  " * n + "-\n" for n in range(1, 200)),
    ]
    found: list[FrontMatter] = []
    size = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=lambda: found.extend(map(front, bombs)))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
    assert [entry.broken for entry in found] == [True] * len(bombs)


@given(yaml)
def test_never_raises_and_places_are_inside(text: str) -> None:
    source = f"---\n{text}\n---\n"
    found = read(source)
    for mark in found.marks.values():
        assert 0 <= mark.value.start <= mark.value.end <= len(source)
    for problem in found.problems:
        assert problem.span is not None
        assert 0 <= problem.span.start <= problem.span.end <= len(source)
    assert set(found.marks) >= {(key,) for key in found.fields}


@given(st.text(max_size=80))
def test_never_raises_on_any_text(text: str) -> None:
    read(text)
    front(text)


_WORD = st.text("abcé😀-_.", min_size=1, max_size=6).filter(lambda w: w[0] not in "-.")


@given(
    st.dictionaries(_WORD, st.one_of(_WORD, st.lists(_WORD, min_size=1, max_size=3)), max_size=5)
)
def test_plain_scalars_stand_where_their_marks_say(data: dict[str, str | list[str]]) -> None:
    lines = [
        f"{k}: [{', '.join(v)}]" if isinstance(v, list) else f"{k}: {v}" for k, v in data.items()
    ]
    for newline in ("\n", "\r\n", "\r"):
        text = newline.join(("---", *lines, "---", ""))
        found = read(text)
        assert found.fields == data
        for address, mark in found.marks.items():
            if mark.key:
                assert at(text, mark.key) == address[-1]
            if len(address) == 2:
                value = data[str(address[0])]
                assert at(text, mark.value) == value[int(address[1])]


@given(yaml)
def test_line_endings_do_not_change_what_is_said(text: str) -> None:
    text = text.replace("\r", "")
    ways = [read(f"---\n{text}\n---\n".replace("\n", newline)) for newline in ("\n", "\r\n", "\r")]
    assert len({(str(way.fields), way.broken) for way in ways}) == 1
    assert len({tuple((p.rule, p.message) for p in way.problems) for way in ways}) == 1


@given(yaml)
def test_both_parsers_read_the_same(text: str) -> None:
    """Without libyaml the parser in Python gives the same values or an error as well."""
    first = front(text)
    loader = events._LOADER
    events._LOADER = pyyaml.SafeLoader
    try:
        second = front(text)
    finally:
        events._LOADER = loader
    if not first.broken and not second.broken:
        assert first.fields == second.fields
        assert first.marks == second.marks
