"""The digests that an approval binds: which text was approved, and what its record says.

The canonical forms are written down in ``docs/reference/digest.md`` so that anybody can recompute
them without a Markdown parser. They are versioned: a record is judged by the version that it names,
so a later version voids nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from awos_lint.core.model.document import Data, Document
from awos_lint.core.model.kinds import KINDS, find_kind
from awos_lint.core.text import LINE_BREAK, compose_text

VERSION = "v2"
"""What new records are written in."""

BOOKKEEPING = frozenset(
    {
        "acknowledgements",
        "approvals",
        "id",
        "kind",
        "review_by",
        "reviewed",
        "status",
        "superseded_by",
    }
)
"""Keys that say how far a document is, or that are hashed on their own (id and kind)."""

PROGRESS = frozenset(kind.name for kind in KINDS.values() if kind.has_progress)
"""Kinds in which a tick says how far the work is; elsewhere it says what was chosen."""

# Markers of list items and block quotes, then a checkbox. Each marker is followed by a blank, so
# that there is one way to match and a hostile line takes no longer than its length.
_BOX = re.compile(r"^([ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t][ \t>]*)+)\[[xX-]\](?=[ \t]|$)")

_FOLDED = re.compile("[\u037e\u1fef\u212a\u0338]")
"""What NFC turns into ASCII, and what turns ASCII into something else there."""

_UNSEALED = frozenset({"seal", "signature"})
"""Keys of a record that are made of its seal, and the seal."""

Record = Literal["approval", "acknowledgement"]
"""What a record is; the seal of one kind never fits the other."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A version of the canonical form: how characters are composed, and where ticks count."""

    name: str
    compose: Callable[[str], str]
    ignores_ticks: Callable[[str], bool]


def _compose_text(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_FORMS: Mapping[str, _Form] = {
    "v1": _Form("v1", _compose_text, lambda _kind: True),
    "v2": _Form("v2", compose_text, PROGRESS.__contains__),
}

VERSIONS = tuple(_FORMS)
"""Those that can be computed, the oldest first."""


def compute_digest(document: Document, version: str = VERSION) -> str:
    """Return ``sha256:v2:<64 hexadecimal digits>`` of what a document says.

    The front matter must have been read whole: a ``broken`` document has no digest. Raises
    ``KeyError`` for a version that does not exist.
    """
    form = _FORMS[version]
    front = canonical_front(document.fields, document.kind, version)
    body = canonical_body(document, version)
    parts = (document.kind, form.compose(document.id), front, body)
    return f"sha256:{version}:{_hash_parts(f'awos-approval-{version}', parts)}"


def version_of(record: str) -> str:
    """Return the version that a recorded digest names; the empty string when it names none."""
    return record.split(":")[1] if record.count(":") == 2 else ""


def is_known_version(record: str) -> bool:
    """Return whether this awos can compute the version that a recorded digest names."""
    return version_of(record) in _FORMS


def is_outdated(record: str) -> bool:
    """Return whether a recorded digest is of an older version than new ones are."""
    return is_known_version(record) and version_of(record) != VERSION


def matches_record(record: str, document: Document) -> bool:
    """Return whether a recorded digest is that of the document, by the version it names.

    A version that is not :func:`is_known_version` never holds.
    """
    return is_known_version(record) and compute_digest(document, version_of(record)) == record


def compute_seal(record: Record, fields: Mapping[str, Data]) -> str:
    """Return ``sha256:<64 hexadecimal digits>`` of everything that a record says.

    ``fields`` are its keys as they are written; the seal and the signature may be among them.
    """
    said = {key: value for key, value in fields.items() if key not in _UNSEALED}
    return f"sha256:{_hash_parts('awos-seal-v1', (record, _write_json(said, compose_text)))}"


def find_folded(document: Document) -> str:
    """Return the first character that version 1 takes for another one, as ``U+1FEF``; or nothing.

    A digest of version 1 does not say which of both the approved text held.
    """
    front = canonical_front(document.fields, document.kind)
    for part in (document.id, front, canonical_body(document)):
        kept = compose_text(part)
        if _compose_text(kept) != kept:
            found = _FOLDED.search(kept)
            return f"U+{ord(found[0]):04X}" if found else "a combining character"
    return ""


def canonical_body(document: Document, version: str = VERSION) -> str:
    """Return what follows the front matter without what no reader sees.

    Line endings, blanks at the ends of lines and empty lines around it are made equal, and so are
    ticks where they are no part of what is approved.
    """
    form, text = _FORMS[version], document.source.text
    body = text[document.front.end :] if document.front else text
    lines = [line.rstrip(" \t") for line in LINE_BREAK.split(form.compose(body))]
    if form.ignores_ticks(document.kind):
        lines = [_untick_line(line) for line in lines]
    return "\n".join(lines).strip("\n")


def canonical_front(fields: Mapping[str, Data], kind: str = "", version: str = VERSION) -> str:
    """Return the front matter that bears meaning as JSON with sorted keys and no blanks."""
    left = BOOKKEEPING | find_kind(kind).progress_keys
    said = {key: _strip_digests(key, value) for key, value in fields.items() if key not in left}
    return _write_json(said, _FORMS[version].compose)


def _untick_line(line: str) -> str:
    return _BOX.sub(r"\1[ ]", line) if "[" in line else line


def _strip_digests(key: str, value: Data) -> Data:
    # What an anchor held at the last review is bookkeeping, which file it names is not.
    if key != "anchors" or not isinstance(value, list):
        return value
    return [_drop_key(entry, "digest") if isinstance(entry, dict) else entry for entry in value]


def _drop_key(entry: Mapping[str, Data], key: str) -> Data:
    return {name: value for name, value in entry.items() if name != key}


def _write_json(value: Data, composed: Callable[[str], str]) -> str:
    """Write JSON with every string composed; keys that are equal then are all kept."""
    if isinstance(value, str):
        return json.dumps(composed(value), ensure_ascii=False)
    if isinstance(value, list):
        return f"[{','.join(_write_json(entry, composed) for entry in value)}]"
    members = sorted((composed(k), _write_json(v, composed)) for k, v in value.items())
    return f"{{{','.join(f'{_write_json(key, composed)}:{text}' for key, text in members)}}}"


def _hash_parts(tag: str, parts: Iterable[str]) -> str:
    """Return SHA-256 over a tag and parts; the lengths keep ("ab", "c") apart from ("a", "bc")."""
    state = hashlib.sha256(f"{tag}\0".encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(f"{len(data)}:".encode() + data)
    return state.hexdigest()
