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

BOOKKEEPING = frozenset(
    {"approvals", "id", "kind", "review_by", "reviewed", "status", "superseded_by"}
)
"""Keys that say how far a document is, or that are hashed on their own (id and kind)."""

_OWN = {"tasks": frozenset({"remarks"})}
"""The same for one kind; a project may give the key another meaning in kinds of its own."""

# Markers of list items and block quotes, then a checkbox. Each marker is followed by a blank, so
# that there is one way to match and a hostile line takes no longer than its length.
_BOX = re.compile(r"^([ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t][ \t>]*)+)\[[xX-]\](?=[ \t]|$)")


def digest(document: Document, version: str = VERSION) -> str:
    """Return ``sha256:v1:<64 hexadecimal digits>`` of what a document says.

    The front matter must have been read whole: a ``broken`` document has no digest. Raises
    ``KeyError`` for a version that does not exist.
    """
    return _VERSIONS[version](document)


def version_of(record: str) -> str:
    """Return the version that a recorded digest names; the empty string when it names none."""
    return record.split(":")[1] if record.count(":") == 2 else ""


def known(record: str) -> bool:
    """Return whether this awos can compute the version that a recorded digest names."""
    return version_of(record) in _VERSIONS


def holds(record: str, document: Document) -> bool:
    """Return whether a recorded digest is that of the document, by the version it names.

    A version that is not :func:`known` never holds.
    """
    return known(record) and digest(document, version_of(record)) == record


def canonical_body(document: Document) -> str:
    """Return what follows the front matter without what no reader sees.

    Line endings, blanks at the ends of lines, empty lines around it and ticks are made equal.
    """
    text = document.source.text
    body = text[document.front.end :] if document.front else text
    lines = LINE_BREAK.split(unicodedata.normalize("NFC", body))
    return "\n".join(_unticked(line.rstrip(" \t")) for line in lines).strip("\n")


def canonical_front(fields: Mapping[str, Data], kind: str = "") -> str:
    """Return the front matter that bears meaning as JSON with sorted keys and no blanks."""
    left = BOOKKEEPING | _OWN.get(kind, frozenset())
    return _json({key: _meaning(key, v) for key, v in fields.items() if key not in left})


def _unticked(line: str) -> str:
    return _BOX.sub(r"\1[ ]", line) if "[" in line else line


def _meaning(key: str, value: Data) -> Data:
    # What an anchor held at the last review is bookkeeping, which file it names is not.
    if key != "anchors" or not isinstance(value, list):
        return value
    return [_without(entry, "digest") if isinstance(entry, dict) else entry for entry in value]


def _without(entry: Mapping[str, Data], key: str) -> Data:
    return {name: value for name, value in entry.items() if name != key}


def _json(value: Data) -> str:
    """Write JSON with every string in NFC; keys that are equal then are all kept."""
    if isinstance(value, str):
        return json.dumps(unicodedata.normalize("NFC", value), ensure_ascii=False)
    if isinstance(value, list):
        return f"[{','.join(map(_json, value))}]"
    members = sorted((unicodedata.normalize("NFC", k), _json(v)) for k, v in value.items())
    return f"{{{','.join(f'{_json(key)}:{text}' for key, text in members)}}}"


def _v1(document: Document) -> str:
    name = unicodedata.normalize("NFC", document.id)
    state = hashlib.sha256(b"awos-approval-v1\0")
    # The lengths keep ("ab", "c") apart from ("a", "bc").
    front = canonical_front(document.fields, document.kind)
    for part in (document.kind, name, front, canonical_body(document)):
        data = part.encode("utf-8", "surrogatepass")
        state.update(f"{len(data)}:".encode() + data)
    return f"sha256:v1:{state.hexdigest()}"


_VERSIONS: Mapping[str, Callable[[Document], str]] = {"v1": _v1}
