"""The digest that an approval binds: which text was approved, whatever happens to it later.

The canonical form is written down in ``docs/reference/digest.md`` so that anybody can recompute it
without a Markdown parser. It is versioned: a record is judged by the version that it names, so a
later version voids nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping

from awos_lint.model.document import Data, Document
from awos_lint.text import LINE_BREAK

VERSION = "v1"

BOOKKEEPING = frozenset({"approvals", "id", "kind", "reviewed", "status", "superseded_by", "title"})
"""Keys that say how far a document is, or that are hashed on their own (id, kind and title)."""

# A list item's marker and its checkbox; ticking a task is not a change of what was approved.
_BOX = re.compile(r"^([ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)\[[ xX-]\](?=[ \t]|$)")


def digest(document: Document) -> str:
    """Return ``sha256:v1:<64 hexadecimal digits>`` of what a document says."""
    return f"sha256:{VERSION}:{_hexadecimal(*_parts(document))}"


def holds(record: str, document: Document) -> bool:
    """Return whether a recorded digest is that of the document, by the version it names."""
    version = record.split(":")[1] if record.count(":") == 2 else ""
    compute = _VERSIONS.get(version)
    return compute is not None and compute(document) == record


def canonical_body(text: str) -> str:
    """Return a body without what no reader sees: line endings, trailing blanks, ticks."""
    lines = (line.rstrip(" \t") for line in LINE_BREAK.split(unicodedata.normalize("NFC", text)))
    return "\n".join(_BOX.sub(r"\1[ ]", line) for line in lines).strip("\n")


def canonical_front(fields: Mapping[str, Data]) -> str:
    """Return the front matter that bears meaning as JSON with sorted keys and no blanks."""
    kept = {key: _meaning(key, value) for key, value in fields.items() if key not in BOOKKEEPING}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text)


def _meaning(key: str, value: Data) -> Data:
    # What an anchor held at the last review is bookkeeping, which file it names is not.
    if key != "anchors" or not isinstance(value, list):
        return value
    return [_without(entry, "digest") if isinstance(entry, dict) else entry for entry in value]


def _without(entry: Mapping[str, Data], key: str) -> Data:
    return {name: value for name, value in entry.items() if name != key}


def _parts(document: Document) -> tuple[str, ...]:
    text = document.source.text
    body = text[document.front.end :] if document.front else text
    title = unicodedata.normalize("NFC", document.title)
    return (
        document.kind,
        document.id,
        title,
        canonical_front(document.fields),
        canonical_body(body),
    )


def _hexadecimal(*parts: str) -> str:
    # The lengths keep ("ab", "c") apart from ("a", "bc").
    state = hashlib.sha256(f"awos-approval-{VERSION}\0".encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(f"{len(data)}:".encode() + data)
    return state.hexdigest()


_VERSIONS: Mapping[str, Callable[[Document], str]] = {VERSION: digest}
