"""A project's JSON Schema must never fetch, hang or crash, and its complaints must be readable."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.model.document import Address, Data, Mark, Problem
from awos_lint.core.model.kinds import KINDS, Kind
from awos_lint.core.model.overlay import (
    STEPS,
    Violation,
    find_declared_keys,
    find_violations,
    load_schema,
)
from awos_lint.core.model.validate import find_problems
from awos_lint.core.text import Span

TEXT = {"type": "string"}
SLOW = f"takes more than {STEPS:,} steps"


def judged(schema: object, fields: dict[str, Data]) -> list[Violation]:
    return find_violations(load_schema("s.json", json.dumps(schema)), fields)


def refused(schema: object) -> str:
    text = schema if isinstance(schema, str) else json.dumps(schema)
    with pytest.raises(ValueError, match=r"^s\.json: ") as caught:
        load_schema("s.json", text)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix("s.json: ")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


class TestLoading:
    @pytest.mark.parametrize(
        ("schema", "words"),
        [
            ("{", r"not valid JSON: .* \(line 1, column 2\)"),
            ("[]", "is an object"),
            ("true", "is an object"),
            ({"type": "strng"}, "not a valid schema: `type`"),
            ({"properties": {"a": {"required": "b"}}}, "`properties.a.required`"),
            ({"$schema": "http://json-schema.org/draft-07/schema#"}, "draft 2020-12 only"),
            ({"items": {"$schema": "https://example.com/own"}}, "draft 2020-12 only"),
            ({"unevaluatedProperties": False}, "use `additionalProperties`"),
            ({"pattern": "(?=a)b"}, "look-around"),
            ({"pattern": "("}, "unclosed group"),
            ({"pattern": "\\"}, r"the pattern `\\`"),
            ({"pattern": "a" * 1001}, "the limit is 1,000"),
            ({"pattern": "(?x)a {9}"}, "the flag x"),
            ({"pattern": "(?:a{1000}){1000}"}, "exceeds size limit"),
            ({"patternProperties": {"(a)\\1": {}}}, "backreferences"),
        ],
    )
    def test_what_cannot_be_used_is_named(self, schema: object, words: str) -> None:
        assert re.search(words, refused(schema))

    @pytest.mark.parametrize(
        "target",
        [
            "https://json-schema.org/x.json",
            "http://127.0.0.1:9/x.json",
            "file:///etc/hostname",
            "other.json",
            "#/$defs/missing",
            "#nowhere",
            "#/$defs/list/first",
        ],
    )
    @pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
    def test_references_stay_inside_the_file(self, target: str, keyword: str) -> None:
        schema = {"properties": {"a": {keyword: target}}, "$defs": {"list": {"enum": [1]}}}
        assert refused(schema)

    def test_a_reference_may_not_lead_to_what_is_no_schema(self) -> None:
        schema = {"$ref": "#/x-data", "x-data": {"minLength": "five"}}
        assert "`minLength`" in refused(schema)
        assert "not a valid schema" in refused({"$ref": "#/x-data", "x-data": [1]})

    def test_references_by_id_and_anchor_are_followed(self) -> None:
        word = {"$id": "word", "$anchor": "short", "maxLength": 3}
        for target in ("word", "https://example.com/word", "word#short"):
            schema = {
                "$id": "https://example.com/s",
                "properties": {"a": {"$ref": target}},
                "$defs": {"w": word},
            }
            assert [found.address for found in judged(schema, {"a": "long"})] == [("a",)]

    def test_a_schema_as_deep_as_front_matter_may_be_is_loaded(self) -> None:
        schema: dict[str, object] = {"maxLength": 1}
        tree: Data = "long"
        for _ in range(8):
            schema, tree = {"items": {"properties": {"a": schema}}}, [{"a": tree}]
        fields: dict[str, Data] = {"k": tree}
        assert len(judged({"properties": {"k": schema}}, fields)[0].address) == 17

    def test_the_dialect_may_be_named_anywhere(self) -> None:
        dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        schema = {**dialect, "properties": {"a": {**dialect, "pattern": "^(a+)+$"}}}
        assert judged(schema, {"a": "a" * 5_000 + "!"})

    def test_a_property_may_be_called_like_a_keyword(self) -> None:
        schema = {"properties": {"$schema": {"maxLength": 1}, "$ref": {"maxLength": 1}}}
        found = judged(schema, {"$schema": "long", "$ref": "long"})
        assert [violation.address for violation in found] == [("$schema",), ("$ref",)]

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 100_000,
            '{"a":' * 100_000,
            '{"items":' * 60 + "{}" + "}" * 60,
            '{"items":' * 900 + "{}" + "}" * 900,
            json.dumps({"properties": {str(n): {} for n in range(20_000)}}),
            json.dumps({"type": [{"a": n} for n in range(20_000)]}),
        ],
        ids=["lists", "objects", "nested", "deep", "wide", "unique"],
    )
    def test_a_huge_schema_is_refused(self, text: str) -> None:
        assert "too large or nested too deeply" in refused(text) or "not a valid" in refused(text)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["$ref", "$id", "$anchor", "type", "items", "allOf", "pattern"])
                    | st.text(max_size=3),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=12,
        )
    )
    def test_any_json_is_loaded_or_refused_with_one_line(self, value: Any) -> None:
        try:
            schema = load_schema("s.json", json.dumps(value))
        except ValueError:
            assert refused(value)
        else:
            assert isinstance(find_violations(schema, {"a": ["b"], "c": {"d": "e"}}), list)


class TestBounds:
    """Each of these took seconds to hours, or ended the process, in plain jsonschema."""

    def test_patterns_run_in_linear_time(self) -> None:
        evil, text = "^(a|a)*(a+)+$", "a" * 8_000 + "!"
        [found] = judged({"properties": {"k": {"pattern": evil}}}, {"k": text})
        assert found.address == ("k",)
        closed = {"patternProperties": {evil: {}}, "additionalProperties": False}
        assert [found.address for found in judged(closed, {text: "x"})] == [(text,)]

    def test_a_pattern_with_many_states_is_charged_for_them(self) -> None:
        schema = {"properties": {"k": {"items": {"pattern": "(?:[ab]*a[ab]{500}){20}[^ab]"}}}}
        assert SLOW in judged(schema, {"k": ["ab" * 4_000] * 8})[0].message

    def test_common_patterns_are_cheap(self) -> None:
        uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
        schema = {"properties": {"k": {"items": {"pattern": uuid}}}}
        same: list[Data] = ["123e4567-e89b-12d3-a456-426614174000"] * 500
        assert judged(schema, {"k": same}) == []

    def test_doubling_references_are_stopped(self) -> None:
        defs: dict[str, object] = {
            f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)
        }
        schema = {"$ref": "#/$defs/d0", "$defs": {**defs, "d40": {"type": "object"}}}
        assert SLOW in judged(schema, {"a": "b"})[0].message

    @pytest.mark.parametrize(
        "schema",
        [
            {"$ref": "#"},
            {"$dynamicRef": "#"},
            {"allOf": [{"$ref": "#"}]},
            {"if": {"$ref": "#"}},
            {"contains": {"$ref": "#"}, "propertyNames": {"$ref": "#"}, "oneOf": [{"$ref": "#"}]},
            {"$ref": "#/$defs/a", "$defs": {"a": {"not": {"$ref": "#/$defs/a"}}}},
        ],
    )
    def test_circles_are_stopped(self, schema: object) -> None:
        [found] = judged(schema, {"a": "b"})
        assert SLOW in found.message
        assert "circle" in found.help
        assert found.address == ()

    def test_recursion_along_the_data_is_allowed(self) -> None:
        schema = {"maxProperties": 1, "additionalProperties": {"$ref": "#"}}
        tree: Data = {"b": {"c": {"d": {}, "e": {}}}}
        assert [v.address for v in judged(schema, {"a": tree})] == [("a", "b", "c")]

    def test_unique_entries_cost_what_they_are_long(self) -> None:
        schema = {"properties": {"k": {"uniqueItems": True}}}
        entries: list[Data] = [{"a": str(n), "b": ["x"]} for n in range(2_500)]
        assert judged(schema, {"k": entries}) == []
        again: Data = {"b": ["x"], "a": "7"}
        [found] = judged(schema, {"k": [*entries, again]})
        assert (found.address, found.message) == (("k", 2_500), "entry 2501 repeats entry 8")

    def test_what_is_shown_of_a_large_value_is_short(self) -> None:
        text = "\x1b[2J" + "x" * 8_000
        found = judged({"properties": {"k": {"anyOf": [False] * 50}}}, {"k": text})
        assert all(len(violation.message) <= 201 for violation in found)
        assert "\x1b" not in "".join(violation.message for violation in found)
        many = {"anyOf": [{"allOf": [False] * 200}] * 5}
        assert SLOW in judged(many, {str(n): "x" * 8_000 for n in range(7)})[0].message

    def test_complaints_are_counted(self) -> None:
        schema = {"properties": {"k": {"items": {"maxLength": 1}}}}
        assert len(judged(schema, {"k": ["long"] * 500})) == 20

    @pytest.mark.parametrize("keyword", ["enum", "required", "properties"])
    def test_long_lists_in_the_schema_are_charged(self, keyword: str) -> None:
        names = [str(n) for n in range(5_000)]
        value = dict.fromkeys(names, True) if keyword == "properties" else names
        entries: list[Data] = [{"a": "b"} if keyword != "enum" else "x"] * 2_000
        schema = {"properties": {"k": {"items": {"not": {"not": {keyword: value}}}}}}
        found = judged(schema, {"k": entries})
        assert any(SLOW in violation.message for violation in found)


class TestComplaints:
    @pytest.mark.parametrize(
        ("schema", "fields", "address", "words"),
        [
            ({"required": ["team"]}, {}, (), "'team' is a required property"),
            ({"additionalProperties": False}, {"a": "b"}, ("a",), "'a' is not a key"),
            ({"properties": {"a": {"enum": ["x"]}}}, {"a": "y"}, ("a",), "not one of"),
            (
                {
                    "properties": {
                        "a": {"anyOf": [{"type": "array"}, {"type": "string", "pattern": "^x"}]}
                    }
                },
                {"a": "y"},
                ("a",),
                "does not match '^x'",
            ),
            (
                {"patternProperties": {"^t-": {"items": {"minLength": 2}}}},
                {"t-a": ["xx", "x"]},
                ("t-a", 1),
                "'x' is too short",
            ),
        ],
    )
    def test_the_value_that_is_wrong_is_named(
        self, schema: object, fields: dict[str, Data], address: tuple[str | int, ...], words: str
    ) -> None:
        [found] = judged(schema, fields)
        assert found.address == address
        assert words in found.message

    def test_numbers_are_explained(self) -> None:
        [found] = judged({"properties": {"a": {"type": "integer", "minimum": 3}}}, {"a": "5"})
        assert "front matter are text" in found.help

    def test_other_types_are_not(self) -> None:
        [found] = judged({"properties": {"a": {"type": ["array", "null"]}}}, {"a": "5"})
        assert found.help == ""

    def test_declared_keys(self) -> None:
        schema = load_schema(
            "s.json", '{"properties": {"a": {}}, "patternProperties": {"^t-": {}}}'
        )
        assert find_declared_keys(schema, ["a", "b", "t-x", "xt-"]) == {"a", "t-x"}

    @given(st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=4))
    def test_the_empty_schema_has_nothing_against_anything(self, fields: dict[str, Any]) -> None:
        assert judged({}, fields) == []


def found_in(kind: Kind, fields: dict[str, Data]) -> list[tuple[str, str]]:
    marks: dict[Address, Mark] = {
        (key,): Mark(Span(10 * n, 10 * n + 5)) for n, key in enumerate(fields, 1)
    }
    every: list[Problem] = list(find_problems(kind, fields, marks, Span(0, 3)))
    return [(problem.rule, problem.message) for problem in every]


class TestBesideTheBuiltInKinds:
    def kind(self, schema: object) -> Kind:
        return replace(KINDS["adr"], schema=load_schema("s.json", json.dumps(schema)))

    def test_the_schema_declares_keys(self) -> None:
        kind = self.kind({"properties": {"team": {}}, "patternProperties": {"^jira-": {}}})
        found = found_in(kind, {"team": "a", "jira-id": "b", "other": "c"})
        assert found == [("document-unknown-key", "kind `adr` has no key `other`")]

    def test_one_cause_is_reported_once(self) -> None:
        schema = {
            "properties": {"owners": {"type": "array"}, "team": {"minLength": 1}},
            "required": ["team"],
            "additionalProperties": False,
        }
        found = found_in(self.kind(schema), {"owners": "a", "team": "", "teem": "x"})
        assert [rule for rule, _ in found] == [
            "document-invalid-value",
            "document-unknown-key",
            "document-invalid-value",
        ]

    def test_keys_under_x_are_nobodys_business(self) -> None:
        assert found_in(self.kind({"maxProperties": 1}), {"title": "a", "x-a": "b"}) == []
