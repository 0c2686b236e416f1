"""Values of an agent's file as they were written, and the host that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from awos_lint.agentfiles.lazy import Lazy
from awos_lint.core.model.document import Address, Data, Document

if TYPE_CHECKING:
    from awos_lint.hosts import Host
    from awos_lint.hosts._forms import Form

Shape = Literal["text", "quoted", "flag", "number", "null", "list", "map", "unknown"]
_NUMBER = Lazy(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)


def host_of(document: Document) -> Host:
    """Return the host that a file is for."""
    # Imported here: a run without files of agents needs no host.
    from awos_lint.hosts import load_host

    return load_host(document.implied["host"])


def form_of(document: Document) -> Form:
    """Return what the file must and may say."""
    return host_of(document).forms[int(document.implied["form"])]


def title_of(document: Document) -> str:
    """Return who asks for what a file must say, as a message calls it."""
    return form_of(document).by or host_of(document).title


def noun_of(document: Document) -> str:
    """Return what the file is, as a message calls it."""
    role = form_of(document).role
    return {"agent": "subagent", "settings": "file"}.get(role, role)


def value_at(document: Document, *address: str | int) -> Data | None:
    """Return the value at an address; ``None`` where nothing is."""
    found: Data | None = dict(document.fields)
    for part in address:
        found = _step_into(found, part)
    return found


def _step_into(data: Data | None, part: str | int) -> Data | None:
    if isinstance(data, dict) and isinstance(part, str):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int):
        return data[part] if part < len(data) else None
    return None


def text_at(document: Document, *address: str | int) -> str:
    """Return the text at an address, the empty string for anything else."""
    found = value_at(document, *address)
    return found if isinstance(found, str) else ""


def shape_of(document: Document, *address: str | int) -> Shape:
    """Return what was written at an address; a plain word is text. TOML gives no places for it."""
    found = value_at(document, *address)
    if not isinstance(found, str):
        return "list" if isinstance(found, list) else "map"
    mark = document.marks.get(address)
    if mark is None or mark.value == mark.key:
        return "unknown"
    written = document.source.text[mark.value.start : mark.value.end]
    if written[:1] in ('"', "'"):
        return "quoted"
    lowered = written.lower()
    if lowered in ("true", "false"):
        return "flag"
    if lowered in ("", "~", "null"):
        return "null"
    return "number" if _NUMBER.pattern.fullmatch(written) else "text"


def texts_at(document: Document, *address: str | int) -> Iterator[tuple[Address, str]]:
    """Yield every text below an address, however deep, with its own address."""
    found = value_at(document, *address)
    if isinstance(found, str):
        yield address, found
    parts: Iterator[str | int] = iter(())
    if isinstance(found, dict):
        parts = iter(found)
    elif isinstance(found, list):
        parts = iter(range(len(found)))
    for part in parts:
        yield from texts_at(document, *address, part)


def body_start(document: Document) -> int:
    """Return the offset behind the front matter."""
    return document.front.end if document.front else 0
