"""Judge a front matter against its kind: pydantic for built-in kinds, JSON Schema for overlays.

Both speak in addresses; here their complaints become :class:`Problem`\\ s in awos's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from awos_lint.core.model.document import Address, Data, Mark, Problem, keys_of
from awos_lint.core.model.front import MODELS
from awos_lint.core.model.kinds import Kind
from awos_lint.core.model.status import read_declared, spell_status
from awos_lint.core.suggestion import ask_meant, suggest_name, suggest_only
from awos_lint.core.text import Span, escape_text

COMMON = ("id", "kind", "title", "status", "owners", "created", "approvals", "acknowledgements")
"""The keys that every kind has, a project's own kinds too."""

_Spans = Callable[[Address, bool], Span]
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./*_<>@-]{0,78}[A-Za-z0-9./*_>])?")
"""Text that means the same between brackets, where YAML gives more characters a meaning."""


def find_problems(
    kind: Kind, fields: Mapping[str, Data], marks: Mapping[Address, Mark], front: Span
) -> Iterator[Problem]:
    """Yield what is wrong with a front matter; ``front`` is pointed at for what is missing."""

    def find_span(address: Address, key: bool = False) -> Span:
        for length in range(len(address), 0, -1):
            if mark := marks.get(address[:length]):
                return mark.key or mark.value if key and length == len(address) else mark.value
        return front

    empty = {key for key, value in fields.items() if value == ""}
    for key in fields:
        if key in empty:
            help_ = f"fill in `{key}`, or remove the line"
            yield Problem(
                "document-invalid-value",
                f"`{key}` has no value",
                find_span((key,)),
                help_,
                subject=(key,),
            )
    written = {k: v for k, v in fields.items() if k not in empty and not k.startswith("x-")}
    strange = _find_unknown_keys(kind, written)
    names = [name for name in list_allowed_keys(kind) if name not in fields]
    for key in strange:
        yield _unknown_key(kind, key, names, find_span((key,), True))
    met = list(_built_in(kind, written, find_span))
    yield from met
    if kind.schema is not None:
        # One cause, one finding: what the kind itself refuses is not refused by the schema too.
        known = {k: v for k, v in fields.items() if not k.startswith("x-") and k not in strange}
        explained = {problem.span for problem in met} | {find_span((key,)) for key in empty}
        judged = _check_overlay(kind, known, find_span)
        yield from (p for p in judged if p.span == front or p.span not in explained)


def judge_kind(
    said: str, implied: str, kinds: Mapping[str, Kind], span: Span
) -> tuple[str, Problem] | None:
    """Judge a kind that a front matter names against the one that the path implies, if any.

    Returns the kind to read the document as, with what is wrong; ``None`` when nothing is, or when
    neither of the two says that the file is a document.
    """
    if said in kinds:
        if implied in ("", said):
            return None
        message = f"the front matter says kind `{said}`, the path says `{implied}`"
        help_ = f"move the file to where a document of kind `{said}` lives, or remove `kind`"
        return said, Problem("document-misplaced", message, span, help_)
    near = suggest_name(said, kinds)
    if not implied and not near:
        return None
    message = f"there is no kind `{escape_text(said, 80)}`"
    help_ = f"did you mean `{near}`?" if near else f"write one of {', '.join(kinds)}"
    return implied or near, Problem("document-unknown-kind", message, span, help_)


def list_allowed_keys(kind: Kind) -> list[str]:
    """Return the front matter keys that a kind knows, its overlay's included."""
    own = list(MODELS[kind.name].model_fields) if kind.name in MODELS else _own_keys(kind)
    return [*own, *kind.keys, *(kind.schema or {}).get("properties", {})]


def _own_keys(kind: Kind) -> list[str]:
    return list(dict.fromkeys((*COMMON, kind.id_key, *kind.links)))


def _find_unknown_keys(kind: Kind, fields: Mapping[str, Data]) -> list[str]:
    """Return the keys that neither the kind knows nor its schema describes."""
    if kind.is_free:
        return []
    known = list_allowed_keys(kind)
    strange = [key for key in fields if key not in known]
    if not kind.schema or not strange:
        return strange
    from awos_lint.core.model.overlay import find_declared_keys

    described = find_declared_keys(kind.schema, strange)
    return [key for key in strange if key not in described]


def _built_in(kind: Kind, fields: Mapping[str, Data], span: _Spans) -> Iterator[Problem]:
    model = MODELS.get(kind.name, MODELS["standard"])
    own = {key: value for key, value in fields.items() if key in model.model_fields}
    if isinstance(own.get("kind"), str):
        del own["kind"]  # whether there is such a kind was decided when the document was claimed
    if kind.declared:
        own = {key: value for key, value in own.items() if key in COMMON}
        yield from _check_status(kind, own.pop("status", None), span)
    try:
        model.model_validate(own)
    except ValidationError as error:
        for entry in error.errors(include_url=False):
            yield _make_problem(kind, dict(entry), span)


def _unknown_key(kind: Kind, key: str, known: list[str], span: Span) -> Problem:
    name = escape_text(key, 80)
    help_ = ask_meant(key, known, f"rename it to `x-{name}`, or remove it")
    fix = suggest_only(key, known) or None
    message = f"kind `{kind.name}` has no key `{name}`"
    return Problem("document-unknown-key", message, span, help_, fix=fix)


def _check_status(kind: Kind, status: Data | None, span: _Spans) -> Iterator[Problem]:
    if status is not None and status not in kind.statuses:
        yield _unknown_status(kind, status, span(("status",), False))


def _unknown_status(kind: Kind, status: Any, span: Span) -> Problem:
    words = ", ".join(kind.statuses)
    if not isinstance(status, str):
        return Problem("document-unknown-status", f"`status` must be one of {words}", span)
    meant, spelled = read_declared(kind, status, span).word, spell_status(status)
    return Problem(
        "document-unknown-status",
        f"kind `{kind.name}` has no status `{escape_text(status, 80)}`",
        span,
        f"did you mean `{meant}`?" if meant else f"write one of {words}",
        # Only another spelling has one right answer: no tool may turn a word into an approval.
        fix=spelled if spelled in kind.statuses else None,
    )


def _make_problem(kind: Kind, entry: dict[str, Any], span: _Spans) -> Problem:
    address: Address = tuple(entry["loc"])
    value, name = entry["input"], escape_text(_join_address(address), 80)
    at = span(address, entry["type"] == "extra_forbidden")
    if address == ("status",):
        return _unknown_status(kind, value, at)
    if entry["type"] == "list_type" and isinstance(value, str):
        fix = f"[{value}]" if _PLAIN.fullmatch(value) else None
        help_ = f"write `{fix}`" if fix else "write its entries between `[` and `]`"
        message = f"`{name}` must be a list"
        return Problem(
            "document-invalid-value", message, at, help_, fix=fix, subject=keys_of(address)
        )
    subject = (*keys_of(address), *_quote_value(address, value))
    return Problem("document-invalid-value", _word_complaint(entry, name), at, subject=subject)


def _quote_value(address: Address, value: Any) -> list[str]:
    """Return the text that is refused: a value's own, of an entry in a list what stands in it."""
    inside = list(value.values()) if isinstance(value, dict) and not keys_of(address[-1:]) else []
    return [text for text in (value, *inside) if isinstance(text, str)]


def _join_address(address: Address) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in address)[1:]


_SENTENCES = {
    "dict_type": "must be a mapping of keys to values",
    "extra_forbidden": "is not a key that is known here",
    "list_type": "must be a list",
    "missing": "is missing",
    "model_type": "must be a mapping of keys to values",
    "string_too_short": "is empty",
    "too_short": "is empty",
    "string_type": "must be one line of text",
}
"""What pydantic's complaints are called here, by type."""


def _word_complaint(entry: Mapping[str, Any], name: str) -> str:
    if said := _SENTENCES.get(entry["type"]):
        return f"`{name}` {said}"
    value = escape_text(str(entry["input"]), 80)
    match entry["type"]:
        case "value_error":
            return f"`{name}`: {str(entry['msg']).removeprefix('Value error, ')}"
        case "string_pattern_mismatch" if name.endswith("digest") or ".upstream." in name:
            return f"`{name}` must look like `sha256:v2:` and 64 hexadecimal digits"
        case "string_pattern_mismatch" if name.endswith(".seal"):
            return f"`{name}` must look like `sha256:` and 64 hexadecimal digits"
        case "string_pattern_mismatch":
            return f"`{value}` in `{name}` is not an id; ids look like ADR-0007 or SPEC-003/FR-2"
        case "literal_error":
            words = str(entry["ctx"]["expected"]).replace("'", "`")
            return f"`{value}` in `{name}` must be {words}"
        case "string_too_long":
            return f"`{name}` is longer than {entry['ctx']['max_length']} characters"
        case "too_long":
            limit, count = entry["ctx"]["max_length"], entry["ctx"]["actual_length"]
            return f"`{name}` has {count} entries; the limit is {limit}"
        case _:
            return f"`{name}`: {entry['msg']}"


def _check_overlay(kind: Kind, fields: Mapping[str, Data], span: _Spans) -> Iterator[Problem]:
    from awos_lint.core.model.overlay import find_violations

    for violation in find_violations(kind.schema or {}, fields):
        where = f"`{_join_address(violation.address)}`: " if violation.address else ""
        yield Problem(
            "document-schema",
            f"{where}{violation.message}",
            span(violation.address, False),
            violation.help or f"the project's schema for `{kind.name}` demands it",
            subject=(*keys_of(violation.address), *violation.names),
        )
