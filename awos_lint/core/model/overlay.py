"""A project's own JSON Schemas (draft 2020-12), read and applied within bounds.

A schema may come from a stranger's pull request, so nothing in it may reach the network, hang or
crash: references stay inside the file, patterns run in linear time (the regular expressions of
pydantic-core, which are those of Rust's ``regex``), and every keyword that is evaluated is counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from math import prod
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter

from awos_lint.core.model.document import Address, Data
from awos_lint.core.text import escape_text

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator
    from referencing.jsonschema import SchemaRegistry, SchemaResource

Schema = Mapping[str, Any]
_Keyword = Callable[[Any, Any, Any, Any], Any]

STEPS = 10_000
"""Keywords that are evaluated for one front matter; about a tenth of a second."""

_CHECK_STEPS = 200_000
"""The same for checking a schema itself: thirty for each part of it, so some 6,000 parts."""

_DEPTH = 100
"""How deep keywords may stand, and be evaluated, in one another.

Python would stop a circle a little later, but inside the persistent maps of ``referencing``, which
are written in Rust, a RecursionError is a panic that nothing can catch.
"""

_SHARE = 100
"""Entries of a keyword's value, or characters of a complaint, that count as one more step."""

_WORK = 10_000
"""Characters times states of a pattern that count as one step."""

_REPORTED = 20
"""How many complaints about one front matter are worth reading."""

