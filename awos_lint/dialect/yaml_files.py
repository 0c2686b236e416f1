"""Small YAML files that a foreign layout keeps beside its documents."""

from __future__ import annotations

from dataclasses import replace

from awos_lint.config import Limits
from awos_lint.model.document import Document
from awos_lint.parse import decode
from awos_lint.parse.limits import longer, over


def yaml_page(blank: Document, data: bytes, limits: Limits) -> Document:
    """Return a document for a YAML file that holds a mapping; never raises.

    What cannot be read is no problem here: the tool that owns the file says so, and what it holds
    is only used where it is plain.
    """
    from awos_lint.parse.events import Builder, RefusedError

    decoded = decode(blank.path, data)
    text = decoded.source.text
    if decoded.broken or longer(text, limits.front_bytes):
        unread = "" if decoded.broken else over("the file has", limits.front_bytes, "bytes", "front-bytes")
        return replace(blank, problems=decoded.problems, broken=decoded.broken, unread=unread)
    builder = Builder(0, limits)
    try:
        builder.read(text)
    except RefusedError as refused:
        return replace(blank, source=decoded.source, unread=refused.unread, broken=True)
    return replace(
        blank, source=decoded.source, fields=builder.fields, marks=builder.marks
    )
