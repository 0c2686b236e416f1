"""The digest holds for the same text however it is written, and for no other.

``recomputed`` follows ``docs/reference/digest.md`` and shares no code with the product.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from awos_lint.core import digest as product
from awos_lint.core.config import Config
from awos_lint.core.digest import (
    canonical_body,
    canonical_front,
    compute_digest,
    compute_seal,
    is_known_version,
    is_outdated,
    matches_record,
)
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import KINDS
from awos_lint.core.text import compose_text
from awos_lint.layouts import Claim
from awos_lint.layouts.native import read

PAGE = Path(__file__).resolve().parent.parent.parent / "docs/reference/digest.md"
VECTORS, SEALS = map(
    json.loads,
    re.findall(r"^```json\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE),
)


# From the words of the page.


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def composed(text: str) -> str:
    found, between = "", ""
    for char in text:
        if char in "<=>\u037e\u1fef\u212a":
            found, between = found + nfc(between) + char, ""
        else:
            between += char
    return found + nfc(between)


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def as_json(value: Any, nfc: Callable[[str], str] = composed) -> str:
    if isinstance(value, str):
        short = dict(
            zip('"\\\b\t\n\f\r', [r"\"", r"\\", r"\b", r"\t", r"\n", r"\f", r"\r"], strict=True)
        )
        shown = (short.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in nfc(value))
        return f'"{"".join(shown)}"'
    if isinstance(value, list):
        return "[" + ",".join(as_json(entry, nfc) for entry in value) + "]"
    pairs = sorted((nfc(key), as_json(entry, nfc)) for key, entry in value.items())
    return "{" + ",".join(f"{as_json(key, nfc)}:{entry}" for key, entry in pairs) + "}"


def unticked(line: str) -> str:
    at = len(line) - len(line.lstrip(" \t>"))
    while marker := re.match(r"([-*+]|[0-9]{1,9}[.)])[ \t]", line[at:]):
        at += marker.end()
        at += len(line[at:]) - len(line[at:].lstrip(" \t>"))
        if re.match(r"\[[xX-]\]([ \t]|$)", line[at:]):
            return f"{line[:at]}[ ]{line[at + 3 :]}"
    return line


def split(text: str) -> tuple[dict[str, Any], str]:
    lines = lines_of(text)
    if lines[0].rstrip(" \t") != "---":
        return {}, text
    end = next(i for i, line in enumerate(lines) if i and line.rstrip(" \t") in ("---", "..."))
    fields = yaml.load("\n".join([*lines[1:end], ""]), Loader=yaml.BaseLoader) or {}
    return fields, "\n".join(lines[end + 1 :])


def hashed(tag: str, *parts: str) -> str:
    state = tag.encode() + b"\0"
    for part in parts:
        state += str(len(part.encode())).encode() + b":" + part.encode()
    return hashlib.sha256(state).hexdigest()


def recomputed(data: bytes, kind: str, id_: str, version: str = "v2") -> str:
    form = nfc if version == "v1" else composed
    fields, body = split(data.decode("utf-8-sig"))
    kind, id_ = fields.get("kind", kind), fields.get("id", id_)
    own = ("remarks",) if kind == "tasks" else ()
    for key in (
        "acknowledgements",
        "approvals",
        "id",
        "kind",
        "reviewed",
        "status",
        "superseded_by",
        *own,
    ):
        fields.pop(key, None)
    for anchor in fields.get("anchors", []):
        anchor.pop("digest", None)
    lines = [line.rstrip(" \t") for line in lines_of(form(body))]
    if version == "v1" or kind in ("roadmap", "tasks"):
        lines = [unticked(line) for line in lines]
    parts = kind, form(id_), as_json(fields, form), "\n".join(lines).strip("\n")
    return f"sha256:{version}:{hashed(f'awos-approval-{version}', *parts)}"


# Documents.


def document(text: str, kind: str = "tasks", id_: str = "TASKS-001") -> Document:
    claim = Claim(f"context/{kind}.md", kind, id_)
    return read(claim, text.encode(), Config(), KINDS)[0]


def of(text: str) -> str:
    return compute_digest(document(text))


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_the_vectors_of_the_page(vector: dict[str, str]) -> None:
    found = document(vector["document"], vector["kind"], vector["id"])
    version = vector["version"]
    assert canonical_front(found.fields, found.kind, version) == vector["front"]
    assert canonical_body(found, version) == vector["body"]
    assert compute_digest(found, version) == vector["digest"]
    data = vector["document"].encode()
    assert recomputed(data, vector["kind"], vector["id"], version) == vector["digest"]


def test_the_vectors_show_what_is_not_covered() -> None:
    assert len({vector["digest"] for vector in VECTORS}) == len(VECTORS) - 2


@pytest.mark.parametrize("vector", SEALS, ids=range(len(SEALS)))
def test_the_seals_of_the_page(vector: dict[str, Any]) -> None:
    entry = vector["entry"]
    assert as_json(entry) == vector["json"]
    assert f"sha256:{hashed('awos-seal-v1', vector['record'], as_json(entry))}" == vector["seal"]
    assert (
        compute_seal(vector["record"], {**entry, "seal": "x", "signature": "y"}) == vector["seal"]
    )


def test_only_the_six_characters_of_the_page_cross_the_border_of_ascii() -> None:
    chars = [chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code < 0xE000]
    became = {c for c in chars if any(part.isascii() for part in nfc(c))}
    assert became == set("\u037e\u1fef\u212a")
    marks = [char for char in chars if unicodedata.combining(char)]
    plain = [chr(code) for code in range(0x80) if not chr(code).isalpha()]
    assert {c for c in plain for mark in marks if nfc(c + mark)[0] != c} == set("<=>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u1fef\u1fef\u1fef\nrm x\n\u1fef\u1fef\u1fef", "```\nrm x\n```"),
        ("  - verify: \u1fefmake\u1fef", "  - verify: `make`"),
        ("true\u037e rm x", "true; rm x"),
        ("\u226f quoted", ">\u0338 quoted"),
        ("\u226ea>", "<\u0338a>"),
        ("\u212a", "K"),
    ],
)
def test_what_looks_like_markup_does_not_become_it(one: str, other: str) -> None:
    assert nfc(one) == nfc(other)
    assert compute_digest(document(one), "v1") == compute_digest(document(other), "v1")
    assert compute_digest(document(one), "v2") != compute_digest(document(other), "v2")
    quoted = json.dumps(one, ensure_ascii=False), json.dumps(other, ensure_ascii=False)
    fronts = [f"---\nx-run: {said}\n---\n" for said in quoted]
    assert of(fronts[0]) != of(fronts[1])


@given(st.text(st.sampled_from("<=>\u037e\u1fef\u212aKe\u0301\u0338\u030c`;é"), max_size=8))
def test_composing_twice_changes_nothing_and_keeps_ascii(text: str) -> None:
    markup = [c for c in text if c.isascii() and not c.isalpha()]
    assert [c for c in compose_text(text) if c.isascii() and not c.isalpha()] == markup
    assert compose_text(compose_text(text)) == compose_text(text)
    assert compose_text(text) == composed(text)


def test_ticks_are_progress_in_tasks_and_choices_in_decisions() -> None:
    one, other = (
        "- [x] **T-01** Files\n- [ ] **T-02** SQLite\n",
        "- [ ] **T-01** Files\n- [x] **T-02** SQLite\n",
    )
    for kind, id_, same in (
        ("tasks", "TASKS-001", True),
        ("roadmap", "ROADMAP", True),
        ("adr", "ADR-0001", False),
        ("spec", "SPEC-001", False),
    ):
        two = [document(text, kind, id_) for text in (one, other)]
        assert (compute_digest(two[0]) == compute_digest(two[1])) is same
        assert compute_digest(two[0], "v1") == compute_digest(two[1], "v1")


@pytest.mark.parametrize("key", ["by", "at", "digest", "upstream", "reason", "editorial"])
def test_a_seal_covers_every_key(key: str) -> None:
    entry = {**SEALS[1]["entry"], "editorial": "typos"}
    other = {"ADR-0001": VECTORS[0]["digest"]} if key == "upstream" else "2026-02-05"
    sealed = compute_seal("approval", entry)
    assert compute_seal("approval", {**entry, key: other}) != sealed
    assert compute_seal("approval", {k: v for k, v in entry.items() if k != key}) != sealed


def test_a_seal_of_one_kind_of_record_fits_no_other() -> None:
    entry = SEALS[0]["entry"]
    assert compute_seal("approval", entry) != compute_seal("acknowledgement", entry)


# A body never begins with a fence, and its lines hold what the rules of the page are about.
CHARS = st.sampled_from("abé\u0301 \t>-*+1.)[]xX`#é漢\u00a0\u2028~_:|")
LINE = st.one_of(
    st.text(CHARS, max_size=12),
    st.builds(
        "{}{} [{}]{}".format,
        st.sampled_from(["", "  ", "> ", "- ", "\t"]),
        st.sampled_from(["-", "*", "+", "1.", "12)", "1234567890.", "--", ""]),
        st.sampled_from(" xX-yé"),
        st.sampled_from(["", " a", "\ta", "a", "(b)", "  "]),
    ),
)
BODY = st.lists(LINE, max_size=8).map("\n".join)
WORDS = st.text(st.sampled_from("abcé\u0301 :#'\"\\漢\u2028\t"), max_size=8)
VALUE = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS.filter(bool), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.dictionaries(
    st.sampled_from(
        ["title", "owners", "spec", "x-a", "x-é", "created", "anchors", "kindly", "remarks"]
    ),
    VALUE,
    max_size=4,
)


def front(fields: dict[str, Any]) -> str:
    """Front matter in JSON, which is YAML, a line for each key."""
    lines = (f"{json.dumps(key)}: {json.dumps(value)}\n" for key, value in fields.items())
    return f"---\n{''.join(lines)}---\n"


def readable(text: str) -> bool:
    found = document(text)
    return not found.broken and not found.unread


@given(FIELDS, BODY)
def test_anybody_can_recompute_it(fields: dict[str, Any], body: str) -> None:
    text = front(fields) + body
    assume(readable(text) and isinstance(fields.get("anchors", []), list))
    assume(all(isinstance(anchor, dict) for anchor in fields.get("anchors", [])))
    assert of(text) == recomputed(text.encode(), "tasks", "TASKS-001")


# What keeps it.


@given(FIELDS, BODY, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["NFC", "NFD"]))
def test_line_endings_composition_and_a_mark_keep_it(
    fields: dict[str, Any], body: str, end: str, form: Any
) -> None:
    text = front(fields) + body
    assume(readable(text))
    # The escapes of JSON would hide the characters from the normal form.
    escaped = text[: len(text) - len(body)].encode().decode("ascii")
    other = "\ufeff" + (escaped + unicodedata.normalize(form, body)).replace("\n", end)
    assert of(text) == of(other)


@given(BODY, st.lists(st.sampled_from(["", " ", "\t ", "   "]), min_size=8, max_size=8))
def test_trailing_blanks_keep_it(body: str, blanks: list[str]) -> None:
    lines = body.split("\n")
    wide = "\n".join(line + blank for line, blank in zip(lines, blanks, strict=False))
    assert of(front({}) + body) == of(f"{front({})}\n \n{wide}\n\t\n\n")


@given(FIELDS, BODY, st.randoms(use_true_random=False))
def test_the_order_and_spelling_of_keys_keep_it(
    fields: dict[str, Any], body: str, chance: Any
) -> None:
    keys = list(fields)
    chance.shuffle(keys)
    lines = "".join(
        f"{json.dumps(k)}:   {json.dumps(fields[k], ensure_ascii=k < 'm')} # c\n" for k in keys
    )
    assume(readable(front(fields) + body) and readable(f"---\n{lines}---\n"))
    assume("\u2028" not in lines)
    assert of(front(fields) + body) == of(f"---\n# more\n\n{lines}...\n{body}")


def test_one_key_in_two_normal_forms_keeps_it() -> None:
    one, other = "---\nx-a: {é: Zoë}\n---\n", "---\nx-a: {e\u0301: Zoe\u0308}\n---\n"
    assert one != other
    assert of(one) == of(other)
    both = "---\nx-a: {é: one, e\u0301: two}\n---\n"
    assert of(both) != of(both.replace("one", "three"))
    assert of(both) == of("---\nx-a: {é: two, e\u0301: one}\n---\n")


@pytest.mark.parametrize(
    "key",
    [
        "status: done",
        "reviewed: 2026-01-01",
        "superseded_by: [ADR-0009]",
        "id: TASKS-001",
        "kind: tasks",
        "approvals: [{by: M, at: 2026-01-01, digest: x}]",
        "remarks: [{task: T-01, state: blocked, at: 2026-01-01, reason: why}]",
    ],
)
def test_how_far_a_document_is_keeps_it(key: str) -> None:
    assert of(f"---\nowners: [a]\n{key}\n---\n# T\n") == of("---\nowners: [a]\n---\n# T\n")


def test_remarks_of_other_kinds_than_task_lists_are_text() -> None:
    plain, more = "---\nowners: [a]\n---\n", "---\nowners: [a]\nremarks: [b]\n---\n"
    assert compute_digest(document(plain, "spec", "SPEC-001")) != compute_digest(
        document(more, "spec", "SPEC-001")
    )


@given(BODY, st.data())
def test_ticks_keep_it(body: str, data: st.DataObject) -> None:
    text = front({}) + body
    found = document(text)
    boxes = [item.box for item in found.items if item.box]
    assume(boxes)
    box = data.draw(st.sampled_from(boxes))
    assume(text[box.start + 1] in " xX-" and text[: box.start].rpartition("\n")[2].strip(" \t>"))
    mark = data.draw(st.sampled_from(" xX-"))
    assert of(text) == of(f"{text[: box.start]}[{mark}]{text[box.end :]}")


# What voids it.


@given(FIELDS, BODY, st.data())
def test_a_letter_put_into_the_body_voids_it(
    fields: dict[str, Any], body: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(body)))
    text = front(fields)
    assume(readable(text))
    assert of(text + body) != of(f"{text}{body[:at]}q{body[at:]}")


@given(BODY, BODY)
def test_two_bodies_have_one_digest_only_if_their_lines_agree(one: str, other: str) -> None:
    def seen(text: str) -> list[str]:
        lines = [line.rstrip(" \t") for line in nfc(text).split("\n")]
        return "\n".join(re.sub(r"\[[xX-]\](?=[ \t]|$)", "[ ]", v) for v in lines).strip().split()

    if of(front({}) + one) == of(front({}) + other):
        assert seen(one) == seen(other)


@given(BODY, st.data())
def test_a_character_taken_out_of_the_body_voids_it(body: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, max(0, len(body) - 1)))
    assume(body[at : at + 1].strip())
    assert of(front({}) + body) != of(front({}) + body[:at] + body[at + 1 :])


@given(FIELDS, FIELDS)
def test_other_front_matter_voids_it(one: dict[str, Any], other: dict[str, Any]) -> None:
    def meaning(fields: dict[str, Any]) -> Any:
        kept = {key: value for key, value in fields.items() if key != "remarks"}
        return unicodedata.normalize("NFC", json.dumps(kept, sort_keys=True, ensure_ascii=False))

    assume("anchors" not in one and "anchors" not in other)
    assume(readable(front(one)) and readable(front(other)))
    assert (of(front(one)) == of(front(other))) == (meaning(one) == meaning(other))


def test_kind_and_id_void_it() -> None:
    assert compute_digest(document("# T\n")) != compute_digest(document("# T\n", id_="TASKS-002"))
    assert compute_digest(document("# T\n")) != compute_digest(document("# T\n", kind="spec"))
    assert of("---\nid: TASKS-002\n---\n# T\n") != of("# T\n")


def test_what_an_anchor_held_keeps_it_and_its_file_voids_it() -> None:
    text = "---\nanchors:\n  - path: a.py\n    digest: one\n---\n"
    assert of(text) == of(text.replace("one", "two"))
    assert of(text) != of(text.replace("a.py", "b.py"))
    assert of("---\nanchors: [digest]\n---\n") != of("---\nanchors: []\n---\n")


def test_the_fences_are_no_part_of_the_body() -> None:
    found = document("---  \nowners: [a]\n...\t\n# T\n")
    assert canonical_body(found) == "# T"
    assert of("---\n---\n# T\n") == of("# T\n") == of("---\n...\n\n\n# T")


def test_parts_are_kept_apart() -> None:
    assert of("---\ntitle: a\n---\nb") != of("---\ntitle: ab\n---\n")
    assert of('{"title":"a"}') != of("---\ntitle: a\n---\n")


# Versions.


def test_a_record_is_judged_by_the_version_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    found = document("# T\n")
    old, record = compute_digest(found, "v1"), compute_digest(found)
    assert is_known_version(old)
    assert matches_record(old, found)
    assert is_outdated(old)
    assert not is_outdated(record)
    monkeypatch.setattr(product, "VERSION", "v3")
    monkeypatch.setattr(product, "_FORMS", {**product._FORMS, "v3": product._FORMS["v2"]})
    assert is_known_version(record)
    assert matches_record(record, found)
    assert is_outdated(record)
    assert matches_record(compute_digest(found, "v3"), found)


@pytest.mark.parametrize(
    "record",
    ["", "true", "sha256", "sha256:v2", "sha256:v3:" + "0" * 64, "sha512:v9:" + "0" * 64],
)
def test_an_unknown_version_is_never_valid(record: str) -> None:
    found = document("# T\n")
    assert not is_known_version(record) or record == "sha256:v2"
    assert not matches_record(record, found)


@pytest.mark.parametrize(
    "record", ["SHA256:v2:{}", "sha256:v2:{} ", "sha1:v2:{}", "sha256:v2:{}0", "sha256:v02:{}"]
)
def test_nothing_but_the_digest_itself_holds(record: str) -> None:
    found = document("# T\n")
    hexadecimal = compute_digest(found).rpartition(":")[2]
    assert matches_record(f"sha256:v2:{hexadecimal}", found)
    assert not matches_record(record.format(hexadecimal), found)
    assert not matches_record(f"sha256:v2:{hexadecimal.upper()}", found) or hexadecimal.isdigit()
