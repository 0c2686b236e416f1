"""OpenSpec's own configuration: what it ignores with a warning that no agent reads.

The shape is that of OpenSpec 1.13 (``openspec/config.yaml``). Whether a schema or an artifact of
some name exists is not asked: both may be defined outside the repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.core.model.document import Address, Data, Document, Problem
from awos_lint.core.text import escape_text
from awos_lint.syntax.parse.json_text import RULE

_CONTEXT_BYTES = 51_200
_OPERATIONS = ("apply", "archive")


def check_config(document: Document) -> Iterator[Problem]:
    """Yield what OpenSpec would ignore in its configuration; a key without a value is fine."""
    fields = document.fields
    for key in ("schema", "context", "store"):
        if not isinstance(fields.get(key, ""), str):
            yield _make_problem(document, (key,), "a text", fields[key])
    context = fields.get("context")
    if isinstance(context, str) and len(context.encode("utf-8", "replace")) > _CONTEXT_BYTES:
        message = f"`context` is longer than {_CONTEXT_BYTES:,} bytes, so OpenSpec ignores it"
        yield Problem(RULE, message, document.find_key_place("context").span, "shorten it")
    yield from _check_rules(document, fields.get("rules", ""))
    yield from _check_operations(document, fields.get("operations", ""))
    references = fields.get("references", "")
    if references and not isinstance(references, list):
        yield _make_problem(document, ("references",), "a list of store ids", references)


def _check_rules(document: Document, rules: Data) -> Iterator[Problem]:
    if isinstance(rules, dict):
        for artifact, texts in rules.items():
            yield from _check_texts(document, ("rules", artifact), texts)
    elif rules:
        yield _make_problem(document, ("rules",), "a mapping of artifacts to lists of texts", rules)


def _check_operations(document: Document, operations: Data) -> Iterator[Problem]:
    if not isinstance(operations, dict):
        if operations:
            shape = "a mapping with `apply` and `archive`"
            yield _make_problem(document, ("operations",), shape, operations)
        return
    for name, operation in operations.items():
        address = ("operations", name)
        if name not in _OPERATIONS:
            key = f"`operations.{escape_text(name, 60)}`"
            message = f"{key} is no operation of OpenSpec, so it is ignored"
            help_ = f"use one of {', '.join(f'`{known}`' for known in _OPERATIONS)}"
            yield Problem(
                RULE,
                message,
                document.find_key_place(*address).span,
                help_,
                subject=_make_subject(address),
            )
        elif isinstance(operation, dict):
            yield from _check_texts(document, (*address, "guidance"), operation.get("guidance", ""))
        elif operation:
            yield _make_problem(document, address, "a mapping with the key `guidance`", operation)


def _check_texts(document: Document, address: Address, value: Data) -> Iterator[Problem]:
    """Yield what is wrong with a list of texts: one that is none makes OpenSpec ignore them all."""
    if not isinstance(value, list):
        if value:
            yield _make_problem(document, address, "a list of texts", value)
        return
    wrong = next((index for index, text in enumerate(value) if not isinstance(text, str)), -1)
    if wrong >= 0:
        path = escape_text(".".join(map(str, address)), 80)
        message = f"`{path}` has {_name_kind(value[wrong])} among its texts, so OpenSpec ignores it"
        yield Problem(
            RULE,
            message,
            document.find_place(*address, wrong).span,
            "put it in quotes",
            subject=_make_subject(address),
        )


def _make_problem(document: Document, address: Address, shape: str, value: Data) -> Problem:
    path = escape_text(".".join(map(str, address)), 80)
    message = f"`{path}` should be {shape} and is {_name_kind(value)}, so OpenSpec ignores it"
    return Problem(
        RULE,
        message,
        document.find_place(*address).span,
        f"make it {shape}",
        subject=_make_subject(address),
    )


def _make_subject(address: Address) -> tuple[str, ...]:
    return tuple(map(str, address))


def _name_kind(value: Data) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a text"