_PATTERN = 1_000
"""The longest pattern that is read, in characters."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LEFT: ContextVar[int] = ContextVar("steps left", default=STEPS)
_DEEP: ContextVar[int] = ContextVar("keywords around", default=0)


class _ExhaustedError(Exception):
    """The steps are used up."""


@dataclass(frozen=True, slots=True)
class Violation:
    """What a schema has against a front matter, and the address of the value that is wrong.

    ``names`` are the schema's keyword and, where a key is missing, that key.
    """

    address: Address
    message: str
    help: str = ""
    names: tuple[str, ...] = ()


def load_schema(path: str, text: str) -> Schema:
    """Read and check the JSON Schema in a file.

    Returns the schema without its ``$schema`` keys. Raises :class:`ValueError` with a sentence that
    names ``path`` when it is not JSON, not a valid schema, refers to something outside the file, or
    uses what awos does not evaluate.
    """
    try:
        return _check_schema(_copy_plain(_parse_schema(text)))
    except (_ExhaustedError, RecursionError):
        complaint = "the schema is too large or nested too deeply"
    except ValueError as error:
        complaint = str(error)
    except Exception as error:  # jsonschema and referencing crash on some malformed schemas
        complaint = f"the schema cannot be used: {_format_error(error)}"
    raise ValueError(f"{escape_text(path)}: {complaint}")


def find_declared_keys(schema: Schema, keys: Iterable[str]) -> frozenset[str]:
    """Return which of some keys a loaded schema names, or describes with a pattern."""
    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    token = _LEFT.set(STEPS)
    try:
        return frozenset(
            key
            for key in keys
            if key in named or any(_matches_pattern(text, key) for text in patterns)
        )
    except _ExhaustedError:  # said once, by `violations`
        return frozenset(keys)
    finally:
        _LEFT.reset(token)


def find_violations(schema: Schema, fields: Mapping[str, Data]) -> list[Violation]:
    """Return what a loaded schema has against a front matter, at most twenty complaints.

    Never raises: that the schema asks for too much work, or cannot be applied, is a violation of
    the whole front matter.
    """
    try:
        return [_make_violation(error) for error in _list_errors(schema, fields, STEPS)]
    except (_ExhaustedError, RecursionError):
        message = f"the project's schema takes more than {STEPS:,} steps for this front matter"
        return [Violation((), message, "simplify the schema; references may lead in a circle")]
    except Exception as error:  # what a schema can provoke in jsonschema must not end the run
        return [Violation((), f"the project's schema cannot be applied: {_format_error(error)}")]


def _format_error(error: Exception) -> str:
    return escape_text(f"{type(error).__name__}: {error}".partition("\n")[0], 200)


def _parse_schema(text: str) -> dict[str, Any]:
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"not valid JSON: {error.msg} ({where})") from None
    if not isinstance(schema, dict):
        raise ValueError("a JSON Schema of front matter is an object")
    return schema


def _copy_plain(value: Any, depth: int = 0) -> Any:
    """Copy a schema without what would lead jsonschema away from the counted evaluation.

    A ``$schema`` makes it take another class for that part. A ``false`` among alternatives is the
    one thing that it judges without asking a keyword.
    """
    if depth > _DEPTH:
        raise _ExhaustedError
    if isinstance(value, list):
        return [_copy_plain(entry, depth + 1) for entry in value]
    if not isinstance(value, dict):
        return value
    said = value.get("$schema")
    if isinstance(said, str) and said.rstrip("#") != _DIALECT:
        raise ValueError(f"`$schema` is `{escape_text(said, 80)}`; awos reads draft 2020-12 only")
    kept = {k: v for k, v in value.items() if k != "$schema" or not isinstance(v, str)}
    return {
        key: _copy_alternatives(key, _copy_plain(entry, depth + 1)) for key, entry in kept.items()
    }


def _copy_alternatives(key: str, value: Any) -> Any:
    if key not in ("anyOf", "oneOf") or not isinstance(value, list):
        return value
    return [{"not": {}} if entry is False else entry for entry in value]


def _check_schema(schema: dict[str, Any]) -> Schema:
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    root = DRAFT202012.create_resource(schema)
    _check_conformance(schema)
    waiting = [(root, Registry().resolver_with_root(root))]
    seen: set[int] = set()
    while waiting:
        part, resolver = waiting.pop()
        if id(part.contents) in seen or not isinstance(part.contents, dict):
            continue
        seen.add(id(part.contents))
        _check_keywords(part.contents)
        waiting += [(sub, resolver.in_subresource(sub)) for sub in part.subresources()]
        for target, at in _find_targets(part.contents, resolver):
            # A reference may lead to a place that the first check did not take for a schema.
            if id(target.contents) not in seen:
                _check_conformance(target.contents)
                waiting.append((target, at))
    return schema


def _check_conformance(schema: object) -> None:
    for error in _list_errors(_load_metaschema()[1], schema, _CHECK_STEPS):
        path = ".".join(map(str, error.absolute_path))
        where = f"`{escape_text(path, 80)}`: " if path else ""
        raise ValueError(f"not a valid schema: {where}{escape_text(error.message, 200)}")


def _check_keywords(part: Mapping[str, Any]) -> None:
    for keyword in ("unevaluatedItems", "unevaluatedProperties"):
        if keyword in part:
            raise ValueError(f"`{keyword}` is not supported; use `additionalProperties`")
    patterns = part.get("patternProperties", {})
    for pattern in [*patterns, *([part["pattern"]] if "pattern" in part else [])]:
        _compile_pattern(pattern)


def _find_targets(part: Schema, resolver: Any) -> Iterator[tuple[SchemaResource, Any]]:
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    for keyword in ("$ref", "$dynamicRef"):
        if keyword in part:
            try:
                found = resolver.lookup(part[keyword])
            except Unresolvable:
                target = escape_text(part[keyword], 80)
                raise ValueError(
                    f"`{keyword}` to `{target}` leads nowhere; nothing outside the file is read"
                ) from None
            yield DRAFT202012.create_resource(found.contents), found.resolver


def _list_errors(schema: Schema, instance: Any, steps: int) -> list[ValidationError]:
    # An empty registry refuses every remote reference; jsonschema's own would fetch it.
    validator = _counted_class()(schema, registry=_load_metaschema()[0])
    token = _LEFT.set(steps)
    try:
        return list(islice(validator.iter_errors(instance), _REPORTED))
    finally:
        _LEFT.reset(token)


@cache
def _load_metaschema() -> tuple[SchemaRegistry, Schema]:
    """Return the schemas of draft 2020-12, without ``$schema`` as all others."""
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    home = _DIALECT.removesuffix("schema")
    parts = {uri: _copy_plain(REGISTRY.contents(uri)) for uri in REGISTRY if uri.startswith(home)}
    empty: SchemaRegistry = Registry()
    registry = empty.with_contents(parts.items(), default_specification=DRAFT202012)
    return registry.crawl(), parts[_DIALECT]


@cache
def _counted_class() -> type[Validator]:
    # Imported here: most projects declare no schema, and this costs as much as ten documents.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    own: dict[str, _Keyword] = {
        "additionalProperties": _additional_properties,
        "pattern": _check_pattern,
        "patternProperties": _pattern_properties,
        "uniqueItems": _unique_items,
    }
    keywords = {**Draft202012Validator.VALIDATORS, **own}
    counted = {name: _count_keyword(keyword) for name, keyword in keywords.items()}
    made: type[Validator] = extend(Draft202012Validator, counted)  # type: ignore[no-untyped-call]
    return made


def _spend_steps(steps: int) -> None:
    left = _LEFT.get() - steps
    if left < 0:
        raise _ExhaustedError
    _LEFT.set(left)


def _count_keyword(keyword: _Keyword) -> _Keyword:
    def check_counted(validator: Any, value: Any, instance: Any, schema: Any) -> list[Any]:
        _spend_steps(1 + (len(value) // _SHARE if isinstance(value, list | dict) else 0))
        if _DEEP.get() >= _DEPTH:
            raise _ExhaustedError
        token = _DEEP.set(_DEEP.get() + 1)
        try:
            return list(_charge_errors(keyword(validator, value, instance, schema) or ()))
        finally:
            _DEEP.reset(token)

    return check_counted


def _charge_errors(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        _spend_steps(len(error.message) // _SHARE)
        yield error


def _check_pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    if isinstance(instance, str) and not _matches_pattern(pattern, instance):
        yield _make_error(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, _schema: Any) -> Any:
    if isinstance(instance, dict):
        for pattern, part in patterns.items():
            for key in [key for key in instance if _matches_pattern(pattern, key)]:
                yield from validator.descend(instance[key], part, path=key, schema_path=pattern)


def _additional_properties(validator: Any, part: Any, instance: Any, schema: Any) -> Any:
    if not isinstance(instance, dict):
        return
    patterns = schema.get("patternProperties", {})
    for key in [key for key in instance if key not in schema.get("properties", {})]:
        if any(_matches_pattern(pattern, key) for pattern in patterns):
            continue
        if part is False:
            yield _make_error(f"{key!r} is not a key that the schema allows", key)
        else:
            yield from validator.descend(instance[key], part, path=key)


def _unique_items(_validator: Any, unique: bool, instance: Any, _schema: Any) -> Iterator[Any]:
    if not unique or not isinstance(instance, list):
        return
    seen: dict[str, int] = {}
    for index, entry in enumerate(instance):
        first = seen.setdefault(json.dumps(entry, sort_keys=True), index)
        if first != index:
            yield _make_error(f"entry {index + 1} repeats entry {first + 1}", index)


def _make_error(message: str, *path: str | int) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError(message, path=path)


def _matches_pattern(pattern: str, text: str) -> bool:
    matcher, states = _compile_pattern(pattern)
    _spend_steps(1 + len(text) * states // _WORK)
    return matcher.validator.isinstance_python(text)


@lru_cache(maxsize=512)
def _compile_pattern(pattern: str) -> tuple[TypeAdapter[str], int]:
    """Compile a pattern and estimate its states; raises :class:`ValueError`."""
    if len(pattern) > _PATTERN:
        raise ValueError(f"a pattern has {len(pattern):,} characters; the limit is {_PATTERN:,}")
    states = _count_states(pattern)
    try:
        return TypeAdapter(Annotated[str, Field(pattern=pattern)]), states
    except Exception as error:  # pydantic-core's SchemaError, or UnicodeEncodeError
        why = str(error).strip().rpartition("\n")[2].strip().removeprefix("error: ")
        raise ValueError(
            f"the pattern `{escape_text(pattern, 80)}`: {escape_text(why, 200)}"
        ) from None


def _count_states(pattern: str) -> int:
    """Return no fewer states than a pattern has: repeats of groups and of repeats multiply."""
    if _VERBOSE.search(pattern):
        raise ValueError(f"the pattern `{escape_text(pattern, 80)}`: the flag x is not supported")
    repeats = [(nested, int(most)) for nested, most in _REPEATS.findall(pattern)]
    states = len(pattern) * max((most for nested, most in repeats if not nested), default=1)
    return states * prod(most or 1 for nested, most in repeats if nested)


_VERBOSE = re.compile(r"\(\?[a-zA-Z-]*x")
_REPEATS = re.compile(r"([)}?*+]?)\{\s*(?:[0-9]+\s*,\s*)?([0-9]+)")


def _make_violation(error: ValidationError) -> Violation:
    from jsonschema.exceptions import best_match

    nearest = best_match([error]) or error
    address: Address = tuple(nearest.absolute_path)
    numeric = nearest.validator == "type" and not {"string", "array", "object"} & _list_types(
        nearest
    )
    help_ = "values of front matter are text; ask for a string with a `pattern`" if numeric else ""
    names = (str(nearest.validator), *_find_missing(nearest))
    return Violation(address, escape_text(nearest.message, 200), help_, names)


def _find_missing(error: ValidationError) -> list[str]:
    """Return the key that a ``required`` complaint is about: there is one for each key."""
    if error.validator != "required":
        return []
    wanted: Any = error.validator_value
    # jsonschema names it nowhere but at the beginning of its sentence.
    return [key for key in wanted if error.message.startswith(f"{key!r} ")]


def _list_types(error: ValidationError) -> set[str]:
    said: Any = error.validator_value
    return {said} if isinstance(said, str) else set(said)
