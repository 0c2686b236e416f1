"""Adding a field to an item of a list, as one new line in the style of the lines around it."""

from __future__ import annotations

from awos_lint.core.diagnostic import Edit
from awos_lint.core.model.document import Document, Item
from awos_lint.core.text import LINE_BREAK, Span
from awos_lint.syntax.edit.front import UneditableError


def field_edit(document: Document, item: Item, key: str, value: str) -> Edit:
    """Return the edit that adds ``- key: value`` below an item, behind its other fields.

    Raises :class:`UneditableError` for an item without a checkbox.
    """
    text = document.source.text
    if item.box is None:
        raise UneditableError(f"{item.name or 'an item'} has no checkbox")
    line, _ = document.source.find_position(item.box.start)
    indent = " " * (item.box.start - document.source.starts[line - 1])
    values = [value.span.end for values in item.fields.values() for value in values]
    last = max([item.title.span.end, item.box.end, *values])
    broken = LINE_BREAK.search(text, last)
    at = broken.start() if broken else len(text)
    end = broken[0] if broken else "\n"
    return Edit(document.make_place(Span(at, at)), f"{end}{indent}- {key}: {value}")
