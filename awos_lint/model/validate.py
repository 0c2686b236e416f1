"""Judge a front matter against its kind: pydantic for built-in kinds, JSON Schema for overlays.

Both speak in addresses; here their complaints become :class:`Problem`\\ s in awos's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from awos_lint.model.document import Address, Data, Mark, Problem
from awos_lint.model.front import MODELS
from awos_lint.model.kinds import Kind
from awos_lint.text import Span

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError as SchemaError

COMMON = ("id", "kind", "title", "status", "owners", "created", "approvals")
"""The keys that every kind has, a project's own kinds too."""

_Spans = Callable[[Address, bool], Span]


def problems(
    kind: Kind, fields: Mapping[str, Data], marks: Mapping[Address, Mark], front: Span
) -> Iterator[Problem]:
    """Yield what is wrong with a front matter; ``front`` is pointed at for what is missing."""

    def span(address: Address, key: bool = False) -> Span:
        for length in range(len(address), 0, -1):
            if mark := marks.get(address[:length]):
                return mark.key or mark.value if key and length == len(address) else mark.value
        return front

    empty = {key for key, value in fields.items() if value == ""}
    for key in fields:
        if key in empty:
            help_ = f"fill in `{key}`, or remove the line"
            yield Problem("document-invalid-value", f"`{key}` has no value", span((key,)), help_)
    written = {k: v for k, v in fields.items() if k not in empty and not k.startswith("x-")}
    yield from _built_in(kind, written, span)
    if kind.schema is not None:
        yield from _overlay(kind, written, span)


def allowed(kind: Kind) -> list[str]:
    """Return the front matter keys that a kind knows, its overlay's included."""
    own = list(MODELS[kind.name].model_fields) if kind.name in MODELS else [*COMMON, *kind.links]
    declared = (kind.schema or {}).get("properties", {})
    return [*own, *kind.keys, *(declared if isinstance(declared, dict) else ())]


def _built_in(kind: Kind, fields: Mapping[str, Data], span: _Spans) -> Iterator[Problem]:
    known = allowed(kind)
    for key in fields:
        if key not in known:
            yield _unknown_key(kind, key, known, span((key,), True))
    model = MODELS.get(kind.name, MODELS["standard"])
    own = {key: value for key, value in fields.items() if key in model.model_fields}
    if kind.declared:
        own = {key: value for key, value in own.items() if key in COMMON}
        yield from _status(kind, own.pop("status", None), span)
        own.pop("kind", None)
    try:
        model.model_validate(own)
    except ValidationError as error:
        for entry in error.errors(include_url=False, include_context=False):
            yield _complaint(kind, dict(entry), span)


def _unknown_key(kind: Kind, key: str, known: list[str], span: Span) -> Problem:
    close = get_close_matches(key, known, 1)
    help_ = f"did you mean `{close[0]}`?" if close else f"rename it to `x-{key}`, or remove it"
    fix = close[0] if close and get_close_matches(key, known, 2, 0.8) == close else None
    return Problem(
        "document-unknown-key", f"`{key}` is not a key of a {kind.name}", span, help_, fix=fix
    )


def _status(kind: Kind, status: Data | None, span: _Spans) -> Iterator[Problem]:
    if status is not None and status not in kind.statuses:
        yield _unknown_status(kind, status, span(("status",), False))


def _unknown_status(kind: Kind, status: Any, span: Span) -> Problem:
    words = ", ".join(kind.statuses)
    close = get_close_matches(status, kind.statuses, 1) if isinstance(status, str) else []
    return Problem(
        "document-unknown-status",
        f"`{status}` is not a status of a {kind.name}: {words}",
        span,
        f"did you mean `{close[0]}`?" if close else f"write one of {words}",
        fix=close[0] if close else None,
    )


def _complaint(kind: Kind, entry: dict[str, Any], span: _Spans) -> Problem:
    address: Address = tuple(entry["loc"])
    value, name = entry["input"], _dotted(address)
    at = span(address, entry["type"] == "extra_forbidden")
    if address == ("status",):
        return _unknown_status(kind, value, at)
    if entry["type"] == "list_type" and isinstance(value, str):
        help_ = f"write `[{value}]`"
        fix = f"[{value}]" if value.isprintable() and not set(value) & set(",[]{}#'\"") else None
        return Problem("document-invalid-value", f"`{name}` must be a list", at, help_, fix=fix)
    return Problem("document-invalid-value", _sentence(entry, name), at)


def _dotted(address: Address) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in address)[1:]


def _sentence(entry: Mapping[str, Any], name: str) -> str:
    value = entry["input"]
    match entry["type"]:
        case "value_error":
            return f"`{name}`: {str(entry['msg']).removeprefix('Value error, ')}"
        case "string_pattern_mismatch" if name.endswith("digest") or "upstream" in name:
            return f"`{name}` must look like `sha256:v1:` and 64 hexadecimal digits"
        case "string_pattern_mismatch":
            return f"`{value}` in `{name}` is not an id; ids look like ADR-0007 or SPEC-003/FR-2"
        case "missing":
            return f"`{name}` is missing"
        case "extra_forbidden":
            return f"`{name}` is not a key that is known here"
        case "string_type":
            return f"`{name}` must be one line of text"
        case "string_too_short":
            return f"`{name}` is empty"
        case "list_type":
            return f"`{name}` must be a list"
        case "model_type" | "dict_type":
            return f"`{name}` must be a mapping of keys to values"
        case _:
            return f"`{name}`: {entry['msg']}"


def _overlay(kind: Kind, fields: Mapping[str, Data], span: _Spans) -> Iterator[Problem]:
    # Imported here: most projects declare no schema, and this costs as much as ten documents.
    from jsonschema import Draft202012Validator
    from referencing import Registry

    assert kind.schema is not None
    # An empty registry refuses every remote reference; the default one would fetch it.
    validator = Draft202012Validator(dict(kind.schema), registry=Registry())
    for error in sorted(validator.iter_errors(dict(fields)), key=lambda e: list(map(str, e.path))):
        yield _violation(kind, error, span)


def _violation(kind: Kind, error: SchemaError, span: _Spans) -> Problem:
    address: Address = tuple(error.absolute_path)
    said = error.message if len(error.message) <= 200 else error.message[:200] + "…"
    where = f"`{_dotted(address)}`: " if address else ""
    return Problem(
        "document-schema",
        f"{where}{said}",
        span(address, False),
        f"the project's schema for `{kind.name}` demands it",
    )
