"""Changes of checkboxes: one character each, so that every other byte stays where it is."""

from __future__ import annotations

from collections.abc import Mapping

from awos_lint.core.diagnostic import Edit
from awos_lint.core.model.document import Document, State
from awos_lint.core.text import Span
from awos_lint.syntax.edit.front import UneditableError, apply_edits

_MARKS = {State.OPEN: " ", State.ACTIVE: "-", State.DONE: "x"}


def tick_boxes(document: Document, boxes: Mapping[int, State]) -> str:
    """Return the text with the boxes of some items, by their index, in other states.

    Raises :class:`UneditableError` where an item has no checkbox.
    """
    edits = (_make_edit(document, index, state) for index, state in boxes.items())
    return apply_edits(document.source.text, edits)


def _make_edit(document: Document, index: int, state: State) -> Edit:
    item = document.items[index]
    if item.box is None or document.source.text[item.box.start] != "[":
        raise UneditableError(f"{item.name or 'an item'} has no checkbox")
    at = item.box.start + 1
    return Edit(document.make_place(Span(at, at + 1)), _MARKS[state])
