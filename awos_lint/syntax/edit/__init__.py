"""Changes of documents as edits of their text, so that what is not changed keeps every byte.

:func:`scalar_edits` and :func:`entry_edits` say what to replace, :func:`apply_edits` replaces it,
and :func:`rewrite_front` makes several changes one after the other and reads the result again, so
that nobody writes a file that says something else than was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from awos_lint.core.config import Limits
from awos_lint.core.diagnostic import Edit
from awos_lint.core.model.document import Address, Data, Document
from awos_lint.core.text import Source
from awos_lint.syntax.edit.front import UneditableError, apply_edits, entry_edits, scalar_edits
from awos_lint.syntax.parse import read_front

__all__ = [
    "Entries",
    "Scalar",
    "UneditableError",
    "apply_edits",
    "entry_edits",
    "rewrite_front",
    "scalar_edits",
]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A change: the text at an address becomes ``value``."""

    address: Address
    value: str

    def make_edits(self, document: Document) -> tuple[Edit, ...]:
        """Return the edits that make the change."""
        return scalar_edits(document, self.address, self.value)

    def apply_to_data(self, fields: dict[str, Data]) -> None:
        """Make the change in data."""
        _parent_of(fields, self.address)[self.address[-1]] = self.value


@dataclass(frozen=True, slots=True)
class Entries:
    """A change: a list loses the entries in ``drop``, by index, and gets those in ``add``."""

    address: Address
    drop: frozenset[int] = frozenset()
    add: tuple[Data, ...] = ()

    def make_edits(self, document: Document) -> tuple[Edit, ...]:
        """Return the edits that make the change."""
        return entry_edits(document, self.address, self.drop, self.add)

    def apply_to_data(self, fields: dict[str, Data]) -> None:
        """Make the change in data; an empty list and a missing one are the same."""
        if not self.drop and not self.add:
            return
        parent, key = _parent_of(fields, self.address), self.address[-1]
        try:
            old = parent[key] or []
        except KeyError:
            old = []
        parent[key] = [entry for i, entry in enumerate(old) if i not in self.drop] + [*self.add]


def rewrite_front(source: Source, changes: Iterable[Scalar | Entries], limits: Limits) -> str:
    """Return the text with some changes of the front matter made, in their order.

    Raises :class:`UneditableError` when a change cannot be made, or the result would not read as
    it was meant.
    """
    document = _read_document(source, limits)
    for change in changes:
        text = apply_edits(document.source.text, change.make_edits(document))
        meant: dict[str, Data] = deepcopy(dict(document.fields))
        change.apply_to_data(meant)
        before, document = document, _read_document(Source(source.path, text), limits)
        if not _is_same(dict(document.fields), meant) or _body_of(document) != _body_of(before):
            raise UneditableError("the front matter is written in a way awos cannot change")
    return document.source.text


def _read_document(source: Source, limits: Limits) -> Document:
    front = read_front(source, limits)
    if source.garbled:
        raise UneditableError("the file is not UTF-8")
    if front.broken:
        raise UneditableError("the front matter cannot be read")
    return Document(source, "", fields=front.fields, marks=front.marks, front=front.span)


def _body_of(document: Document) -> str:
    text = document.source.text
    return text[document.front.end :].lstrip("\r\n") if document.front else text.lstrip("\r\n")


def _is_same(one: dict[str, Data], other: dict[str, Data]) -> bool:
    return {k: v for k, v in one.items() if v != []} == {k: v for k, v in other.items() if v != []}


def _parent_of(fields: dict[str, Data], address: Sequence[str | int]) -> Any:
    parent: Any = fields
    for part in address[:-1]:
        parent = parent[part]
    return parent
