"""Data as YAML text that reads back as the same strings, in awos and in other readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from awos_lint.core.model.document import Data
from awos_lint.syntax.parse.scalars import seen_elsewhere

# Between words nothing that YAML gives a meaning; a colon is plain only within a word.
_PLAIN = re.compile(r"\w(?:[\w ./<>@()+'’-]|:(?=\w))*(?<! )")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# Left alone by JSON, and either refused by YAML, a line break there, or invisible.
_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def write_scalar(value: str, *, quote: str = "", flow: bool = False) -> str:
    """Return a string as a scalar on one line.

    ``quote`` is the mark to use where it can hold the value; without it the value is left plain
    where every reader takes it for the same text. ``flow`` asks for what also stands in brackets.
    """
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    plain = _PLAIN.fullmatch(value) and not (flow and ":" in value)
    if not quote and plain and (_DATE.fullmatch(value) or seen_elsewhere(value) is None):
        return value
    return _RAW.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def write_flow(data: Data) -> str:
    """Return data on one line, in brackets and braces."""
    if isinstance(data, str):
        return write_scalar(data, flow=True)
    if isinstance(data, list):
        return f"[{', '.join(map(write_flow, data))}]"
    members = (
        f"{write_scalar(key, flow=True)}: {write_flow(value)}" for key, value in data.items()
    )
    return f"{{{', '.join(members)}}}"


def write_pair(key: str, data: Data, indent: str, step: int) -> Iterator[str]:
    """Yield the lines of a key and its value.

    ``step`` is how many columns the dashes of a list stand to the right of its key. Lists of
    strings are written in brackets, lists of mappings with dashes.
    """
    name = f"{indent}{write_scalar(key)}:"
    if isinstance(data, dict) and data:
        yield name
        for inner, value in data.items():
            yield from write_pair(inner, value, f"{indent}  ", step)
    elif isinstance(data, list) and any(isinstance(entry, dict) for entry in data):
        yield name
        yield from write_entries(data, f"{indent}{' ' * step}", 2, step)
    else:
        yield f"{name} {write_scalar(data) if isinstance(data, str) else write_flow(data)}"


def write_entries(data: Sequence[Data], indent: str, offset: int, step: int) -> Iterator[str]:
    """Yield the lines of the entries of a list; their text begins ``offset`` behind the dash."""
    dash = f"{indent}-{' ' * (offset - 1)}"
    inner = f"{indent}{' ' * offset}"
    for entry in data:
        if isinstance(entry, dict) and entry:
            lines = (
                line for key, value in entry.items() for line in write_pair(key, value, inner, step)
            )
            yield dash + next(lines).removeprefix(inner)
            yield from lines
        else:
            yield dash + (write_scalar(entry) if isinstance(entry, str) else write_flow(entry))
